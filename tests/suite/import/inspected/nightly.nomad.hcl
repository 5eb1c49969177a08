job "nightly" {
  type        = "batch"
  datacenters = ["dc1"]

  periodic {
    cron             = "@daily"
    prohibit_overlap = true
  }

  group "save" {
    reschedule {
      attempts = 3
    }

    network {
      port "http" {}
    }

    task "save" {
      driver = "exec"

      config {
        command = "/bin/true"
      }

      service {
        name = "save"
        port = "http"

        check {
          type     = "script"
          command  = "/bin/true"
          interval = "10s"
          timeout  = "2s"
        }
      }

      logs {
        max_files = 2
      }
    }
  }
}
