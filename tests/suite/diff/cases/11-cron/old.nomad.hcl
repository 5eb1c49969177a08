job "night" {
  type = "batch"

  periodic {
    crons = ["0 3 * * *"]
  }

  group "night" {
    count = 1

    task "night" {
      driver = "docker"

      config {
        image = "web:1.4"
      }
    }
  }
}
