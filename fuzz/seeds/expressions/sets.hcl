setproduct(toset(["a", "b"]), flatten([[1], [[2, 3]]]), chunklist(range(10, 0, -3), 2))
