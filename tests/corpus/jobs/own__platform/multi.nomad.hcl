job "edge-cache" {
  type = "service"
  multiregion {
    strategy {
      max_parallel = 1
      on_failure   = "fail_local"
    }
    region "eu" {
      count       = 2
      datacenters = ["eu-1", "eu-2"]
    }
    region "us" {
      count       = 1
      datacenters = ["us-1"]
      meta { tier = "b" }
    }
  }
  group "cache" {
    count = 0
    consul { namespace = "edge" }
    task "varnish" {
      driver = "docker"
      config { image = "docker.io/library/varnish:7.5" }
    }
  }
}
