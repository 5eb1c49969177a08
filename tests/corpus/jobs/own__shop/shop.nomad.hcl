variable "tag" {
  type        = string
  description = "The version of all images of the shop."
  default     = "2024.11.1"
}

variable "replicas" {
  type    = number
  default = 3
  validation {
    condition     = var.replicas > 0
    error_message = "At least one replica is needed."
  }
}

variable "features" {
  type    = map(bool)
  default = { search = true, reviews = false }
}

variable "origins" {
  type    = list(string)
  default = ["https://shop.example.com", "https://www.example.com"]
}

locals {
  image   = "registry.example.com/shop/web:${var.tag}"
  enabled = join(",", [for name, on in var.features : upper(name) if on])
  paths   = { catalogue = "/c", basket = "/b", account = "/a" }
}

job "shop" {
  datacenters = ["eu-1", "eu-2"]

  spread {
    attribute = "${node.datacenter}"
    weight    = 100
    target "eu-1" { percent = 60 }
    target "eu-2" { percent = 40 }
  }

  update {
    max_parallel      = 2
    canary            = 1
    min_healthy_time  = "15s"
    healthy_deadline  = "5m"
    progress_deadline = "10m"
    auto_revert       = true
    auto_promote      = true
  }

  group "web" {
    count = var.replicas

    network {
      mode = "bridge"
      dynamic "port" {
        for_each = local.paths
        labels   = [port.key]
        content {
          to = lookup({ basket = 8081, account = 8082 }, port.key, 8080)
        }
      }
    }

    dynamic "service" {
      for_each = local.paths
      content {
        name = "shop-${service.key}"
        port = service.key
        tags = ["traefik.enable=true", "traefik.http.routers.${service.key}.rule=PathPrefix(`${service.value}`)"]
        check {
          type     = "http"
          path     = "${service.value}/health"
          interval = "10s"
          timeout  = "2s"
        }
      }
    }

    task "web" {
      driver = "docker"
      config {
        image = local.image
        ports = keys(local.paths)
      }
      env {
        FEATURES = local.enabled
        ORIGINS  = jsonencode(var.origins)
        RELEASE  = format("%s@%s", "shop", var.tag)
        HOST     = "${attr.unique.hostname}"
      }
      resources {
        cpu    = 200
        memory = var.features["search"] ? 512 : 256
      }
    }
  }
}
