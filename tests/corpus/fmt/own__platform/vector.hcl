job "vector" {
  datacenters = ["eu-1", "eu-2"]
  type        = "system"
  all_at_once = false

  group "vector" {
    network {
      port "api" {
        to = 8686
      }
    }

    restart {
      interval = "10m"
      attempts = 20
      delay    = "15s"
      mode     = "delay"
    }

    task "vector" {
      driver = "docker"
      config {
        image   = "docker.io/timberio/vector:0.37.1-alpine"
        volumes = ["/var/run/docker.sock:/var/run/docker.sock:ro", "/opt/nomad/alloc:/alloc:ro"]
        ports   = ["api"]
      }
      env {
        VECTOR_CONFIG          = "local/vector.toml"
        VECTOR_REQUIRE_HEALTHY = "true"
      }
      template {
        destination          = "local/vector.toml"
        left_delimiter       = "<%"
        right_delimiter      = "%>"
        error_on_missing_key = true
        data                 = <<EOH
data_dir = "/alloc/data/vector"
[sources.docker]
type = "docker_logs"
[transforms.named]
type = "remap"
inputs = ["docker"]
source = '''
.node = "<% env "node.unique.name" %>"
.job = .label."com.hashicorp.nomad.job_name" ?? "unknown"
.message = string!(.message) + "%%{GREEDYDATA}"
'''
[sinks.loki]
type = "loki"
inputs = ["named"]
endpoint = "http://<% range service "loki" %><% .Address %>:<% .Port %><% end %>"
labels.job = "{{ job }}"
encoding.codec = "json"
EOH
      }
      resources {
        cpu        = 150
        memory     = 128
        memory_max = 256
      }
    }
  }
}
