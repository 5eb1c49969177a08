job "done" {
  type        = "batch"
  datacenters = ["*"]

  group "done" {
    task "done" {
      driver = "raw_exec"

      config {
        command = "/bin/true"
      }

      resources {
        cpu    = 20
        memory = 10
      }
    }
  }
}
