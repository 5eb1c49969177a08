job "ingress" {
  datacenters = ["eu-1"]
  group "gateway" {
    network {
      mode = "bridge"
      port "inbound" {
        static = 8443
        to     = 8443
      }
    }
    service {
      name = "shop-ingress"
      port = "8443"
      connect {
        gateway {
          proxy { connect_timeout = "500ms" }
          ingress {
            tls { enabled = true }
            listener {
              port     = 8443
              protocol = "http"
              service {
                name  = "shop-web"
                hosts = ["shop.example.com", "www.example.com"]
              }
            }
          }
        }
      }
    }
  }
}
