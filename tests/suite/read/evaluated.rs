//! What Nomad read in strangers' job files, given the same values for their variables, is what we read.

use super::api_json_corpus::all;
use crate::support::corpus::Corpus;
use crate::support::nomad::nomad;
use crate::support::{Tested, compare, files, skip};
use jobwright::eval::{Files, Inputs, VariableFile};
use jobwright::render::Renderer;
use jobwright::{api, read};
use std::fs;
use std::path::Path;

use super::said;

/// What Nomad read in a file of the corpus, and what we read.
fn check(corpus: &Corpus, reading: &Path) -> Result<(), String> {
    let text = |path: &Path| fs::read_to_string(path).map_err(|error| format!("{path:?}: {error}"));
    let relative = reading.strip_prefix(corpus.join("nomad")).map_err(|error| error.to_string())?;
    let relative = relative.with_extension("");
    let file = corpus.join("jobs").join(&relative);
    let job = text(&file)?;
    let mut values = corpus.join("vars").join(&relative).into_os_string();
    values.push(".hcl");
    let values = Path::new(&values);
    let values = if values.exists() { Some(text(values)?) } else { None };
    let mut inputs = Inputs { lenient: true, ..Inputs::default() };
    if let Some(values) = &values {
        let read = VariableFile::read(values).map_err(|errors| format!("{errors:?}"))?;
        inputs.files.push(read);
    }
    let folder = file.parent().ok_or("no folder")?;
    let read = read::evaluated(&job, &inputs, Some(Files::below(folder)))
        .map_err(|findings| said(&job, &findings))?;
    let mut theirs: serde_json::Value =
        serde_json::from_str(&text(reading)?).map_err(|error| error.to_string())?;
    compare::same(&api::job(&read.job), &theirs["Job"].take(), corpus.by)
}

#[test]
fn all_files_of_the_corpus_are_read_as_nomad_reads_them() {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let readings = files(&corpus.join("nomad")).expect("the corpus");
    corpus.has_at_least(readings.len(), 700);
    all(&readings, |reading| check(&corpus, reading));
}

/// A count is any whole number of 64 bits to Nomad's parser: what a cluster makes of it is a rule's concern.
#[test]
fn counts_are_whole_numbers_of_64_bits() -> Tested {
    let cases = [
        ("4294967296", Some(4_294_967_296)),
        ("-1", Some(-1)),
        ("\"7\"", Some(7)),
        ("9223372036854775807", Some(i64::MAX)),
        ("-9223372036854775808", Some(i64::MIN)),
        ("9223372036854775808", None),
        ("-9223372036854775809", None),
        ("1.5", None),
    ];
    let nomad = nomad!();
    let folder = tempfile::tempdir()?;
    let renderer = Renderer::new(std::collections::BTreeMap::new())?;
    for (written, count) in cases {
        let text = format!("job \"x\" {{\n  group \"g\" {{\n    count = {written}\n  }}\n}}\n");
        let read = read::evaluated(&text, &Inputs::default(), None).ok().map(|reading| reading.job);
        let ours = read.as_ref().map(|job| api::job(job)["TaskGroups"][0]["Count"].clone());
        assert_eq!(ours, count.map(serde_json::Value::from), "{written}");
        if let Some(nomad) = &nomad {
            let file = folder.path().join("x.nomad");
            fs::write(&file, &text)?;
            let theirs = nomad.output_json(&file).ok();
            let theirs = theirs.map(|all| all["Job"]["TaskGroups"][0]["Count"].clone());
            assert_eq!(ours, theirs, "{written}");
        }
        // It comes back from API JSON and from what is printed.
        let Some(job) = read else { continue };
        assert_eq!(read::api_json(&api::job(&job).to_string()).expect("a job"), job);
        let printed = renderer.job(&job, "")?;
        assert_eq!(read::job(&printed).expect("a job"), job, "{printed}");
    }
    Ok(())
}
