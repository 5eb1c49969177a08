job "agent" {
  type = "system"

  group "agent" {

    task "agent" {
      driver = "docker"

      config {
        image = "web:1.4"
      }
    }
  }
}
