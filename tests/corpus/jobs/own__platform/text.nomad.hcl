// Strings that are easy to get wrong.
job "strings" {
  datacenters = ["eu-1"]
  group "g" {
    task "t" {
      driver = "raw_exec"
      config {
        command = "/usr/bin/env"
        args = [
          "",
          " leading and trailing ",
          "tab\tnewline\nquote\"backslash\\",
          "dollar $ brace { percent % all",
          "$${NOT_A_REFERENCE} %%{ if } $$$${x}",
          "unicode: \u00e9 \u4f60\u597d 🚀 e\u0301",
          "regexp ^\\d+(\\.\\d+)?$",
          "{{ not consul-template }} {# neither #}",
          "runtime ${NOMAD_ALLOC_ID} and ${attr.cpu.arch}",
          "shell $(date +%s) `id` $HOME $1",
        ]
      }
      env {
        EMPTY    = ""
        NUMBER   = 42
        FLOAT    = 1.50
        BOOL     = true
        PATH_LIKE = "C:\\Program Files\\x"
        JSON     = "{\"a\": [1, 2, {\"b\": null}]}"
        MULTI    = <<EOT
first
  second "quoted"
	third	tab
EOT
        TRIMMED  = <<-EOT
            four
              five
          EOT
      }
      meta = {
        "dotted.key"  = "a.b"
        "with space"  = "s"
        under_score   = "x_y"
        dash-ed       = "d"
      }
    }
  }
}
