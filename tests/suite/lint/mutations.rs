//! Strangers' jobs with a mistake in each: what we refuse, Nomad refuses, and nothing else.

use std::fs;

use jobwright::eval::Inputs;
use proptest::prelude::any;
use proptest::sample::Index;
use proptest::strategy::ValueTree;

use super::corpus::entries;
use super::judge;
use super::mutate::{Mutation, mutate};
use super::verdicts::{
    Difference, Explained, Refusal, all_needed, by_class, each, ours, theirs, unexplained,
};
use crate::support::choices::choices;
use crate::support::corpus::Corpus;
use crate::support::nomad::{Nomad, nomad};
use crate::support::{Tested, drawn, judge as support, skip};

/// No mistake takes more choices than half of these.
const MOST: usize = 8;

/// How many mistakes are made.
const MISTAKES: usize = 2_000;

/// Of 1,000, how many must be judged the same.
const ENOUGH: usize = 995;

/// Differences that stay.
const EXPLAINED: &[Explained] = &[
    ("Policy list cannot be empty", "a later Nomad asks Vault for a role's policies"),
    ("missing `hook` in `lifecycle`", "a later Nomad does not drop a `lifecycle` without one"),
    (
        "the reader: missing attribute `hook` in `lifecycle`",
        "a later Nomad reads no `lifecycle` without one",
    ),
];

/// The same of mistakes in the project's own files.
const EXPLAINED_OF_OWN: &[Explained] = &[
    ("a sysbatch job has `reschedule`", "a later Nomad refuses it for sysbatch as for system jobs"),
    ("invalid address_mode \"alloc_ipv6\"", "a later Nomad knows `alloc_ipv6`"),
    ("MemoryMaxMB value (-1)", "to a later Nomad, -1 is no limit"),
    ("found 1.5", "a later Nomad does not cut off what is behind the point"),
    ("`lifecycle` has no `hook`", "a later Nomad does not drop a `lifecycle` without one"),
    ("the reader: `lifecycle` lacks `hook`", "a later Nomad reads no `lifecycle` without one"),
];

/// A job that both take as it stands, without variables.
struct Base {
    name: String,
    text: String,
}

fn lint(name: &str, text: &str, nomad: &Nomad) -> Refusal {
    let files = [(name.to_owned(), text.to_owned())];
    ours(judge::lint(&files, &Inputs::default()), nomad.version())
}

/// The jobs that we take, and in which nothing is newer than the binary.
fn bases(corpus: &Corpus, nomad: &Nomad) -> Result<Vec<Base>, Box<dyn std::error::Error>> {
    let mut bases = Vec::new();
    for entry in entries(corpus)? {
        let text = fs::read_to_string(corpus.join("jobs").join(&entry.path))?;
        let known = support::without_newer(&text, nomad.version()).is_none();
        if known && lint(&entry.path, &text, nomad).is_none() {
            bases.push(Base { name: entry.path, text });
        }
    }
    Ok(bases)
}

/// The mistake of a number, and the job in which it is made.
fn mistake(number: usize, bases: &[Base]) -> (&Base, Mutation) {
    let mut runner = drawn::runner(number as u64 + 1);
    let mistakes = (any::<Index>(), choices(MOST));
    loop {
        let (base, mut choices) = drawn::drawn(&mistakes, &mut runner).current();
        let base = base.get(bases);
        if let Some(mutation) = mutate(&base.text, &mut choices)
            && mutation.text != base.text
        {
            return (base, mutation);
        }
    }
}

/// The verdict on a text, by the binary.
fn asked(nomad: &Nomad, text: &str) -> Refusal {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("job.nomad.hcl");
    fs::write(&file, text).expect("a file");
    theirs(nomad, &file)
}

/// What came of a mistake.
enum Judged {
    Same {
        refused: bool,
    },
    /// Nomad does not take the job even without the mistake.
    Unfit,
    Different(Difference),
}

fn judged(number: usize, bases: &[Base], nomad: &Nomad) -> Judged {
    let (base, Mutation { text, what }) = mistake(number, bases);
    let (ours, theirs) = (lint(&base.name, &text, nomad), asked(nomad, &text));
    if ours.is_some() == theirs.is_some() {
        return Judged::Same { refused: ours.is_some() };
    }
    if asked(nomad, &base.text).is_some() {
        return Judged::Unfit;
    }
    let name = format!("{number}: {} {what}", base.name);
    Judged::Different(Difference { name, ours, theirs })
}

#[test]
fn mistakes_in_strangers_jobs_are_judged_as_nomad_judges_them() -> Tested {
    let test = skip::name_of(|| ());
    let corpus = Corpus::of(test);
    let Some(nomad) = nomad!() else { return Ok(()) };
    let bases = bases(&corpus, &nomad)?;
    let all = each(MISTAKES, |number| judged(number, &bases, &nomad));
    let (mut refused, mut taken, mut unfit, mut different) = (0, 0, 0, Vec::new());
    for one in &all {
        match one {
            Judged::Same { refused: true } => refused += 1,
            Judged::Same { refused: false } => taken += 1,
            Judged::Unfit => unfit += 1,
            Judged::Different(difference) => different.push(difference),
        }
    }
    let (same, total) = (refused + taken, MISTAKES - unfit);
    println!(
        "{same} of {total} mistakes in {} jobs judged the same ({:.2} %): {refused} refused, {taken} taken; {unfit} in jobs that Nomad {} does not take",
        bases.len(),
        same as f64 * 100.0 / total as f64,
        nomad.version()
    );
    println!("{}", by_class(&different));
    let explained = if corpus.own { EXPLAINED_OF_OWN } else { EXPLAINED };
    all_needed(&different, explained);
    let open = unexplained(&different, explained);
    assert!(open.is_empty(), "{} differ and nobody says why:\n{}", open.len(), by_class(&open));
    // A few of the thirty have most of what a later Nomad sees otherwise.
    let enough = if corpus.own { ENOUGH - 5 } else { ENOUGH };
    assert!(same * 1_000 >= total * enough, "{same} of {total} judged the same");
    Ok(())
}
