job "web" {
  type        = "service"
  datacenters = ["*"]

  update {
    min_healthy_time  = "3s"
    healthy_deadline  = "20s"
    progress_deadline = "30s"
  }

  group "web" {
    count = 3

    reschedule {
      attempts  = 0
      unlimited = false
    }

    restart {
      attempts = 1
      delay    = "2s"
      mode     = "fail"
    }

    task "web" {
      driver = "raw_exec"

      config {
        command = "/bin/sh"
        args    = ["-c", "echo 'cannot connect to api: connection refused' >&2; sleep 1; exit 1"]
      }

      resources {
        cpu    = 20
        memory = 20
      }
    }
  }
}
