# What playbook_changes.rs edits; healthy after a second, so that its many deployments take little time.
job "changes" {
  datacenters = ["*"]

  group "changes" {
    count = 1

    update {
      min_healthy_time  = "1s"
      healthy_deadline  = "10s"
      progress_deadline = "20s"
    }

    service {
      name     = "changes"
      provider = "nomad"
      tags     = ["first"]
    }

    reschedule {
      attempts  = 0
      unlimited = false
    }

    restart {
      attempts = 0
      mode     = "fail"
    }

    task "changes" {
      driver = "raw_exec"

      env {
        GREETING = "hello"
      }

      config {
        command = "/bin/sleep"
        args    = ["3600"]
      }

      resources {
        cpu    = 20
        memory = 10
      }
    }
  }
}
