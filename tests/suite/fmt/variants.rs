//! Thousands of variants of job files, formatted here and by the real Nomad.
//!
//! `JOBWRIGHT_VARIANTS` is how many there are, `JOBWRIGHT_SEED` which ones.

use super::changes::{LINES, Variant, variant};
use super::{losses, unsound};
use crate::support::nomad::{Nomad, nomad};
use crate::support::{Tested, drawn, files, judge, repository};
use jobwright::fmt::format;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::sample::{Index, select};
use proptest::strategy::Strategy;
use std::collections::HashSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Larger files say no more and take longer.
const LARGEST: usize = 3000;

/// So many are given to Nomad at once.
const AT_ONCE: usize = 3000;

/// A call of a function in a namespace, which the HCL library of an older Nomad does not know.
const NAMESPACED: &str = "y = a::b(1)";

/// A number that the environment sets.
pub fn setting(name: &str, default: u64) -> u64 {
    env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn variants_are_formatted_and_refused_as_by_nomad() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let namespaced = nomad.fmt(&format!("{NAMESPACED}\n")).is_ok();
    assert!(judge::excepted(namespaced, nomad.version()), "{NAMESPACED}: accepted {namespaced}");
    let variants = variant(originals()?).prop_map(move |mut variant| {
        if !namespaced {
            // Whatever space a variant has around it.
            variant.text = variant.text.replace("::", "_");
        }
        variant
    });
    let mut runner = drawn::runner(setting("JOBWRIGHT_SEED", 1));
    let count = setting("JOBWRIGHT_VARIANTS", 3000);
    for first in (0..count).step_by(AT_ONCE) {
        let number = (count - first).min(AT_ONCE as u64);
        let trees = (0..number).map(|_| drawn::drawn(&variants, &mut runner)).collect();
        drawn::together(&mut runner, trees, |variants| formatted_alike(variants, &nomad));
    }
    println!("{count} variants judged live");
    Ok(())
}

/// Whether we and Nomad refuse the same variants, and make the same of all others.
fn formatted_alike(variants: &[Variant], nomad: &Nomad) -> Tested {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let file = |number: usize| folder.path().join(format!("{number}.hcl"));
    for (number, variant) in variants.iter().enumerate() {
        fs::write(file(number), &variant.text)?;
    }
    let output = nomad.command().arg("fmt").arg(folder.path()).output()?;
    let refused = refused(&String::from_utf8_lossy(&output.stderr));
    for (number, Variant { text, .. }) in variants.iter().enumerate() {
        let file = file(number);
        let theirs = Some(fs::read_to_string(&file)?).filter(|_| !refused.contains(&file));
        if let Some(what) = difference(text, theirs.as_deref()) {
            let theirs = theirs.unwrap_or_default();
            return Err(format!("{what}\n--- input\n{text}\n--- nomad\n{theirs}").into());
        }
    }
    Ok(())
}

/// How our result differs from theirs, which is None for a refused text.
fn difference(text: &str, theirs: Option<&str>) -> Option<String> {
    match (format(text), theirs) {
        (Ok(ours), Some(theirs)) => unsound(text, &ours).or_else(|| {
            let same = ours == theirs || losses::explains(text, theirs);
            (!same).then(|| format!("other bytes:\n{ours}"))
        }),
        (Ok(_), None) => Some("only nomad refuses it".to_owned()),
        (Err(errors), Some(_)) => Some(format!("only we refuse it: {:?}", errors.first())),
        (Err(errors), None) => {
            let outside = errors.iter().any(|error| error.span.end as usize > text.len());
            (errors.is_empty() || outside).then(|| format!("errors without a place: {errors:?}"))
        }
    }
}

/// The files that Nomad's messages name.
fn refused(messages: &str) -> HashSet<PathBuf> {
    let places = messages.lines().filter_map(|line| line.trim_start().strip_prefix("on "));
    places.filter_map(|place| place.split_once(" line ")).map(|(file, _)| file.into()).collect()
}

/// The files of this repository, those of strangers where they stand beside it, and lines that neither has; the short ones
/// first.
pub fn originals() -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut texts = vec![LINES.join("\n"), format!("job \"a\" {{\n{}\n}}\n", LINES.join("\n"))];
    texts.extend(LINES.chunks(4).map(|lines| lines.join(" # c\n")));
    let folders = ["out", "tests/corpus/jobs", "../shared/corpus/jobs"].map(repository);
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let job = |file: &&PathBuf| is_job(file);
        for file in files(folder)?.iter().filter(job) {
            texts.push(fs::read_to_string(file)?);
        }
    }
    texts.retain(|text| text.len() <= LARGEST);
    texts.sort_by_key(String::len);
    Ok(texts)
}

fn is_job(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "hcl" || extension == "nomad")
}

/// Letters that mean something, and such as do not.
const LETTERS: &[u8] = b"\"${}%~<>E\n\r\\'[](),.=#/*\xe9 \t0e-";

/// A piece of one of these texts, with a few letters in it.
fn broken(originals: Vec<String>) -> impl Strategy<Value = String> {
    let letters = vec((any::<Index>(), select(LETTERS)), 0..6);
    (any::<(Index, Index)>(), 0..300_usize, letters).prop_map(
        move |((which, from), length, letters)| {
            let original = which.get(&originals).as_bytes();
            let rest = &original[from.index(original.len())..];
            let mut bytes = rest[..length.min(rest.len())].to_vec();
            for (at, letter) in letters {
                bytes.insert(at.index(bytes.len() + 1), letter);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        },
    )
}

/// Neither the parser nor the formatter may panic, whatever the bytes; and what is accepted stays the same tree.
#[test]
fn broken_texts_are_refused_or_sound() -> Tested {
    let count = u32::try_from(setting("JOBWRIGHT_VARIANTS", 3000))?;
    drawn::each(setting("JOBWRIGHT_SEED", 1), count, &broken(originals()?), |text| {
        let formatted = format(&text).ok();
        let wrong = formatted.and_then(|formatted| unsound(&text, &formatted));
        wrong.map_or(Ok(()), |what| Err(what.into()))
    });
    Ok(())
}
