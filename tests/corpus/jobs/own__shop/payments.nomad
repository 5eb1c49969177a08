variable "datacenter" { type = string }
variable "limits" {
  type = object({ cpu = number, memory = number })
}

job "payments" {
  datacenters = [var.datacenter]

  vault {
    policies = ["payments", "pki"]
    change_mode = "signal"
    change_signal = "SIGUSR1"
  }

  group "api" {
    count = 2

    scaling {
      enabled = true
      min     = 2
      max     = 12
      policy {
        cooldown            = "1m"
        evaluation_interval = "20s"
        check "latency" {
          source = "prometheus"
          query  = "histogram_quantile(0.95, sum(rate(http_seconds_bucket{job=\"payments\"}[1m])) by (le))"
          strategy "target-value" {
            target = 0.25
          }
        }
      }
    }

    network {
      mode = "bridge"
      port "metrics" { to = -1 }
    }

    service {
      name = "payments-api"
      port = "9090"

      connect {
        sidecar_service {
          proxy {
            local_service_port = 9090
            upstreams {
              destination_name = "ledger"
              local_bind_port  = 5432
            }
            upstreams {
              destination_name = "fraud"
              local_bind_port  = 7000
              datacenter       = "eu-2"
              mesh_gateway {
                mode = "local"
              }
            }
            config {
              local_connect_timeout_ms = 2000
            }
          }
        }
        sidecar_task {
          resources {
            cpu    = 80
            memory = 96
          }
        }
      }

      check {
        type     = "grpc"
        grpc_service = "payments.v1.Health"
        interval = "15s"
        timeout  = "3s"
      }
    }

    task "api" {
      driver = "docker"
      leader = true
      config {
        image = "registry.example.com/shop/payments@sha256:0d17b565c37bcbd895e9d92315a05c1c3c9a29f762b011a10c54a66cd53c9b31"
      }
      template {
        data = <<EOH
{{ with secret "pki/issue/payments" "common_name=payments.service.consul" "ttl=24h" }}
{{ .Data.certificate }}
{{ .Data.private_key }}
{{ end }}
EOH
        destination = "secrets/tls.pem"
        splay       = "90s"
        perms       = "0400"
      }
      resources {
        cpu    = var.limits.cpu
        memory = var.limits.memory
      }
    }

    task "drain" {
      driver = "docker"
      lifecycle { hook = "poststop" }
      config {
        image = "docker.io/curlimages/curl:8.7.1"
        args  = ["-X", "POST", "http://ledger.service.consul/flush?alloc=${NOMAD_ALLOC_ID}"]
      }
    }
  }
}
