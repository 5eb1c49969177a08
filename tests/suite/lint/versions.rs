//! Comparisons of versions, for the operators `version` and `semver`: what Nomad reads, and what it does not.

use jobwright::house::Site;
use std::fs;

use super::judge;
use crate::support::Tested;
use crate::support::nomad::nomad;

/// The text, and whether `version` and `semver` read it.
const COMPARISONS: &[(&str, bool, bool)] = &[
    ("", false, false),
    (" ", false, false),
    (",", false, false),
    ("1", true, true),
    ("1.2", true, true),
    ("1.2.3", true, true),
    ("1.2.3.4.5", true, true),
    ("v1.2.3", true, true),
    ("V1.2.3", false, false),
    ("vv1", false, false),
    ("v", false, false),
    ("= 1.2", true, true),
    ("== 1.2", false, false),
    ("=1.2", true, true),
    ("!= 1.2", true, true),
    ("! 1.2", false, false),
    (">1.2", true, true),
    ("> 1.2", true, true),
    (">= 1.2", true, true),
    ("=> 1.2", false, false),
    ("> = 1.2", false, false),
    ("< 1.2", true, true),
    ("<= v1.2", true, true),
    ("<> 1.2", false, false),
    ("~> 1.2", true, false),
    ("~>1", true, false),
    ("~ 1.2", false, false),
    ("~1.2", false, false),
    ("^1.2", false, false),
    ("1.*", false, false),
    ("*", false, false),
    ("1.x", false, false),
    ("1.2.x", false, false),
    ("1x", true, false),
    ("x", false, false),
    ("latest", false, false),
    (">= 1.2, < 2", true, true),
    (">= 1.2,< 2", true, true),
    (">= 1.2 < 2", false, false),
    (">= 1.2 || < 2", false, false),
    (">= 1.2,", false, false),
    (", 1.2", false, false),
    (">= 1.2, ~> 1.3, != 1.3.5", true, false),
    ("1.2 - 1.4", false, false),
    ("  >=\t1.2\n", true, true),
    ("\u{b}1.2", false, false),
    ("\u{a0}1.2", false, false),
    ("1.2-beta", true, true),
    ("1.2-beta.1", true, true),
    ("1.2-1", true, true),
    ("1.2-1a.b~c-d", true, true),
    ("1.2-", true, false),
    ("1.2--", true, true),
    ("1.2-~", true, true),
    ("1.2~rc1", true, false),
    ("1.2beta", true, false),
    ("1.2beta.1", true, false),
    ("1.2beta..1", false, false),
    ("1.2-beta.", false, false),
    ("1.2-beta_1", false, false),
    ("1.2.beta", false, false),
    ("1.2.", false, false),
    (".2", false, false),
    ("1..2", false, false),
    ("1.2+5", true, true),
    ("1.2+linux.amd64", true, true),
    ("1.2-beta+5", true, true),
    ("1.2beta+5", true, false),
    ("1.2+", false, false),
    ("1.2+a+b", false, false),
    ("1.2+a..b", false, false),
    ("01.002", true, true),
    ("9223372036854775807", true, true),
    ("9223372036854775808", false, false),
    ("1.9223372036854775808", false, false),
    ("-1", false, false),
    ("+1", false, false),
    ("1,2", true, true),
    ("١", false, false),
    ("1.2-bêta", false, false),
];

/// A job with a constraint for each text.
fn job(operator: &str, texts: &[&str]) -> String {
    let constraint = |text: &&str| {
        let value = format!("{text:?}").replace("\\u{b}", "\\u000b").replace("\\u{a0}", "\\u00a0");
        format!(
            "  constraint {{\n    attribute = \"${{attr.a}}\"\n    operator = \"{operator}\"\n    value = {value}\n  }}\n"
        )
    };
    let constraints: String = texts.iter().map(constraint).collect();
    format!(
        "job \"a\" {{\n{constraints}  group \"a\" {{\n    task \"a\" {{\n      driver = \"docker\"\n    }}\n  }}\n}}\n"
    )
}

/// The two operators with the verdicts on all texts.
fn all() -> [(&'static str, Vec<(&'static str, bool)>); 2] {
    let of = |pick: fn(&(&'static str, bool, bool)) -> bool| {
        COMPARISONS.iter().map(|one| (one.0, pick(one))).collect()
    };
    [("version", of(|one| one.1)), ("semver", of(|one| one.2))]
}

#[test]
fn comparisons_of_versions_are_read_as_recorded() -> Tested {
    for (operator, verdicts) in all() {
        for (text, valid) in verdicts {
            let outcome = judge::texts(&Site::bare(""), &[job(operator, &[text])])?;
            let own = |finding: &&jobwright::Diagnostic| finding.rule == "nomad/version-constraint";
            assert_eq!(outcome.findings.iter().find(own).is_none(), valid, "{operator} {text:?}");
        }
    }
    Ok(())
}

#[test]
fn nomad_reads_the_same_comparisons() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    for (operator, verdicts) in all() {
        let texts: Vec<&str> = verdicts.iter().map(|(text, _)| *text).collect();
        fs::write(&file, job(operator, &texts))?;
        let said = match nomad.validate(&file) {
            Ok(said) => format!("{said:?}"),
            Err(why) => format!("{why:?}"),
        };
        for (at, (text, valid)) in verdicts.iter().enumerate() {
            let refused = said.contains(&format!("Constraint {} validation failed", at + 1));
            assert_eq!(!refused, *valid, "{operator} {text:?}: {said}");
        }
    }
    Ok(())
}
