//! Our parser beside hcl-rs, on files that there are: the same verdict and the same tree, but for differences by name.

#[path = "../../../fuzz/common/against.rs"]
mod against;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use against::{Case, NAMED, Readings, named, parsers};
use jobwright::second_reader::{Refused, Tree, TreeItem};
use jobwright::syntax::{Span, SyntaxError};

use super::generator;
use crate::support::corpus::Corpus;
use crate::support::files;
use crate::support::{Tested, drawn, repository, skip};

/// How many files are generated.
const FILES: u32 = 20_000;

#[test]
fn each_difference_is_still_there() {
    for known in NAMED {
        let case = Case::new(known.example, parsers);
        assert!(!case.same(), "`{}` can go: {}", known.name, case.shown());
        assert_eq!(case.named().unwrap(), BTreeSet::from([known.name]), "{}", known.example);
        assert!(!known.reason.is_empty());
    }
}

/// Both parsers, of which hcl-rs reads another value of the attribute `foreign`.
fn theirs_with(text: &str, change: fn(&mut Tree)) -> Readings {
    let (ours, mut theirs) = parsers(text);
    for item in theirs.iter_mut().flat_map(|body| &mut body.0) {
        match item {
            TreeItem::Attribute(name, value) if name == "foreign" => change(value),
            _ => {}
        }
    }
    (ours, theirs)
}

/// The line and the byte at which the attribute `foreign` begins.
fn refusal(text: &str) -> Option<(usize, u32)> {
    let at = text.find("foreign")?;
    Some((text[..at].matches('\n').count() + 1, u32::try_from(at).ok()?))
}

/// Both parsers.
type Parsers = fn(&str) -> Readings;

/// Parsers that differ at the attribute `foreign` as no name says.
const FOREIGN: &[(&str, Parsers)] = &[
    ("another value", |text| theirs_with(text, |value| *value = Tree::text("other"))),
    ("another number", |text| theirs_with(text, |value| *value = Tree::Number("1".to_owned()))),
    ("hcl-rs refuses it", |text| {
        let (ours, theirs) = parsers(text);
        let refuse = |(line, _)| Refused::Wrong(line, 1, "expected newline or eof".to_owned());
        (ours, theirs.and_then(|body| refusal(text).map(refuse).map_or(Ok(body), Err)))
    }),
    ("we refuse it", |text| {
        let (ours, theirs) = parsers(text);
        let refuse = |(_, at)| {
            let message = "expected a name, found `foreign`".into();
            vec![SyntaxError { span: Span::new(at, at + 7), message, help: "".into(), unit: None }]
        };
        (ours.and_then(|body| refusal(text).map(refuse).map_or(Ok(body), Err)), theirs)
    }),
];

#[test]
fn no_name_excuses_a_difference_elsewhere() {
    for known in NAMED {
        for line in [
            "foreign = \"a\\tb\"\n",
            "foreign = [for a in b : 1]\n",
            "foreign = <<X\n%{ if a }\\t%{ endif }\nX\n",
        ] {
            for text in [format!("{line}{}", known.example), format!("{}{line}", known.example)] {
                for (what, read) in FOREIGN {
                    let case = Case::new(text.as_str(), *read);
                    // Both refuse it, each for its own reason: no difference yet.
                    let both = case.ours.is_err() && case.theirs.is_err();
                    let said = case.named();
                    assert!(
                        both || said.is_err(),
                        "`{}` excuses {what}: {said:?} in {text:?}",
                        known.name
                    );
                }
                let said = named(&text);
                assert_eq!(said, Ok(BTreeSet::from([known.name])), "{text:?}");
            }
        }
    }
}

#[test]
fn files_are_the_same_to_both() -> Tested {
    let mut paths = Vec::new();
    for folder in ["out", "fuzz/seeds/hcl", "tests/suite/fmt", "tests/suite/syntax/specsuite"] {
        paths.extend(files(&repository(folder))?);
    }
    let corpus = Corpus::of(skip::name_of(|| ()));
    for folder in ["jobs", "refused", "fmt", "vars"] {
        paths.extend(files(&corpus.join(folder))?);
    }
    let (mut same, mut counts, mut unnamed) = (0, BTreeMap::<&str, usize>::new(), Vec::new());
    for path in &paths {
        let Ok(text) = fs::read_to_string(path) else { continue };
        match named(&text) {
            Ok(names) if names.is_empty() => same += 1,
            Ok(names) => names.into_iter().for_each(|name| *counts.entry(name).or_default() += 1),
            Err(shown) => unnamed.push(format!("{}: {shown}", path.display())),
        }
    }
    println!("{same} of {} files the same; {counts:?}", paths.len());
    let short: Vec<String> = unnamed.iter().map(|one| one.chars().take(3_000).collect()).collect();
    assert!(unnamed.is_empty(), "{} differ without a name:\n{}", unnamed.len(), short.join("\n"));
    Ok(())
}

#[test]
fn generated_files_are_the_same_to_both() {
    let counts = RefCell::new(BTreeMap::<&str, u32>::new());
    let (accepted, same) = (Cell::new(0), Cell::new(0));
    drawn::each(1, FILES, &generator::file(), |text| {
        let names = named(&text)?;
        same.set(same.get() + u32::from(names.is_empty()));
        for name in names {
            *counts.borrow_mut().entry(name).or_default() += 1;
        }
        accepted.set(accepted.get() + u32::from(jobwright::syntax::parse(&text).is_ok()));
        Ok(())
    });
    let (counts, accepted, same) = (counts.into_inner(), accepted.get(), same.get());
    println!("{FILES} generated files, {accepted} of them HCL, {same} the same: {counts:#?}");
    assert!(accepted > FILES / 4, "{accepted}");
    for (name, count) in counts {
        assert!(count <= FILES / 25, "`{name}` excuses {count} of {FILES} files");
    }
}
