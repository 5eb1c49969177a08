# Writes a file to a volume of our registry.
job "writer" {
  datacenters = ["*"]

  group "writer" {
    update {
      min_healthy_time  = "1s"
      healthy_deadline  = "20s"
      progress_deadline = "30s"
    }

    volume "data" {
      type            = "csi"
      source          = "grafana"
      access_mode     = "single-node-writer"
      attachment_mode = "file-system"
    }

    task "writer" {
      driver = "exec"

      config {
        command = "/bin/sh"
        args    = ["-c", "echo hello from writer > /data/said; exec /bin/sleep 3600"]
      }

      volume_mount {
        volume      = "data"
        destination = "/data"
      }

      resources {
        cpu    = 20
        memory = 64
      }
    }
  }
}
