variable "hostname" {
  type = string
}

variable "extra_env" {
  type    = map(string)
  default = {}
}

variable "database" {
  type = object({
    host = string
    port = number
  })
}

job "keycloak" {
  datacenters = ["eu-1"]
  group "keycloak" {
    network {
      port "http" { to = 8080 }
    }
    service {
      name = "keycloak"
      port = "http"
      tags = concat(
        ["traefik.enable=true"],
        [for path in ["/realms", "/resources"] : "traefik.http.routers.kc${replace(path, "/", "-")}.rule=Host(`${var.hostname}`) && PathPrefix(`${path}`)"],
      )
    }
    task "keycloak" {
      driver = "docker"
      config {
        image = "quay.io/keycloak/keycloak:24.0.3"
        ports = ["http"]
        args  = ["start", "--hostname=${var.hostname}", "--db=postgres"]
      }
      env = merge({
        KC_DB_URL   = "jdbc:postgresql://${var.database.host}:${var.database.port}/keycloak"
        KC_PROXY    = "edge"
        KC_HOSTNAME = var.hostname
      }, var.extra_env)
      resources {
        cpu    = max(500, 250)
        memory = parseint("1024", 10)
      }
      kill_timeout = "${30}s"
    }
  }
}
