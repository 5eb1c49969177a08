job "shop" {

  group "web" {
    count = 2

    update {
      max_parallel     = 1
      min_healthy_time = "10s"
    }

    task "web" {
      driver = "docker"

      config {
        image = "web:1.4"
      }
    }
  }
}
