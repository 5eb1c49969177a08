job "old" {
  "datacenters" = ["dc1"]
}
