job "web" {
  group "web" {
    task "web" {
      driver       = "exec"
      kill_timeout = 30s
    }
  }
}
