job "web" {
  group "web" {
    count = 2
    task "web" {
      driver = "exec"
  }
}
