{for x in range(3) : "k${x % 2}" => x... if x != 1}
