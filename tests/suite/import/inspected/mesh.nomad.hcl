job "mesh" {
  type        = "service"
  datacenters = ["dc1"]

  group "api" {
    network {
      mode = "bridge"

      port "metrics" {
        to = 9102
      }
    }

    service {
      name = "api"
      port = "9001"

      check {
        type     = "http"
        path     = "/health"
        expose   = true
        interval = "10s"
        timeout  = "2s"
      }

      connect {
        sidecar_service {
          proxy {
            upstreams {
              destination_name = "db"
              local_bind_port  = 5432
            }
          }
        }
      }
    }

    task "api" {
      driver = "docker"

      config {
        image = "api:1"
      }
    }
  }

  group "own" {
    network {
      port "http" {}
    }

    service {
      name = "own"
      port = "http"

      connect {
        native = true
      }
    }

    task "own" {
      driver = "docker"

      config {
        image = "own:1"
      }
    }
  }
}
