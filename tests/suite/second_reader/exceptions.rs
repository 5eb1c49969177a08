//! Where hcl-rs reads otherwise than Nomad, and what is done about it. A test fails when hcl-rs no longer differs: then its
//! exception in `src/second_reader/exceptions.rs` can go.

use jobwright::eval::Inputs;
use jobwright::hcl::edit::expr::Expression;
use jobwright::hcl::edit::parser::{parse_body, parse_expr};
use jobwright::second_reader::{Refused, Tree, body, expression};
use jobwright::{api, read, syntax};

/// The text that hcl-rs itself reads.
fn by_hcl_rs(source: &str) -> Option<String> {
    match parse_expr(source).ok()? {
        Expression::String(text) => Some(text.to_string()),
        Expression::HeredocTemplate(heredoc) => {
            Some(heredoc.template.iter().map(|part| part.as_literal().unwrap().as_str()).collect())
        }
        other => panic!("{other:?}"),
    }
}

/// The second reader reads a text as Nomad does, and hcl-rs reads another.
fn check_text(source: &str, by_nomad: &str) {
    let file = format!("job \"x\" {{\n  meta {{\n    a = {source}\n  }}\n}}\n");
    let reading = read::evaluated(&file, &Inputs::default(), None).unwrap();
    assert_eq!(api::job(&reading.job)["Meta"]["a"], by_nomad, "{source}");
    assert_eq!(expression(source).unwrap(), Tree::text(by_nomad), "{source}");
    assert_ne!(by_hcl_rs(source).as_deref(), Some(by_nomad), "no exception any more: {source}");
}

#[test]
fn composition() {
    check_text("\"e\u{301}\"", "é");
    check_text("<<E\ne\u{301}\nE", "é\n");
}

#[test]
fn byte_order_mark() {
    let text = "\u{feff}a = 1\n";
    assert!(parse_body(text).is_err(), "no exception any more");
    assert!(syntax::parse(text).is_ok());
    assert_eq!(body(text), body("a = 1\n"));
}

#[test]
fn raw_newline() {
    let text = "a = \"b\nc\"\n";
    assert!(parse_body(text).is_ok(), "no exception any more");
    assert!(syntax::parse(text).is_err());
    assert!(matches!(body(text), Err(Refused::Wrong(1, 5, _))), "{:?}", body(text));
}

#[test]
fn indentation() {
    check_text("<<-E\n    a\n  \n    b\n  E", "a\n  \nb\n");
}

#[test]
fn depth() {
    let nested = format!("a = {}1{}\n", "[".repeat(70), "]".repeat(70));
    let added = format!("a = {}1\n", "1 + ".repeat(130));
    check_beyond(&nested, "it is nested more than 64 levels deep");
    check_beyond(&added, "it has more than 128 operators in a row");
}

#[test]
fn repeated_keys() {
    check_beyond("a = { b = 1, b = 2 }\n", "an object in it has a duplicate key");
}

/// Nomad reads the text, and hcl-rs does not.
fn check_beyond(text: &str, reason: &str) {
    assert!(syntax::parse(text).is_ok());
    assert!(parse_body(text).is_err(), "no exception any more");
    assert_eq!(body(text), Err(Refused::Beyond(reason.to_owned())));
}
