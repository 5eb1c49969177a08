job "wake-on-lan" {
  datacenters = ["*"]
  type        = "sysbatch"

  parameterized {
    payload       = "optional"
    meta_required = ["mac"]
    meta_optional = ["broadcast"]
  }

  meta {
    broadcast = "192.0.2.255"
  }

  group "wake" {
    task "wake" {
      driver = "raw_exec"

      dispatch_payload {
        file = "note.txt"
      }

      config {
        command = "/usr/bin/wakeonlan"
        args    = ["-i", "${NOMAD_META_broadcast}", "${NOMAD_META_mac}"]
      }
    }
  }
}
