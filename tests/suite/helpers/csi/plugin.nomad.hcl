# The plugin of tests/csi, by the ID of the plugin that our registry's volumes name.
job "plugin" {
  datacenters = ["*"]

  group "plugin" {
    update {
      min_healthy_time  = "1s"
      healthy_deadline  = "20s"
      progress_deadline = "30s"
    }

    task "plugin" {
      driver = "raw_exec"

      config {
        command = "${meta.csi_program}"
        args    = ["-id", "nfs", "-type", "monolith", "-store", "${meta.csi_store}", "-node", "${node.unique.name}"]
      }

      csi_plugin {
        id        = "nfs"
        type      = "monolith"
        mount_dir = "/csi"
      }

      resources {
        cpu    = 20
        memory = 32
      }
    }
  }
}
