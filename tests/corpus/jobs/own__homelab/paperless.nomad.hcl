job "paperless" {
  datacenters = ["cellar"]

  group "paperless" {
    network {
      mode = "bridge"
      port "http" {
        to = 8000
      }
    }

    volume "media" {
      type            = "csi"
      source          = "paperless-media"
      access_mode     = "multi-node-multi-writer"
      attachment_mode = "file-system"
      mount_options {
        fs_type     = "ext4"
        mount_flags = ["noatime"]
      }
    }

    volume "scans" {
      type      = "host"
      source    = "scanner"
      read_only = true
    }

    // the broker has to be there before the workers look for it
    task "broker" {
      driver = "docker"

      lifecycle {
        hook    = "prestart"
        sidecar = true
      }

      config {
        image   = "docker.io/library/redis:7.2"
        command = "redis-server"
        args    = ["--save", "", "--appendonly", "no"]
      }

      resources {
        cpu    = 50
        memory = 64
      }
    }

    task "web" {
      driver = "docker"

      config {
        image = "ghcr.io/paperless-ngx/paperless-ngx:2.7.2"
        ports = ["http"]
      }

      env {
        PAPERLESS_REDIS         = "redis://localhost:6379"
        PAPERLESS_OCR_LANGUAGE  = "deu+eng"
        PAPERLESS_FILENAME_FORMAT = "{created_year}/{correspondent}/{title}"
        PAPERLESS_TIME_ZONE = "Europe/Berlin"
      }

      # nomad var put nomad/jobs/paperless secret_key=…
      template {
        data        = <<EOF
{{- with nomadVar "nomad/jobs/paperless" }}
PAPERLESS_SECRET_KEY={{ .secret_key }}
{{- end }}
EOF
        destination = "${NOMAD_SECRETS_DIR}/env"
        env         = true
      }

      volume_mount {
        volume      = "media"
        destination = "/usr/src/paperless/media"
      }

      volume_mount {
        volume      = "scans"
        destination = "/usr/src/paperless/consume"
        read_only   = true
      }

      resources {
        cpu        = 500
        memory     = 768
        memory_max = 1536
      }
    }

    service {
      name = "paperless"
      port = "http"

      tags = [
        "traefik.enable=true",
        "traefik.http.routers.paperless.rule=Host(`paperless.example.org`)",
        "traefik.http.routers.paperless.entrypoints=websecure",
      ]

      check {
        type     = "http"
        path     = "/accounts/login/"
        interval = "30s"
        timeout  = "5s"

        check_restart {
          limit = 3
          grace = "2m"
        }
      }
    }
  }
}
