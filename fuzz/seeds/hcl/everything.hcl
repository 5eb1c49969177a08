job "a" {
  datacenters = ["dc1"]
  distinct_hosts = true
  vault { policies = ["p"] }
  constraint {
    attribute = "${attr.kernel.name}"
    version   = ">= 1.2"
  }
  periodic { cron = "@daily" }
  parameterized { meta_required = ["x"] }
  meta = { "a.b" = 1, c = null }
  task "alone" {
    driver = "exec"
    config { command = "sleep" }
    resources {
      cpu = 100
      device "nvidia/gpu" { count = 1 }
    }
    identity { aud = ["x"] }
    kill_timeout = "1m30s"
    # A comment.
    # disabled = true
    service {
      port = "http"
      check {
        type     = "http"
        interval = "10s"
        header { A = ["b"] }
      }
      connect { sidecar_service {} }
    }
  }
}
