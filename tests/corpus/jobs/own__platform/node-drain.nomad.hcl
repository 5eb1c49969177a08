# Runs once on each node of a rack: `nomad job dispatch` names it.
job "node-drain" {
  datacenters = ["eu-1", "eu-2"]
  type        = "sysbatch"
  periodic {
    cron      = "@weekly"
    time_zone = "UTC"
    enabled   = false
  }
  group "drain" {
    restart {
      attempts = 0
      mode     = "fail"
    }
    task "prune" {
      driver = "raw_exec"
      config {
        command = "/usr/bin/docker"
        args    = ["system", "prune", "--force", "--filter", "until=168h"]
      }
      resources {
        cpu    = 20
        memory = 32
      }
    }
  }
}
