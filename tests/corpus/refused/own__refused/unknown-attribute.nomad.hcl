job "web" {
  group "web" {
    network {
      port "http" { to = 80 }
    }
    task "web" {
      driver = "docker"
      image  = "docker.io/library/nginx:1.25"
    }
  }
}
