/*
 * The message broker of the heating and the lights.
 */
job "mosquitto" {
  datacenters = ["attic"]
  region      = "global"
  type        = "service"

  meta = {
    owner = "family"
    wiki  = "https://wiki.example.org/mqtt"
  }

  group "mqtt" {
    ephemeral_disk {
      size    = 300
      sticky  = true
      migrate = true
    }

    network {
      port "mqtt" {
        static = 1883
      }
      port "ws" { static = 9001 }
    }

    task "mosquitto" {
      driver = "podman"

      env = {
        TZ = "Europe/Vienna"
      }

      config {
        image   = "docker://docker.io/library/eclipse-mosquitto:2.0.18"
        ports   = ["mqtt", "ws"]
        volumes = [
          "local/mosquitto.conf:/mosquitto/config/mosquitto.conf",
        ]
      }

      template {
        change_mode   = "signal"
        change_signal = "SIGHUP"
        destination   = "local/mosquitto.conf"
        left_delimiter  = "[["
        right_delimiter = "]]"
        data = "listener [[ env \"NOMAD_PORT_mqtt\" ]]\nlistener [[ env \"NOMAD_PORT_ws\" ]]\nprotocol websockets\nallow_anonymous true\n"
      }

      resources {
        cpu    = 60
        memory = 48
      }

      service {
        name = "mqtt"
        port = "mqtt"
        tags = [ "tcp" ]
        check {
          name     = "listens"
          type     = "tcp"
          interval = "15s"
          timeout  = "2s"
        }
      }
    }
  }
}
