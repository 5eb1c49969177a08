//! A name that is nearly one that Nomad has can be mended by a machine.

use jobwright::diagnostic::{Place, json};
use jobwright::eval::Inputs;
use jobwright::import::{JobFile, JobReader, Mode, SourceFile, Values};
use jobwright::read::evaluated;

const SLIPS: &str = r#"job "web" {
  priorty = 70

  group "g" {
    cuont = 2

    netwrok {
      mode = "bridge"
    }

    task "t" {
      driver = "docker"

      config {
        image = "web:1"
      }

      resuorces {
        cpu = 100
      }
    }
  }
}
"#;

#[test]
fn slips_are_mended_where_they_stand() {
    let values = Values::default();
    let reader = JobReader::new(Mode::Evaluate, &values).expect("a reader");
    let source = SourceFile::new("web.nomad.hcl", SLIPS);
    let findings = reader.read(JobFile::parse(&source)).expect_err("four slips");
    let mut text = SLIPS.to_owned();
    for finding in findings.iter().rev() {
        assert_eq!(finding.rule, "unknown-name", "{finding}");
        let line = json::line(finding);
        let fix = finding.fix.as_ref().expect("a fix");
        assert!(line.contains("\"fix\":{\"edits\":[{\"place\""), "{line}");
        let [edit] = fix.edits.as_slice() else { panic!("one edit: {finding}") };
        let Place::Text(_, span) = &edit.place else { panic!("in the text: {finding}") };
        text.replace_range(span.start as usize..span.end as usize, &edit.replacement);
    }
    assert_eq!(findings.len(), 4);
    let job = evaluated(&text, &Inputs::default(), None).expect("a job").job;
    assert_eq!(job.groups[0].networks.len(), 1);
}

#[test]
fn what_belongs_elsewhere_is_for_people() {
    let found = evaluated("job \"web\" {\n  image = \"x\"\n}\n", &Inputs::default(), None);
    let found = found.expect_err("an attribute of a driver");
    assert_eq!((found[0].rule, found[0].instead.as_deref()), ("unknown-name", None));
    // In JSON, the name has other quotes and another place.
    let json = r#"{"job": {"web": {"priorty": 70}}}"#;
    let found = evaluated(json, &Inputs::default(), None).expect_err("a slip");
    assert_eq!((found[0].rule, found[0].instead.as_deref()), ("unknown-name", None));
    assert!(found[0].help.contains("priority"), "{}", found[0].help);
}
