job "web" {

  group "web" {
    count = 5

    update {
      max_parallel     = 2
      canary           = 1
      auto_promote     = true
      auto_revert      = true
      min_healthy_time = "30s"
    }

    task "web" {
      driver = "docker"

      config {
        image = "web:1.4"
      }
    }
  }
}
