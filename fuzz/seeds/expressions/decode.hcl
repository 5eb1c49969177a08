merge({a = 1}, jsondecode("{\"b\":[1e5,null]}"), yamldecode("c: &x [1, .5]\nd: *x\n")).b[*]
