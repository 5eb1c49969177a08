job "assets" {
  datacenters = ["eu-1"]
  group "nginx" {
    network {
      port "http" {
        to = 80
      }
    }
    service {
      name = "assets"
      port = "http"
      tags = [
        "urlprefix-assets.example.com/",
        "urlprefix-:8443 proto=tcp",
      ]
      check {
        type            = "http"
        path            = "/healthz"
        interval        = "5s"
        timeout         = "1s"
        address_mode    = "alloc"
        tls_skip_verify = true
        protocol        = "https"
        initial_status  = "passing"
      }
    }
    task "nginx" {
      driver = "docker"
      config {
        image   = "docker.io/library/nginx:1.25-alpine"
        ports   = ["http"]
        volumes = ["local/conf:/etc/nginx/conf.d"]
      }
      template {
        destination = "local/conf/default.conf"
        data        = <<EOF
upstream shop {
{{- range service "shop-catalogue" }}
  server {{ .Address }}:{{ .Port }};
{{- else }}
  server 127.0.0.1:65535; # nobody is there
{{- end }}
}
server {
  listen 80;
  location ~ ^/(.+\.(?:css|js))$ {
    proxy_pass http://shop/$1$is_args$args;
    proxy_set_header Host $host;
  }
}
EOF
      }
    }
  }
}
