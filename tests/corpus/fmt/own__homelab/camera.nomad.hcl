job "camera" {
  datacenters = ["attic"]

  group "frigate" {
    network {
      mode = "host"
      port "web" { static = 5000 }
    }

    affinity {
      attribute = "${node.class}"
      value     = "gpu"
      weight    = 75
    }

    task "frigate" {
      driver = "docker"

      config {
        image    = "ghcr.io/blakeblackshear/frigate:0.13.2"
        shm_size = 268435456
        ports    = ["web"]

        devices = [
          {
            host_path      = "/dev/bus/usb"
            container_path = "/dev/bus/usb"
          }
        ]

        mount {
          type   = "tmpfs"
          target = "/tmp/cache"
          tmpfs_options { size = 1000000000 }
        }

        mounts = [{
          type     = "bind"
          source   = "local/config.yml"
          target   = "/config/config.yml"
          readonly = true
        }]

        logging {
          type = "journald"
          config {
            tag = "${NOMAD_TASK_NAME}"
          }
        }
      }

      template {
        data        = <<EOF
mqtt:
  host: {{ range service "mqtt" }}{{ .Address }}{{ end }}
cameras:
  door:
    ffmpeg:
      inputs:
        - path: rtsp://{{ key "camera/door" }}:554/stream
EOF
        destination = "local/config.yml"
        wait {
          min = "5s"
          max = "30s"
        }
      }

      resources {
        cpu    = 1500
        memory = 1024

        device "nvidia/gpu" {
          count = 1
          constraint {
            attribute = "${device.attr.memory}"
            operator  = ">="
            value     = "4 GiB"
          }
          affinity {
            attribute = "${device.model}"
            operator  = "regexp"
            value     = "P4|T4"
            weight    = -20
          }
        }
      }
    }
  }
}
