# DNS for the house. Every node answers, so that no single board takes the internet down.
job "blocky" {
    datacenters = ["attic", "cellar"]
    type = "system"
    priority = 90

    constraint {
        attribute = "${attr.cpu.arch}"
        value = "arm64"
    }

    update { max_parallel = 1
        stagger = "30s" }

    group "dns" {
        network {
            port "dns" { static = 53 }
            port "http" { to = 4000 }
            dns { servers = ["9.9.9.9", "149.112.112.112"] }
        }

        service {
            name = "dns"
            port = "dns"
            provider = "nomad"
        }

        service {
            name = "dns-metrics"
            port = "http"
            provider = "nomad"
            tags = ["metrics", "path=/metrics"]
            check {
                type = "http"
                path = "/metrics"
                interval = "20s"
                timeout = "3s"
            }
        }

        task "blocky" {
            driver = "docker"
            config {
                image = "ghcr.io/0xerr0r/blocky:v0.24"
                ports = ["dns", "http"]
                cap_add = ["net_bind_service"]
                args = ["--config", "/local/config.yml"]
            }
            template {
                destination = "local/config.yml"
                change_mode = "restart"
                data = <<-YAML
                upstreams:
                  groups:
                    default:
                      - https://dns.quad9.net/dns-query
                blocking:
                  denylists:
                    ads:
                      - |
                        doubleclick.net
                        /.*\.tracker\..*/
                ports:
                  dns: 53
                  http: 4000
                YAML
            }
            resources { cpu = 100
                memory = 96 }
        }
    }
}
