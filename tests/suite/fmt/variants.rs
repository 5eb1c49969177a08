//! Thousands of variants of job files, formatted here and by the real Nomad.
//!
//! `JOBWRIGHT_VARIANTS` is how many there are, `JOBWRIGHT_SEED` which ones.

use super::generator::{LINES, Random, variant};
use super::{corpus, losses, unsound};
use crate::support::nomad::nomad;
use crate::support::{Tested, files, judge, repository};
use jobwright::fmt::format;
use std::collections::HashSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Larger files say no more and take longer.
const LARGEST: usize = 3000;

/// A call of a function in a namespace, which the HCL library of an older Nomad does not know.
const NAMESPACED: &str = "y = a::b(1)";

/// A number that the environment sets.
pub fn setting(name: &str, default: u64) -> u64 {
    env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn variants_are_formatted_and_refused_as_by_nomad() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let mut random = Random::new(setting("JOBWRIGHT_SEED", 1));
    let originals = originals()?;
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let namespaced = nomad.fmt(&format!("{NAMESPACED}\n")).is_ok();
    assert!(judge::excepted(namespaced, nomad.version()), "{NAMESPACED}: accepted {namespaced}");
    let mut variants: Vec<(PathBuf, String)> = Vec::new();
    for number in 0..setting("JOBWRIGHT_VARIANTS", 3000) {
        let original = &originals[random.below(originals.len())];
        let file = folder.path().join(format!("{number}.hcl"));
        let mut text = variant(original, &mut random);
        if !namespaced {
            // Whatever space a variant has around it.
            text = text.replace("::", "_");
        }
        fs::write(&file, &text)?;
        variants.push((file, text));
    }
    let output = nomad.command().arg("fmt").arg(folder.path()).output()?;
    let refused = refused(&String::from_utf8_lossy(&output.stderr));
    let mut different = Vec::new();
    for (file, text) in &variants {
        let theirs = Some(fs::read_to_string(file)?).filter(|_| !refused.contains(file));
        different.extend(difference(text, theirs.as_deref()).map(|what| {
            format!("{what}\n--- input\n{text}\n--- nomad\n{}", theirs.unwrap_or_default())
        }));
    }
    let count = different.len();
    println!("{} variants judged live, {count} different", variants.len());
    assert!(count == 0, "{count} of {}, the first:\n{}", variants.len(), different.swap_remove(0));
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

/// The files of this repository, those of the corpus when it is there, and lines that neither has.
pub fn originals() -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut texts = vec![LINES.join("\n"), format!("job \"a\" {{\n{}\n}}\n", LINES.join("\n"))];
    texts.extend(LINES.chunks(4).map(|lines| lines.join(" # c\n")));
    let folders = [Some(repository("out")), corpus().map(|corpus| corpus.join("jobs"))];
    for folder in folders.iter().flatten().filter(|folder| folder.is_dir()) {
        let job = |file: &&PathBuf| is_job(file);
        for file in files(folder)?.iter().filter(job) {
            texts.push(fs::read_to_string(file)?);
        }
    }
    texts.retain(|text| text.len() <= LARGEST);
    Ok(texts)
}

fn is_job(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "hcl" || extension == "nomad")
}

/// Neither the parser nor the formatter may panic, whatever the bytes; and what is accepted stays the same tree.
#[test]
fn broken_texts_are_refused_or_sound() -> Tested {
    let mut random = Random::new(setting("JOBWRIGHT_SEED", 1));
    let originals = originals()?;
    for _ in 0..setting("JOBWRIGHT_VARIANTS", 3000) {
        let mut bytes = originals[random.below(originals.len())].clone().into_bytes();
        let from = random.below(bytes.len());
        bytes.drain(..from);
        bytes.truncate(random.below(300));
        for _ in 0..random.below(6) {
            let at = random.below(bytes.len());
            bytes.insert(at, b"\"${}%~<>E\n\r\\'[](),.=#/*\xe9 \t0e-"[random.below(29)]);
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(formatted) = format(&text) {
            assert_eq!(unsound(&text, &formatted), None, "{text:?}");
        }
    }
    Ok(())
}
