cidrsubnets("10.1.0.0/16", 4, 4, 8)[0] == cidrhost("fd00::/8", -1) ? pow(2, 0.5) : parseint("zz", 36)
