job "api" {
  type        = "service"
  datacenters = ["*"]

  update {
    min_healthy_time  = "3s"
    healthy_deadline  = "20s"
    progress_deadline = "30s"
  }

  group "api" {
    count = 2

    reschedule {
      attempts  = 0
      unlimited = false
    }

    restart {
      attempts = 1
      delay    = "2s"
      mode     = "fail"
    }

    task "api" {
      driver = "raw_exec"

      config {
        command = "/bin/sh"
        args    = ["-c", "exec sleep 3600"]
      }

      resources {
        cpu    = 20
        memory = 20
      }
    }
  }
}
