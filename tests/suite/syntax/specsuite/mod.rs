//! HCL's own conformance suite, from the module that Nomad is built with (`specsuite` of `github.com/hashicorp/hcl/v2`).
//!
//! A case is `X.hcl`, or `X.hcl.json` for the JSON syntax; `X.hcldec` says how it is decoded into one value, and `X.t`
//! what the value, its type or the places of the mistakes are.
//!
//! Nomad's fork of the library makes text of a name that is not known (`${node.datacenter}` stays what it is), where HCL's
//! own says that there is no such variable. No case of the suite has such a name: each gives the variables it uses.
//! So this driver refuses unknown names, as HCL does, and nothing in the suite tells the fork from the original.

mod hcldec;

use crate::support::Tested;
use crate::support::files;
use crate::support::go::module_or_skip;
use crate::support::skip::name_of;
use hcldec::{attribute, attributes, blocks, decode};
use jobwright::eval::{Context, Type, Value, convert, type_constraint};
use jobwright::read;
use jobwright::syntax::{Body, ExprKind, Position, Span, parse};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The cases that the library of an older Nomad tells otherwise, each with the reason.
const LISTED: [(&str, &str); 1] = [(
    "structure/blocks/single_unclosed.hcl",
    "up to the fork that Nomad 1.6.3 is built with, the mistake is at the end of the file; in 2.20 at the brace, as here",
)];

/// What a test file expects.
struct Expected {
    result: Option<Value>,
    result_type: Type,
    /// The places of the mistakes; none when there is to be a result.
    places: BTreeSet<String>,
    /// The file is to have no references.
    no_references: bool,
}

#[test]
fn hcls_conformance_suite_passes() -> Tested {
    let Some(module) = module_or_skip("github.com/hashicorp/hcl/v2", name_of(|| ())) else {
        return Ok(());
    };
    let suite = module.join("specsuite/tests");
    let (mut passed, mut listed, mut failed) = (0, BTreeSet::new(), Vec::new());
    for test in files(&suite)?.iter().filter(|file| file.extension().is_some_and(|end| end == "t"))
    {
        let expected = expected(&fs::read_to_string(test)?);
        let mut inputs = 0;
        for input in ["hcl", "hcl.json"].map(|kind| test.with_extension(kind)) {
            let Ok(text) = fs::read_to_string(&input) else { continue };
            inputs += 1;
            let name = input.strip_prefix(&suite)?.display().to_string();
            let listed_name =
                LISTED.iter().map(|(listed, _)| *listed).find(|listed| *listed == name);
            match (checked(&input, &text, &test.with_extension("hcldec"), &expected), listed_name) {
                (Ok(()), None) => passed += 1,
                (Err(_), Some(name)) => _ = listed.insert(name),
                (Ok(()), Some(_)) => failed.push(format!("{name}: listed, and as expected")),
                (Err(error), None) => failed.push(format!("{name}: {error}")),
            }
        }
        assert!(inputs > 0, "{} tests no file", test.display());
    }
    println!("{passed} passed, {} listed", listed.len());
    assert!(failed.is_empty(), "{passed} passed, {} not:\n{}", failed.len(), failed.join("\n"));
    assert_eq!(listed.len(), LISTED.len(), "what is listed is not in the suite: {LISTED:?}");
    // The suite of the library's fork from 2.9 to 2.20; fewer would mean that we look in the wrong place.
    assert!(passed + listed.len() >= 16, "the suite has only {passed} cases");
    Ok(())
}

fn checked(input: &Path, text: &str, spec: &Path, expected: &Expected) -> Result<(), String> {
    let spec_text = fs::read_to_string(spec).map_err(|error| error.to_string())?;
    let spec_body = parse(&spec_text).map_err(|errors| format!("{errors:?}"))?;
    let (spec, variables) = hcldec::read(&spec_body);
    let json = input.extension().is_some_and(|end| end == "json");
    let native = if json {
        read::rewritten(text).map_err(|findings| format!("{findings:?}"))?.text
    } else {
        text.to_owned()
    };
    let mut found = Vec::new();
    let mut result = None;
    match parse(&native) {
        Ok(body) => {
            let mut context = Context::constant().condition();
            for (name, value) in variables {
                context.set(&name, value);
            }
            result = Some(decode(&spec, &body, &context, &mut found));
            if expected.no_references {
                refers_to_nothing(&body)?;
            }
        }
        Err(errors) => {
            found.extend(errors.into_iter().map(|error| (error.span, error.message.into_owned())));
        }
    }
    let places: BTreeSet<String> = found.iter().map(|(span, _)| place(&native, *span)).collect();
    if places != expected.places {
        return Err(format!("mistakes at {found:?} {places:?}, expected {:?}", expected.places));
    }
    match result {
        Some(result) if found.is_empty() => has(&result, expected),
        _ => Ok(()),
    }
}

/// Whether the value is the expected one, and of the expected type.
fn has(result: &Value, expected: &Expected) -> Result<(), String> {
    let Some(want) = &expected.result else {
        let fits = expected.result_type == Type::Any || result.type_of() == expected.result_type;
        let (is, want) = (result.type_of(), &expected.result_type);
        return if fits { Ok(()) } else { Err(format!("the type is {is}, expected {want}")) };
    };
    let want = convert(want, &expected.result_type).map_err(|mismatch| mismatch.to_string())?;
    let (is_type, want_type) = (result.type_of(), want.type_of());
    if is_type != want_type {
        return Err(format!("the type is {is_type}, expected {want_type}"));
    }
    if same(result, &want) { Ok(()) } else { Err(format!("{result:?}, expected {want:?}")) }
}

/// Whether two values of the same type are the same to the last digit.
fn same(one: &Value, two: &Value) -> bool {
    if let (Some(one), Some(two)) = (one.elements(), two.elements()) {
        return one.len() == two.len() && one.iter().zip(two.iter()).all(|(a, b)| same(a, b));
    }
    if let (Some(one), Some(two)) = (one.entries(), two.entries()) {
        let same = |((a, one), (b, two))| a == b && same(one, two);
        return one.len() == two.len() && one.iter().zip(two.iter()).all(same);
    }
    match (one, two) {
        (Value::Null(_), Value::Null(_)) => true,
        (Value::Bool(one), Value::Bool(two)) => one == two,
        (Value::Number(one), Value::Number(two)) => one == two,
        (Value::String(one), Value::String(two)) => one == two,
        _ => false,
    }
}

/// A file without references evaluates where there are no names.
fn refers_to_nothing(body: &Body<'_>) -> Result<(), String> {
    for attribute in attributes(body) {
        let value = Context::constant().evaluate(&attribute.value);
        value.map_err(|errors| format!("an unexpected reference: {errors:?}"))?;
    }
    blocks(body).try_for_each(|block| refers_to_nothing(&block.body))
}

/// A place as the suite writes it: line, column and byte of the start and of the end.
fn place(text: &str, span: Span) -> String {
    let point = |offset| format!("{}@{offset}", Position::of(text, offset));
    format!("{}-{}", point(span.start), point(span.end))
}

fn expected(text: &str) -> Expected {
    let body = parse(text).expect("a test file");
    let mut expected = Expected {
        result: None,
        result_type: Type::Any,
        places: BTreeSet::new(),
        no_references: false,
    };
    if let Some(of) = attribute(&body, "result_type") {
        expected.result_type = type_constraint(&of.value).expect("a type");
    }
    if let Some(result) = attribute(&body, "result") {
        expected.result = Some(Context::constant().evaluate(&result.value).expect("a constant"));
    }
    for block in blocks(&body) {
        match block.kind {
            "diagnostics" => {
                for error in blocks(&block.body) {
                    assert_eq!(error.kind, "error", "a severity that we have not");
                    expected.places.insert(expected_place(&error.body));
                }
            }
            "traversals" => {
                assert!(block.body.items.is_empty(), "a list of references: to be compared");
                expected.no_references = true;
            }
            other => panic!("a test has a `{other}` block, which is not known yet"),
        }
    }
    expected
}

fn expected_place(body: &Body<'_>) -> String {
    let point = |kind: &str| {
        let block = blocks(body).find(|block| block.kind == kind).expect("from and to");
        let number = |name| {
            let attribute = attribute(&block.body, name).expect("a coordinate");
            match attribute.value.kind {
                ExprKind::Number(digits) => digits.to_owned(),
                _ => panic!("a coordinate is a number"),
            }
        };
        format!("{}:{}@{}", number("line"), number("column"), number("byte"))
    };
    format!("{}-{}", point("from"), point("to"))
}
