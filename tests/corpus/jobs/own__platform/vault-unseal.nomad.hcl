job "vault-unseal" {
  datacenters = ["eu-1"]
  type        = "batch"

  parameterized {
    payload       = "required"
    meta_required = ["node"]
  }

  group "unseal" {
    task "unseal" {
      driver = "docker"
      config {
        image   = "docker.io/hashicorp/vault:1.14.8"
        command = "sh"
        args = [
          "-euc",
          <<-SCRIPT
            key=$(cat "$NOMAD_TASK_DIR/key")
            vault operator unseal -address "https://$${NODE}:8200" "$key"
            shred -u "$NOMAD_TASK_DIR/key" || true
          SCRIPT
        ]
      }
      env {
        NODE = "${NOMAD_META_node}"
      }
      dispatch_payload {
        file = "key"
      }
    }
  }
}
