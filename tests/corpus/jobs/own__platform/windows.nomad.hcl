job "iis-metrics" {
  datacenters = ["eu-2"]
  type        = "system"

  constraint {
    attribute = "${attr.kernel.name}"
    value     = "windows"
  }

  constraint {
    attribute    = "${meta.roles}"
    set_contains = "iis,web"
  }

  group "exporter" {
    network {
      port "metrics" { static = 9182 }
    }
    task "exporter" {
      driver = "raw_exec"
      config {
        command = "local\\windows_exporter.exe"
        args    = ["--telemetry.addr", ":${NOMAD_PORT_metrics}", "--collectors.enabled", "cpu,iis", "--log.file", "C:\\logs\\exporter.log"]
      }
      artifact {
        source = "https://files.example.net/windows_exporter-0.25.1-amd64.exe"
        mode   = "file"
        destination = "local/windows_exporter.exe"
        headers {
          Accept = "application/octet-stream"
        }
      }
    }
  }
}
