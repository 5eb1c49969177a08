variables {
  from         = "shop@example.com"
  sender_count = 2
}

job "mailer" {
  datacenters = ["eu-1"]
  group "send" {
    count = var.sender_count
    task "send" {
      driver = "exec"
      config { command = "local/mailer" }
      env { FROM = var.from }
      artifact {
        source      = "git::https://git.example.com/shop/mailer.git"
        destination = "local"
        options {
          ref   = "v3.1.0"
          depth = 1
        }
      }
      template {
        data        = <<EOF
{{ range ls "mailer/hosts" }}{{ .Key }} {{ .Value }}
{{ end }}
EOF
        destination = "local/hosts"
      }
      template {
        source      = "local/mailer.tmpl"
        destination = "local/mailer.conf"
        change_mode = "script"
        change_script {
          command       = "/bin/kill"
          args          = ["-HUP", "1"]
          timeout       = "10s"
          fail_on_error = true
        }
      }
    }
  }
}
