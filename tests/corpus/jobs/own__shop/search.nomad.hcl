job "search" {
  datacenters = ["eu-1", "eu-2"]
  group "opensearch" {
    count = 3
    stop_after_client_disconnect = "10m"
    migrate {
      max_parallel     = 1
      health_check     = "checks"
      min_healthy_time = "30s"
      healthy_deadline = "10m"
    }
    network {
      port "rest" {}
      port "peer" { host_network = "storage" }
    }
    volume "index" {
      type   = "host"
      source = "search"
    }
    service {
      name     = "search"
      port     = "rest"
      tags     = ["v2"]
      canary_tags = ["v3"]
      meta {
        shard = "${NOMAD_ALLOC_INDEX}"
      }
      on_update    = "ignore_warnings"
      address_mode = "host"
      enable_tag_override = true
      check {
        name           = "cluster is green"
        type           = "http"
        method         = "GET"
        path           = "/_cluster/health?wait_for_status=green&timeout=1s"
        interval       = "1m"
        timeout        = "5s"
        success_before_passing   = 2
        failures_before_critical = 3
        header {
          Authorization = ["Basic c2hvcDpzaG9w"]
          Accept = ["application/json"]
        }
      }
    }
    service {
      name = "search-peer"
      port = "peer"
      check {
        type     = "script"
        task     = "opensearch"
        command  = "/bin/sh"
        args     = ["-c", "test -f /data/nodes/0/node.lock"]
        interval = "30s"
        timeout  = "2s"
      }
    }
    task "opensearch" {
      driver = "docker"
      config {
        image   = "docker.io/opensearchproject/opensearch:2.13.0"
        ports   = ["rest", "peer"]
        memory_hard_limit = 4096
        ulimit { memlock = "-1:-1" }
      }
      env {
        OPENSEARCH_JAVA_OPTS = "-Xms1g -Xmx1g"
        node_name = "${NOMAD_GROUP_NAME}-${NOMAD_ALLOC_INDEX}"
      }
      volume_mount {
        volume      = "index"
        destination = "/usr/share/opensearch/data"
      }
      resources {
        cpu    = 2000
        memory = 2048
      }
    }
  }
}
