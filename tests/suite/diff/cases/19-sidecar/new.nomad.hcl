job "web" {

  group "web" {
    count = 2

    update {
      max_parallel     = 1
      min_healthy_time = "10s"
    }

    network {
      mode = "bridge"
    }

    service {
      name = "web"
      port = "8080"

      connect {
        sidecar_service {}
      }
    }

    task "web" {
      driver = "docker"

      config {
        image = "web:1.4"
      }
    }
  }
}
