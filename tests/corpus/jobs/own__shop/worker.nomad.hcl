locals {
  queues = {
    mail     = { count = 2, memory = 128 }
    invoices = { count = 1, memory = 512 }
  }
}

job "worker" {
  datacenters = ["eu-1"]

  dynamic "group" {
    for_each = local.queues
    labels   = ["queue-${group.key}"]

    content {
      count = group.value.count

      reschedule {
        delay          = "30s"
        delay_function = "exponential"
        max_delay      = "1h"
        unlimited      = true
      }

      task "work" {
        driver = "docker"

        config {
          image = "registry.example.com/shop/worker:7"
          args  = ["--queue", group.key]
        }

        resources {
          cpu    = 100
          memory = group.value.memory
        }
      }
    }
  }
}
