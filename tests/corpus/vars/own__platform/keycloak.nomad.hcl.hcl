hostname = "id.example.net"

database = {
  host = "10.20.0.5"
  port = 5432
}

extra_env = {
  KC_LOG_LEVEL = "INFO"
  QUOTE        = "a \"quoted\" $${word}"
}
