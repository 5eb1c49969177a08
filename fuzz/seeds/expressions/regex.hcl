regex_replace("a1-b22", "([a-z])(?P<n>[0-9]+)", "${n}$1")
