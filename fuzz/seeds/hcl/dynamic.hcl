variable "ports" {
  type    = map(number)
  default = { http = 80, admin = 8080 }
  validation {
    condition     = length(var.ports) > 0
    error_message = "No ports."
  }
}
variables { count = 2 }
locals {
  names = [for name, port in var.ports : upper(name) if port > 0]
  text  = <<-EOT
    %{ for name in local.names ~}
    ${name} on ${NOMAD_DC}
    %{ endfor ~}
  EOT
}
job "web" {
  dynamic "group" {
    for_each = toset(["a", "b"])
    iterator = each
    labels   = ["g-${each.value}"]
    content {
      count = var.count * 2
      network {
        dynamic "port" {
          for_each = var.ports
          labels   = [port.key]
          content { to = port.value }
        }
      }
      task "t" {
        driver = "docker"
        config {
          image = "web:${var.count}"
          mount { type = "bind" }
        }
        env { N = "${join(",", local.names)}" }
        template { data = local.text }
      }
    }
  }
}
