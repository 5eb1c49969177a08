formatdate("EEEE, DD-MMM-YY hh:mm:ss ZZZ", timeadd("2024-02-29T00:00:00+01:00", "-36h1.5s"))
