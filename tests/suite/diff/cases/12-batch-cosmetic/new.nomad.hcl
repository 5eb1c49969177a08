job "import" {
  type     = "batch"
  priority = 60

  group "import" {
    count = 1

    task "import" {
      driver = "docker"

      config {
        image = "web:1.4"
      }
    }
  }
}
