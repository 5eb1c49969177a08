# written for 0.8, never touched since
job "legacy-cache" {
  datacenters = ["eu-1"]
  type        = "service"
  group "cache" {
    count = 1
    task "memcached" {
      driver = "docker"
      config {
        image = "memcached:1.4"
        port_map {
          db = 11211
        }
      }
      resources {
        cpu    = 500 # MHz
        memory = 256 # MB
        network {
          mbits = 10
          port "db" {}
        }
      }
      service {
        name = "global-cache-check"
        tags = ["global", "cache"]
        port = "db"
        check {
          name     = "alive"
          type     = "tcp"
          interval = "10s"
          timeout  = "2s"
        }
      }
    }
  }
}
