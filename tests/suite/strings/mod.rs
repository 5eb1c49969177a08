//! Law 2: any Rust string reaches Nomad, and the process, byte for byte.

mod process;
pub mod property;
mod refused;
mod traps;
mod unseen;

use jobwright::Defined;
use jobwright::house::Site;
use jobwright::jobspec::Job;
use jobwright::lint::{self, Context};
use jobwright::{Definition, Diagnostic};
use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::Strategy;

/// What the rules find in a job.
pub fn findings(job: &Job) -> Vec<Diagnostic> {
    let site = Site::new("test").host_volumes(job.groups.iter().flat_map(|group| {
        group.volumes.iter().filter_map(|volume| volume.source.as_ref()?.get()).collect::<Vec<_>>()
    }));
    let site = crate::lint::advice_apart(site);
    // The ports of references have tests of their own.
    let site = site.lint("house/unknown-reference", jobwright::lint::Level::Off);
    let defined = Defined { source: "test.rs".into(), definition: Definition::Job(job.clone()) };
    lint::check(&Context::new(&site, &[&defined])).findings
}

/// A text of fewer than twelve pieces, each of them awkward somewhere.
pub fn text() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

/// Pieces of texts that break what is not careful.
const PIECES: &[&str] = &[
    "a",
    "Z",
    "0",
    " ",
    "  ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "-",
    "_",
    ".",
    ",",
    ":",
    ";",
    "/",
    "|",
    "&",
    "=",
    "+",
    "*",
    "?",
    "\"",
    "\"\"",
    "'",
    "`",
    "\\",
    "\\\\",
    "\\n",
    "\\\"",
    "\\u0041",
    "#",
    "//",
    "/*",
    "*/",
    "$",
    "$$",
    "%",
    "%%",
    "{",
    "}",
    "}}",
    "{{",
    "${",
    "$${",
    "$$${",
    "%{",
    "%%{",
    "%%%{",
    "${}",
    "%{}",
    "${1}",
    "${1}:9100",
    "$1",
    "${x}",
    "${x:-y}",
    "${X}}",
    "$${x}",
    "%{http_code}",
    "%{if true}",
    "%{endif}",
    "${upper(\"x\")}",
    "${\"",
    "\"}",
    "${ NOMAD_DC }",
    "${NOMAD_DC}",
    "${NOMAD_DC}}",
    "{${NOMAD_PORT_http}}",
    "${NOMAD_PORT_http} }",
    "$${NOMAD_DC}",
    "$$${NOMAD_DC}",
    "${attr.kernel.name}",
    "${meta.a/b}",
    "${node.unique.name}",
    "${env[\"HOME\"]}",
    "${env[\"A}\"]}",
    "${var.x}",
    "${local.x}",
    "${each.key}",
    "${NOMAD_DC~}",
    "{{ env \"NOMAD_DC\" }}",
    "{{- range x }}",
    "{{ end }}",
    "EOT",
    "\nEOT\n",
    "\n  EOT\n",
    "<<EOT\n",
    "<<-EOT\n",
    "EOT2\n",
    "é",
    "ü",
    "日本",
    "🦀",
    "👨‍👩‍👧",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{61c}",
    "\u{9b}",
    "\u{a0}",
    "\u{200b}",
    "\u{1}",
    "\u{7f}",
    "\u{0}",
    "\u{1b}[31m",
    "job \"x\" {",
    "\n}\n",
    "}\n\ngroup \"y\" {",
    "]",
    "[",
    "= 1",
    "null",
    "true",
    "<no value>",
];
