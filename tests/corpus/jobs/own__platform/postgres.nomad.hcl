locals { version = "16.2" }

job "postgres" {
  datacenters = ["eu-1"]

  group "primary" {
    count = 1
    shutdown_delay = "5s"

    volume "data" {
      type = "host"
      source = "postgres"
    }

    network {
      mode = "bridge"
      hostname = "pg-primary"
      port "pg" { to = 5432 }
    }

    service {
      name = "postgres"
      port = "pg"
      provider = "nomad"
    }

    task "init" {
      driver = "docker"
      lifecycle {
        hook = "prestart"
      }
      user = "0:0"
      config {
        image = "docker.io/library/postgres:${local.version}"
        command = "chown"
        args = ["-R", "999:999", "/var/lib/postgresql/data"]
      }
      volume_mount {
        volume = "data"
        destination = "/var/lib/postgresql/data"
      }
    }

    task "postgres" {
      driver = "docker"
      config {
        image = "docker.io/library/postgres:${local.version}"
        auth_soft_fail = true
        force_pull = false
        ports = ["pg"]
        security_opt = ["no-new-privileges"]
      }
      identity {
        env  = true
        file = true
      }
      template {
        data = "POSTGRES_PASSWORD={{ with nomadVar \"nomad/jobs/postgres\" }}{{ .password }}{{ end }}"
        destination = "secrets/pg.env"
        env = true
      }
      volume_mount {
        volume = "data"
        destination = "/var/lib/postgresql/data"
      }
      scaling "mem" {
        enabled = true
        min = 512
        max = 4096
        policy {
          check "p95" {
            strategy "app-sizing-percentile" { percentile = "95" }
          }
        }
      }
      resources {
        cpu = 1000
        memory = 1024
      }
    }
  }
}
