job "web" {

  group "web" {
    count = 2

    update {
      max_parallel     = 1
      min_healthy_time = "10s"
    }

    task "web" {
      driver = "docker"

      config {
        image = "web:1.4"
      }

      template {
        destination = "secrets/app.conf"
        data        = <<EOF
[db]
host = db.example.com
user = web
password = hunter22

[http]
workers = 4
EOF
      }
    }
  }
}
