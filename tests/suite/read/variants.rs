//! Variants of job files, read here and by the real Nomad: both refuse one, or find the same job in it.
//!
//! `JOBWRIGHT_VARIANTS` is ten times how many there are, `JOBWRIGHT_SEED` which ones.

use jobwright::api;
use jobwright::eval::Inputs;
use jobwright::read;

use crate::fmt::generator::{Random, variant};
use crate::fmt::variants::{originals, setting};
use crate::support::Tested;
use crate::support::compare::same;
use crate::support::judge::without_newer;
use crate::support::nomad::nomad;

#[test]
fn variants_are_read_and_refused_as_by_nomad() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let mut random = Random::new(setting("JOBWRIGHT_SEED", 1));
    let mut originals = originals()?;
    // Expressions that Nomad answers otherwise each time say nothing.
    originals.retain(|text| {
        text.contains("job \"") && !text.contains("uuid") && !text.contains("timestamp")
    });
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let file = folder.path().join("a.nomad");
    let (mut read_by_both, mut different) = (0, Vec::new());
    let count = setting("JOBWRIGHT_VARIANTS", 300) / 10;
    for _ in 0..count {
        let text = variant(&originals[random.below(originals.len())], &mut random);
        if without_newer(&text, nomad.version()).is_some() {
            continue;
        }
        std::fs::write(&file, &text)?;
        let theirs = nomad.output_json(&file).map(|mut answer| answer["Job"].take());
        let ours = read::evaluated(&text, &Inputs::default(), None);
        let what = match (&ours, &theirs) {
            (Ok(reading), Ok(job)) => {
                read_by_both += 1;
                same(&api::job(&reading.job), job, nomad.version()).err()
            }
            (Ok(_), Err(failure)) => Some(format!("only Nomad refuses it: {failure:?}")),
            (Err(findings), Ok(_)) => Some(format!("only we refuse it: {:?}", findings.first())),
            (Err(_), Err(_)) => None,
        };
        different.extend(what.map(|what| format!("{what}\n--- input\n{text}")));
    }
    println!("{count} variants, {read_by_both} read by both, {} different", different.len());
    assert!(different.is_empty(), "{} of {count}, the first:\n{}", different.len(), different[0]);
    Ok(())
}
