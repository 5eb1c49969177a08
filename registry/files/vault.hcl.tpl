ui = true

# Raft's storage is mapped into memory, which does not go with locking it.
disable_mlock = true

listener "tcp" {
  address         = "0.0.0.0:{{ env "NOMAD_PORT_api" }}"
  cluster_address = "0.0.0.0:{{ env "NOMAD_PORT_cluster" }}"
  tls_cert_file   = "/vault/tls/server.crt"
  tls_key_file    = "/vault/tls/server.key"
}

storage "raft" {
  path = "/vault/file"

  retry_join {
    leader_api_addr     = "https://@FIRST@:8200"
    leader_ca_cert_file = "/vault/tls/ca.crt"
  }
}

telemetry {
  prometheus_retention_time = "30s"
  disable_hostname          = true
}
