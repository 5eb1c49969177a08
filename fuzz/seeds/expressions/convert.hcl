convert({a = "1", b = ["x"]}, object({a = number, b = set(string), c = optional(bool)}))
