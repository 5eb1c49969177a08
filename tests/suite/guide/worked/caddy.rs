//! `docs/caddy.md`.

use jobwright::prelude::*;

use super::{check, lab};
use crate::support::Tested;

const CADDYFILE: &str = r#"http://web.lab {
  {{ with nomadService "web" }}reverse_proxy{{ range . }} {{ .Address }}:{{ .Port }}{{ end }}
  {{ else }}respond "nobody is there" 503
  {{ end }}
}
"#;

pub fn job() -> Workload {
    Workload::system("caddy")
        .image("docker.io/library/caddy:2.8.4")
        .port(Port::fixed("http", 80).because("browsers know no other"))
        .command("caddy")
        .args(["run", "--watch", "--config", "/local/Caddyfile"])
        .template(Template::inline("local/Caddyfile", CADDYFILE).change_mode(ChangeMode::Noop))
}

#[test]
fn the_page_shows_what_becomes_of_it() -> Tested {
    check("docs/caddy.md", include_str!("caddy.rs"), &[(lab(), job(), "")])
}
