a {
  b = "x{y"
}
