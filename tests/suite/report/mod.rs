//! The forms in which findings are reported: what each looks like, and that it is what its readers' schemas ask for.

mod forms;
mod junit;
mod schemas;

use jobwright::diagnostic::{Diagnostic, Place};
use jobwright::lint::Allowed;
use jobwright::report::Report;
use jobwright::syntax::Span;

/// A job file with a wrong value in it, behind a character that is not ASCII.
const WEB: &str = "job \"é\" {\n  group \"web\" {\n    count = -1\n\n    network {\n      /* é */ mode = \"hots\"\n      port \"http\" {\n        static = 80\n      }\n    }\n  }\n}\n";

/// The part of the job file where this stands.
fn web(part: &str) -> Place {
    let start = WEB.find(part).expect("a part of the file") as u32;
    Place::in_text("jobs/web.nomad.hcl", WEB, Span::new(start, start + part.len() as u32))
}

/// A finding with all that one can have, and one that is allowed.
fn few() -> Report {
    let wrong = Diagnostic::error("nomad/choices", "expected `bridge` or `host`, found `hots`")
        .at(web("\"hots\""))
        .related(web("network"), "of this block")
        .note("Nomad refuses it")
        .help("did you mean `host`?")
        .fix("write `host`", web("hots"), "host");
    let allowed = Allowed {
        finding: Diagnostic::warning("nomad/bounds", "`count` is less than 0").at(web("-1")),
        reason: "nobody runs it".to_owned(),
        place: Place::Line { file: "registry/web.rs".to_owned(), line: 7, column: 10 },
    };
    Report {
        findings: vec![wrong],
        allowed: vec![allowed],
        files: vec!["jobs/web.nomad.hcl".to_owned(), "./jobs/db.nomad.hcl".to_owned()],
    }
}

/// Findings of every kind, with every kind of place.
fn every() -> Report {
    let line = Place::Line { file: "registry/web.rs".to_owned(), line: 12, column: 5 };
    let odd = "a = \"\u{1b}[2J\u{fffe}]]>\u{0}\"\r\n";
    let odd = Place::in_text("./odd dir/é,:%&\"<\n>.hcl", odd, Span::new(4, 18));
    let twice = || Diagnostic::warning("house/static-port", "port `http` is static");
    let group = web("port \"http\" {\n        static = 80\n      }");
    let mut report = few();
    report.findings.extend([
        Diagnostic::error("house/definition", "two sites are the same").help("remove one"),
        Diagnostic::warning("house/undeclared-volume", "no volume is named `data`")
            .at(Place::File("./registry/db.rs".to_owned())),
        Diagnostic::error("house/unrepresentable", "expected a name, found the end")
            .at(line)
            .showing("${var.}", Span::new(6, 6)),
        twice().at(web("static")),
        twice().at(web("static")),
        Diagnostic::new("nomad/required", jobwright::Severity::Info, "the port has no use")
            .at(group),
        Diagnostic::error(
            "syntax",
            "found `\u{1b}]0;\u{7}` & \"<a]]>\"\r\n::error::b\u{fffe}\u{202e}",
        )
        .at(odd)
        .related(Place::File("/srv/a b.hcl".to_owned()), "\u{0}the first one")
        .help("write\tone"),
        // Beyond the end, and backwards.
        Diagnostic::error("syntax", "m").at(Place::in_text("end.hcl", "a", Span::new(90, 10))),
    ]);
    report
}
