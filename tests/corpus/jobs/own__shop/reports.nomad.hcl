job "reports" {
  datacenters = ["eu-1"]
  type        = "batch"
  priority    = 30
  periodic {
    cron      = "*/15 8-18 * * 1-5"
    enabled   = true
  }
  group "render" {
    count = 4
    volume "shards" {
      type            = "csi"
      source          = "reports"
      per_alloc       = true
      access_mode     = "single-node-writer"
      attachment_mode = "file-system"
    }
    constraint { distinct_hosts = true }
    constraint {
      attribute = "${attr.nomad.version}"
      operator  = "semver"
      value     = ">= 1.4.0, < 2.0.0"
    }
    task "render" {
      driver = "docker"
      config {
        image      = "registry.example.com/shop/reports:19"
        entrypoint = ["/bin/sh", "-c"]
        command    = "render --shard \"$NOMAD_ALLOC_INDEX\" --out /data/$${DATE:-today}.pdf"
        ulimit {
          nofile = "4096:8192"
        }
        labels {
          team = "finance"
        }
        sysctl = {
          "net.core.somaxconn" = "1024"
        }
      }
      volume_mount {
        volume           = "shards"
        destination      = "/data"
        propagation_mode = "private"
      }
    }
  }
}
