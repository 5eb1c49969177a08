job "pfsense" {
  datacenters = ["eu-1"]
  group "vm" {
    network {
      port "ssh" {}
    }
    task "vm" {
      driver = "qemu"
      config {
        image_path        = "local/pfsense.qcow2"
        accelerator       = "kvm"
        graceful_shutdown = true
        args              = ["-nodefaults", "-cpu", "host"]
        port_map { ssh = 22 }
      }
      artifact {
        source = "s3::https://s3-eu-central-1.example.net/images/pfsense.qcow2"
        options {
          aws_access_key_id = "placeholder"
        }
      }
      resources {
        cpu = 1000
        memory = 2048
      }
    }
  }
}
