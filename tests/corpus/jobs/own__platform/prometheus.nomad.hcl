job "prometheus" {
  region      = "eu"
  datacenters = ["eu-1"]
  namespace   = "observability"
  node_pool   = "infra"

  group "prometheus" {
    network {
      port "ui" {
        to = 9090
      }
    }

    service {
      name = "prometheus"
      port = "ui"

      check {
        type     = "http"
        path     = "/-/healthy"
        interval = "10s"
        timeout  = "2s"
      }
    }

    task "prometheus" {
      driver = "docker"

      config {
        image = "docker.io/prom/prometheus:v2.51.2"
        ports = ["ui"]

        args = [
          "--config.file=/local/prometheus.yml",
          "--web.external-url=https://prometheus.example.net",
          # two weeks are enough
          "--storage.tsdb.retention.time=14d",
        ]
      }

      template {
        destination   = "local/prometheus.yml"
        change_mode   = "signal"
        change_signal = "SIGHUP"

        data = <<EOF
global:
  scrape_interval: 15s

scrape_configs:
  - job_name: nomad
    nomad_sd_configs:
      - server: 'http://{{ env "attr.unique.network.ip-address" }}:4646'
    relabel_configs:
      - source_labels: [__meta_nomad_tags]
        regex: '(.*)metrics(.*)'
        action: keep
      - source_labels: [__address__]
        regex: '([^:]+)(?::\d+)?'
        replacement: '$1:9100'
  - job_name: hosts
    static_configs:
      - targets: [{{ range $i, $s := service "node-exporter" }}{{ if $i }}, {{ end }}'{{ $s.Address }}:{{ $s.Port }}'{{ end }}]
EOF
      }

      template {
        destination = "local/rules/hosts.yml"
        data        = <<-EOF
          groups:
            - name: hosts
              rules:
                - alert: Disk
                  expr: node_filesystem_avail_bytes{fstype!~"tmpfs|overlay"} / node_filesystem_size_bytes < 0.1
                  annotations:
                    summary: '{{`{{ $labels.instance }}`}} has {{`{{ $value | humanizePercentage }}`}} left'
        EOF
      }

      resources {
        cpu    = 500
        memory = 1024
      }
    }
  }
}
