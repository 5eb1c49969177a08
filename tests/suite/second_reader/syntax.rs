//! Our parser beside hcl-rs, on files that there are: the same verdict and the same tree, but for differences by name.

#[path = "../../../fuzz/common/against.rs"]
mod against;

use std::collections::BTreeMap;
use std::fs;

use against::{NAMED, case, named};

use super::generator;
use crate::fmt::corpus_or_skip;
use crate::strings::Random;
use crate::support::files;
use crate::support::{Tested, repository, skip};

/// How many files are generated.
const FILES: usize = 20_000;

#[test]
fn each_difference_is_still_there() {
    for known in NAMED {
        let case = case(known.example);
        assert!(!case.same(), "`{}` can go: {}", known.name, case.shown());
        assert!((known.holds)(&case), "`{}` is not its own example: {}", known.name, case.shown());
        assert!(!known.reason.is_empty());
    }
}

#[test]
fn files_are_the_same_to_both() -> Tested {
    let mut paths = Vec::new();
    for folder in ["out", "fuzz/seeds/hcl", "tests/suite/fmt", "tests/suite/syntax/specsuite"] {
        paths.extend(files(&repository(folder))?);
    }
    if let Some(corpus) = corpus_or_skip(skip::name_of(|| ())) {
        for folder in ["jobs", "refused", "fmt", "vars"] {
            paths.extend(files(&corpus.join(folder))?);
        }
    }
    let (mut same, mut counts, mut unnamed) = (0, BTreeMap::<&str, usize>::new(), Vec::new());
    for path in &paths {
        let Ok(text) = fs::read_to_string(path) else { continue };
        match named(&text) {
            Ok(None) => same += 1,
            Ok(Some(name)) => *counts.entry(name).or_default() += 1,
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
    let mut random = Random::new(0x5851_F42D_4C95_7F2D);
    let (mut counts, mut accepted) = (BTreeMap::<&str, usize>::new(), 0);
    let mut unnamed = Vec::new();
    for _ in 0..FILES {
        let text = generator::file(&mut random);
        match named(&text) {
            Ok(name) => *counts.entry(name.unwrap_or("the same")).or_default() += 1,
            Err(shown) => unnamed.push(shown),
        }
        accepted += usize::from(jobwright::syntax::parse(&text).is_ok());
    }
    println!("{FILES} generated files, {accepted} of them HCL: {counts:?}");
    unnamed.sort_by_key(String::len);
    unnamed.truncate(20);
    assert!(unnamed.is_empty(), "differ without a name:\n{}", unnamed.join("\n"));
    assert!(accepted > FILES / 4, "{accepted}");
}
