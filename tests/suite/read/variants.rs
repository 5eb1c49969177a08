//! Variants of job files, read here and by the real Nomad: both refuse one, or find the same job in it.
//!
//! `JOBWRIGHT_VARIANTS` is ten times how many there are, `JOBWRIGHT_SEED` which ones.

use std::cell::Cell;

use jobwright::api;
use jobwright::eval::Inputs;
use jobwright::read;

use crate::fmt::changes::variant;
use crate::fmt::variants::{originals, setting};
use crate::support::compare::same;
use crate::support::judge::without_newer;
use crate::support::nomad::nomad;
use crate::support::{Tested, drawn};

#[test]
fn variants_are_read_and_refused_as_by_nomad() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let mut originals = originals()?;
    // Expressions that Nomad answers otherwise each time say nothing.
    originals.retain(|text| {
        text.contains("job \"") && !text.contains("uuid") && !text.contains("timestamp")
    });
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let file = folder.path().join("a.nomad");
    let read_by_both = Cell::new(0);
    let count = u32::try_from(setting("JOBWRIGHT_VARIANTS", 300) / 10)?;
    drawn::each(setting("JOBWRIGHT_SEED", 1), count, &variant(originals), |variant| {
        let text = variant.text;
        if without_newer(&text, nomad.version()).is_some() {
            return Ok(());
        }
        std::fs::write(&file, &text)?;
        let theirs = nomad.output_json(&file).map(|mut answer| answer["Job"].take());
        let ours = read::evaluated(&text, &Inputs::default(), None);
        let what = match (&ours, &theirs) {
            (Ok(reading), Ok(job)) => {
                read_by_both.set(read_by_both.get() + 1);
                same(&api::job(&reading.job), job, nomad.version()).err()
            }
            (Ok(_), Err(failure)) => Some(format!("only Nomad refuses it: {failure:?}")),
            (Err(findings), Ok(_)) => Some(format!("only we refuse it: {:?}", findings.first())),
            (Err(_), Err(_)) => None,
        };
        what.map_or(Ok(()), |what| Err(format!("{what}\n--- input\n{text}").into()))
    });
    println!("{count} variants, {} read by both", read_by_both.get());
    Ok(())
}
