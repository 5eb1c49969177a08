//! Strangers' job files, imported as they are: what Nomad reads in the HCL of each is what it read in the file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jobwright::api;
use jobwright::eval::{Inputs, VariableFile};
use jobwright::import::{Imported, JobFile, JobReader, Mode, SourceFile, Values};
use jobwright::render::Renderer;
use serde_json::Value as Json;

use crate::read::all;
use crate::support::corpus::Corpus;
use crate::support::judge::{Count, Question};
use crate::support::nomad::nomad;
use crate::support::{Tested, files, skip};

/// The values that a file of the corpus wants for its variables, if it wants any.
fn values_of(corpus: &Path, relative: &Path) -> Option<PathBuf> {
    let mut path = corpus.join("vars").join(relative).into_os_string();
    path.push(".hcl");
    Some(PathBuf::from(path)).filter(|path| path.is_file())
}

/// The job of a file of the corpus, with variables and expressions.
pub fn imported(corpus: &Path, file: &Path) -> Result<Imported, String> {
    let relative = file.strip_prefix(corpus.join("jobs")).map_err(|error| error.to_string())?;
    let mut values = Values { lenient: true, ..Values::default() };
    if let Some(path) = values_of(corpus, relative) {
        values.files.push(SourceFile::file(&path).map_err(|finding| finding.to_string())?);
    }
    let said = |findings: Vec<jobwright::Diagnostic>| format!("{}: {findings:?}", file.display());
    let reader = JobReader::new(Mode::Keep, &values).map_err(said)?.for_registry();
    let file = SourceFile::file(file).map_err(|finding| finding.to_string())?;
    reader.read(JobFile::parse(&file)).map_err(said)
}

#[test]
fn the_hcl_of_each_is_the_same_job_to_nomad() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let corpus = Corpus::of(skip::name_of(|| ()));
    let renderer = Renderer::new(BTreeMap::new())?;
    let folder = tempfile::tempdir()?;
    let readings = files(&corpus.join("nomad"))?;
    let count = Count::default();
    let kept = std::sync::atomic::AtomicUsize::new(0);
    all(&readings, |reading| {
        let error = |error: std::io::Error| error.to_string();
        let relative = reading.strip_prefix(corpus.join("nomad")).map_err(|one| one.to_string())?;
        let relative = relative.with_extension("");
        let imported = imported(&corpus, &corpus.join("jobs").join(&relative))?;
        kept.fetch_add(
            usize::from(api::has_expressions(&imported.job)),
            std::sync::atomic::Ordering::Relaxed,
        );
        let text = renderer.job(&imported.job, "").map_err(|error| error.to_string())?;
        let name = relative.to_string_lossy().replace(['/', '\\'], "_");
        let file = folder.path().join(name).with_extension("nomad.hcl");
        let values = values_of(&corpus, &relative);
        let words: Vec<String> = values
            .iter()
            .flat_map(|path| {
                ["-hcl2-strict=false".to_owned(), format!("-var-file={}", path.display())]
            })
            .collect();
        let values = values.map(fs::read_to_string).transpose().map_err(error)?;
        let mut inputs = Inputs { lenient: true, ..Inputs::default() };
        if let Some(values) = &values {
            inputs.files.push(VariableFile::read(values).map_err(|errors| format!("{errors:?}"))?);
        }
        let theirs = fs::read_to_string(reading).map_err(error)?;
        let mut theirs: Json = serde_json::from_str(&theirs).map_err(|error| error.to_string())?;
        let theirs = theirs["Job"].take();
        let question = Question { nomad: &nomad, file: &file, words: &words, inputs: &inputs };
        count.add(question.ask(&text, &theirs, || Some(theirs.clone()))?);
        Ok(())
    });
    count.say("files of the corpus, imported as HCL", &nomad, skip::name_of(|| ()));
    println!("{} of them with variables or expressions", kept.into_inner());
    Ok(())
}
