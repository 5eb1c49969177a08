//! Findings for programs: each is one object on a line of its own.

use serde_json::{Value, json};

use super::{Diagnostic, Label, Place};
use crate::visible::visible_json;

/// The finding as one line of JSON, without the end of the line.
///
/// ```
/// use jobwright::diagnostic::{Diagnostic, Place, json};
/// let place = Place::Line { file: "registry/web.rs".to_owned(), line: 7, column: 10 };
/// let line = json::line(&Diagnostic::error("static-port", "port `http` is static").at(place));
/// let found: serde_json::Value = serde_json::from_str(&line)?;
/// assert_eq!((found["rule"].as_str(), found["severity"].as_str()), (Some("static-port"), Some("error")));
/// assert_eq!(found["place"], serde_json::json!({"file": "registry/web.rs", "line": 7, "column": 10}));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn line(finding: &Diagnostic) -> String {
    visible_json(&object(finding).to_string()).into_owned()
}

/// The same as a value; [`report::json`](crate::report::json) says what its keys mean.
pub(crate) fn object(finding: &Diagnostic) -> Value {
    let related: Vec<Value> = finding.related.iter().map(label).collect();
    let fix = finding.fix.as_ref().map(|fix| {
        let edit = |edit: &super::Edit| json!({"place": place(&edit.place), "replacement": edit.replacement});
        json!({"message": fix.message, "safe": fix.safe, "edits": fix.edits.iter().map(edit).collect::<Vec<_>>()})
    });
    json!({
        "severity": finding.severity.as_str(),
        "rule": finding.rule,
        "subject": finding.subject,
        "message": finding.message,
        "place": place(&finding.primary.place),
        "label": Some(&finding.primary.message).filter(|message| !message.is_empty()),
        "within": finding.primary.within.as_ref().map(|(text, span)| {
            json!({"text": text, "offsets": [span.start, span.end]})
        }),
        "related": related,
        "notes": finding.notes,
        "help": finding.help,
        "fix": fix,
    })
}

fn label(label: &Label) -> Value {
    json!({"message": label.message, "place": place(&label.place)})
}

/// The location as JSON. Lines and columns start at 1, as in a message; offsets are in bytes from
/// 0, and are there if the source text is known.
pub(crate) fn place(place: &Place) -> Value {
    let Some(file) = place.file() else { return Value::Null };
    let mut found = json!({"file": file});
    if let Some((start, end)) = place.range() {
        found["line"] = start.line.into();
        found["column"] = start.column.into();
        if let Some(end) = end {
            found["end_line"] = end.line.into();
            found["end_column"] = end.column.into();
        }
    }
    if let Place::Text(_, span) = place {
        found["offsets"] = json!([span.start, span.end]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::diagnostic::{Diagnostic, Place};
    use jobwright_hcl::syntax::Span;

    #[test]
    fn all_of_a_finding_is_there() {
        let at = |start, end| {
            Place::in_text("web.hcl", "job \"web\" {\n  cuont = 2\n}\n", Span::new(start, end))
        };
        let finding = Diagnostic::warning("unknown-name", "`job` has no `cuont`")
            .at(at(14, 19))
            .related(at(0, 3), "of this block")
            .note("Nomad refuses it")
            .help("did you mean `count`?")
            .fix("rename it", at(14, 19), "count");
        let shown = Diagnostic::error("text", "m").at(Place::File("web.rs".to_owned()));
        let shown: serde_json::Value =
            serde_json::from_str(&line(&shown.showing("var.", Span::new(4, 4)))).expect("JSON");
        assert_eq!(shown["within"], serde_json::json!({"text": "var.", "offsets": [4, 4]}));
        let expected = r#"{"severity":"warning","rule":"unknown-name","message":"`job` has no `cuont`","place":{"file":"web.hcl","line":2,"column":3,"end_line":2,"end_column":8,"offsets":[14,19]},"label":null,"within":null,"subject":null,"related":[{"message":"of this block","place":{"file":"web.hcl","line":1,"column":1,"end_line":1,"end_column":4,"offsets":[0,3]}}],"notes":["Nomad refuses it"],"help":"did you mean `count`?","fix":{"message":"rename it","safe":true,"edits":[{"place":{"file":"web.hcl","line":2,"column":3,"end_line":2,"end_column":8,"offsets":[14,19]},"replacement":"count"}]}}"#;
        let found: serde_json::Value = serde_json::from_str(&line(&finding)).expect("JSON");
        assert_eq!(found, serde_json::from_str::<serde_json::Value>(expected).expect("JSON"));
        assert!(!line(&finding).contains('\n'));
        let bare: serde_json::Value =
            serde_json::from_str(&line(&Diagnostic::error("r", "m"))).expect("JSON");
        assert!(bare["place"].is_null() && bare["fix"].is_null());
    }
}
