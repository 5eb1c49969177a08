//! Cron expressions in Nomad's dialect: the rule takes those that Nomad takes.
//!
//! `crons.txt` has what Nomad said of each: `ok` or `bad`, a tab and the expression.

use jobwright::house::Site;
use std::collections::BTreeSet;
use std::fs;

use super::judge;
use crate::support::nomad::nomad;
use crate::support::{Tested, repository};

/// The expressions that Nomad takes, and those that it refuses.
fn recorded() -> Result<[Vec<String>; 2], Box<dyn std::error::Error>> {
    let text = fs::read_to_string(repository("tests/suite/lint/crons.txt"))?;
    let mut all = [Vec::new(), Vec::new()];
    for line in text.lines() {
        let (verdict, cron) = line.split_once('\t').ok_or_else(|| format!("no tab: {line}"))?;
        all[usize::from(verdict != "ok")].push(cron.to_owned());
    }
    Ok(all)
}

/// A job that runs at all these times.
fn job(crons: &[String]) -> String {
    format!(
        "job \"report\" {{\n  type = \"batch\"\n\n  periodic {{\n    crons = {crons:?}\n  }}\n\n  group \"report\" {{\n    task \"report\" {{\n      driver = \"docker\"\n    }}\n  }}\n}}\n"
    )
}

#[test]
fn expressions_are_judged_as_nomad_does() -> Tested {
    let [good, bad] = recorded()?;
    assert!(good.len() + bad.len() > 100);
    for (crons, count) in [(&good, 0), (&bad, bad.len())] {
        let outcome = judge::texts(&Site::bare(""), &[job(crons)])?;
        let found = outcome.findings.iter().filter(|finding| finding.rule == "nomad/cron");
        let found: Vec<&str> = found.map(|finding| finding.message.as_str()).collect();
        assert_eq!(found.len(), count, "{}", found.join("\n"));
    }
    Ok(())
}

#[test]
fn nomad_says_what_was_recorded() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let [good, bad] = recorded()?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    fs::write(&file, job(&[good, bad.clone()].concat()))?;
    let Err(why) = nomad.validate(&file) else { return Err("Nomad takes all of them".into()) };
    let said = why.to_string();
    let refused = |line: &str| {
        let (_, rest) = line.split_once("Invalid cron spec \"")?;
        Some(rest.split_once("\": ")?.0.to_owned())
    };
    let refused: BTreeSet<String> = said.lines().filter_map(refused).collect();
    assert_eq!(refused, bad.into_iter().collect(), "{said}");
    Ok(())
}
