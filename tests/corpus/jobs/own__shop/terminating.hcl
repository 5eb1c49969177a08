job "legacy-bridge" {
  datacenters = ["eu-1"]
  group "gateway" {
    network { mode = "bridge" }
    service {
      name = "legacy-gateway"
      connect {
        gateway {
          proxy {
            envoy_gateway_no_default_bind = false
            config { envoy_dogstatsd_url = "udp://127.0.0.1:8125" }
          }
          terminating {
            service {
              name      = "mainframe"
              ca_file   = "/etc/tls/ca.pem"
              sni       = "mainframe.example.com"
            }
          }
        }
      }
    }
  }
}
