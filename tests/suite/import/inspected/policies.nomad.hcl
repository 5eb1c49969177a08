job "policies" {
  type        = "service"
  datacenters = ["dc1", "dc2"]
  priority    = 70

  update {
    max_parallel = 2
    canary       = 1
    auto_revert  = true
  }

  reschedule {
    attempts  = 3
    interval  = "1h"
    unlimited = false
  }

  group "one" {
    count = 3

    restart {
      attempts = 5
      mode     = "delay"
    }

    network {
      port "http" {
        to = 80
      }
    }

    service {
      name     = "one"
      port     = "http"
      provider = "nomad"

      check {
        type     = "tcp"
        interval = "10s"
        timeout  = "2s"
      }

      check {
        name     = "other"
        type     = "http"
        path     = "/health"
        interval = "10s"
        timeout  = "2s"
      }

      check_restart {
        limit = 3
        grace = "30s"
      }
    }

    task "web" {
      driver      = "docker"
      kill_signal = "SIGTERM"

      config {
        image = "nginx:1"
        ports = ["http"]
      }

      env {
        B = "2"
        C = "3"
      }

      template {
        data          = "x"
        destination   = "local/x"
        change_mode   = "signal"
        change_signal = "SIGHUP"
      }

      restart {
        attempts = 1
      }
    }
  }

  group "two" {
    scaling {
      min = 0
      max = 5
    }

    task "worker" {
      driver = "docker"

      config {
        image = "worker:1"
      }

      resources {
        cores = 2
      }
    }
  }
}
