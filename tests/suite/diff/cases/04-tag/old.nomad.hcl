job "web" {

  group "web" {
    count = 2

    update {
      max_parallel     = 1
      min_healthy_time = "10s"
    }

    network {
      port "http" {
        to = 80
      }
    }

    service {
      name     = "web"
      port     = "http"
      provider = "nomad"
      tags     = ["traefik.http.routers.web.rule=Host(`web.example.com`)"]
    }

    task "web" {
      driver = "docker"

      config {
        image = "web:1.4"
      }
    }
  }
}
