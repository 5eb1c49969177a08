a = <<-X
    one ${~ upper(
      "two") ~}
  	three
 X
b = { "c${1}" = 2, (d) = 3 }
