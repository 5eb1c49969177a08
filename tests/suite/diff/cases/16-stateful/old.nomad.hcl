job "db" {

  group "db" {
    count = 1

    update {
      max_parallel     = 1
      min_healthy_time = "10s"
    }

    volume "data" {
      type   = "host"
      source = "db-data"
    }

    task "db" {
      driver = "docker"

      config {
        image = "postgres:16"
      }

      volume_mount {
        volume      = "data"
        destination = "/var/lib/db"
      }
    }
  }
}
