//! Every file under `out/` is one that Nomad takes as it stands.

use crate::support::nomad::nomad;
use crate::support::{Tested, files, repository};
use std::fs;

#[test]
fn nomad_accepts_every_rendered_job() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let mut files = files(&repository("out"))?;
    files.retain(|file| file.to_string_lossy().ends_with(".nomad.hcl"));
    assert!(!files.is_empty(), "no job file under out/");
    for file in files {
        nomad.fmt_check(&file)?;
        let text = fs::read_to_string(&file)?;
        assert_eq!(nomad.fmt(&text)?, text, "{} is not canonical", file.display());
        nomad.validate(&file)?;
        let job = nomad.output_json(&file)?;
        let name = job["Job"]["ID"].as_str().unwrap_or_default();
        let expected = format!("{name}.nomad.hcl");
        assert!(file.ends_with(&expected), "{} holds job `{name}`", file.display());
    }
    Ok(())
}

#[test]
fn a_failure_shows_the_whole_call() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let file = tempfile::NamedTempFile::with_suffix(".nomad.hcl")?;
    fs::write(&file, "job \"x\" {\n  grup \"g\" {}\n}\n")?;
    let failure = match nomad.validate(file.path()) {
        Ok(said) => return Err(format!("a broken file was accepted: {said}").into()),
        Err(failure) => failure.to_string(),
    };
    for part in
        ["job validate", "exit code 1", "--- stdout", "--- stderr", "Unsupported block type"]
    {
        assert!(failure.contains(part), "expected `{part}` in:\n{failure}");
    }
    Ok(())
}
