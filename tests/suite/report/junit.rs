//! JUnit's results, judged by the schema of a program that reads them, as far as it goes: which elements and texts may
//! stand in which, and which attributes each may have and must have. Where `xmllint` is installed, by that as well.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use jobwright::report::{Report, junit};
use roxmltree::{Document, Node};

use super::{every, few};
use crate::support::{program, repository};

/// What the schema says of an element.
#[derive(Default)]
struct Element {
    children: BTreeSet<String>,
    attributes: BTreeSet<String>,
    required: BTreeSet<String>,
    text: bool,
}

fn schema() -> BTreeMap<String, Element> {
    let path = repository("tests/suite/report/schemas/junit-10.xsd");
    let text = std::fs::read_to_string(path).expect("a schema");
    let document = Document::parse(&text).expect("XML");
    let is = |name: &'static str| move |node: &Node<'_, '_>| node.has_tag_name(name_of(name));
    let elements = document.root_element().children().filter(is("element"));
    elements
        .map(|node| {
            let mut element =
                Element { text: node.attribute("type") == Some("xs:string"), ..Element::default() };
            for inner in node.descendants().skip(1) {
                element.text |= inner.attribute("mixed") == Some("true");
                let name = inner.attribute("name").or(inner.attribute("ref")).map(str::to_owned);
                if is("element")(&inner) {
                    element.children.extend(name);
                } else if is("attribute")(&inner) {
                    // Other types have patterns, which nothing here would look at.
                    if inner.attribute("type") == Some("xs:string") {
                        element.attributes.extend(name.clone());
                    }
                    element
                        .required
                        .extend(name.filter(|_| inner.attribute("use") == Some("required")));
                }
            }
            (node.attribute("name").expect("a name").to_owned(), element)
        })
        .collect()
}

fn name_of(name: &'static str) -> (&'static str, &'static str) {
    ("http://www.w3.org/2001/XMLSchema", name)
}

/// What the schema has against a node.
fn faults(node: Node<'_, '_>, schema: &BTreeMap<String, Element>, found: &mut Vec<String>) {
    let name = node.tag_name().name();
    let Some(element) = schema.get(name) else {
        found.push(format!("`{name}` is no element"));
        return;
    };
    let has: BTreeSet<String> = node.attributes().map(|one| one.name().to_owned()).collect();
    let unknown = has.difference(&element.attributes).map(|one| format!("`{name}` has no `{one}`"));
    let missing = element.required.difference(&has).map(|one| format!("`{name}` needs `{one}`"));
    found.extend(unknown.chain(missing));
    for child in node.children() {
        let inner = child.tag_name().name();
        if child.is_element() {
            if !element.children.contains(inner) {
                found.push(format!("`{inner}` is in `{name}`"));
            }
            faults(child, schema, found);
        } else if !element.text && !child.text().unwrap_or_default().trim().is_empty() {
            found.push(format!("`{name}` has text"));
        }
    }
}

fn judged(printed: &str) -> Vec<String> {
    let document = Document::parse(printed).expect("XML");
    let mut found = Vec::new();
    faults(document.root_element(), &schema(), &mut found);
    found
}

#[test]
fn junits_results_are_what_the_schema_asks_for() {
    for report in [Report::default(), few(), every()] {
        let printed = junit::print(&report);
        assert_eq!(judged(&printed), Vec::<String>::new(), "{printed}");
        let document = Document::parse(&printed).expect("XML");
        let all =
            |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
        assert_eq!(all("failure"), report.findings.len());
        assert_eq!(all("skipped"), report.allowed.len());
        assert_eq!(document.root_element().attribute("tests"), Some(&*all("testcase").to_string()));
        for suite in document.root_element().children().filter(Node::is_element) {
            let tests = suite.children().filter(Node::is_element).count();
            assert_eq!(suite.attribute("tests"), Some(&*tests.to_string()));
        }
        lint(&printed);
    }
}

/// The schema as `xmllint` reads it.
fn lint(printed: &str) {
    let Some(xmllint) = program("XMLLINT", "xmllint") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("junit.xml");
    std::fs::write(&file, printed).expect("a file");
    let mut command = Command::new(xmllint);
    command.args(["--noout", "--schema"]);
    command.arg(repository("tests/suite/report/schemas/junit-10.xsd")).arg(&file);
    let output = command.output().expect("xmllint");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_check_refuses_what_is_wrong() {
    let right = junit::print(&few());
    for (from, to) in [
        ("<failure type", "<failure kind"),
        (" errors=\"0\" skipped", " skipped"),
        ("<skipped message", "<hidden message"),
        ("</skipped>", "</skipped>text"),
    ] {
        let wrong = right.replace(from, to).replace("</skipped>\n    </hidden>", "</hidden>");
        let wrong = if to.starts_with("<hidden") {
            wrong.replace("</skipped>", "</hidden>")
        } else {
            wrong
        };
        assert_ne!(wrong, right, "{from}");
        assert_ne!(judged(&wrong), Vec::<String>::new(), "{to}");
    }
}

/// What was found arrives as it was, as far as XML can say it.
#[test]
fn a_reader_gets_the_message() {
    let printed = junit::print(&every());
    let document = Document::parse(&printed).expect("XML");
    let messages: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("failure"))
        .filter_map(|node| node.attribute("message"))
        .collect();
    let odd = "found `\u{fffd}]0;\u{fffd}` & \"<a]]>\"\r\n::error::b\u{fffd}\u{fffd}";
    assert!(messages.contains(&odd), "{messages:?}");
    let suites = document.descendants().filter_map(|node| node.attribute("name"));
    assert!(suites.into_iter().any(|name| name == "odd dir/é,:%&\"<\n>.hcl"), "{printed}");
}
