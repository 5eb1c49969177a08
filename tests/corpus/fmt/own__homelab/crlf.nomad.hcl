job "crlf" {
  datacenters = ["attic"]

  group "one" {
    task "say" {
      driver = "raw_exec"
      config {
        command = "echo"
        args    = ["a\tb", "ü"]
      }
      template {
        destination = "local/x"
        data        = <<EOF
line one
line two
EOF
      }
    }
  }
}
