datacenter = "eu-1"
limits = {
  cpu    = 400
  memory = 384
}
