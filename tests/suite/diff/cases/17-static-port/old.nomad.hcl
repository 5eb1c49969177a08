job "dns" {

  group "dns" {
    count = 1

    update {
      max_parallel     = 1
      min_healthy_time = "10s"
    }

    network {
      port "dns" {
        static = 53
      }
    }

    task "dns" {
      driver = "docker"

      config {
        image = "web:1.4"
      }
    }
  }
}
