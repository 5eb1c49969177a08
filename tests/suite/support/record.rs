//! What Nomad answered once, kept in the repository: for attributes that are newer than the Nomad of the tests.
//!
//! A file of records holds a head of `# ` lines, which says who confirmed them, and then for each case a line `--- NAME` with
//! the answer below it: JSON, or `refused`. `JOBWRIGHT_RECORD=1` writes them anew, with the Nomad that the head names.

use super::nomad::Nomad;
use super::repository;
use jobwright::jobspec::Version;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// Whose answers the records are: those in this repository, and those of the corpus beside it.
pub const RECORDED: Version = Version::new(1, 11, 3);

/// The answers of a file, by the names of their cases; None for a file that Nomad refused.
pub struct Records {
    file: PathBuf,
    head: String,
    answers: BTreeMap<String, Option<Json>>,
}

impl Records {
    /// Those of `tests/suite/FILE`.
    pub fn read(file: &str) -> Self {
        let file = repository(&format!("tests/suite/{file}"));
        let text = fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("no records in {}: {error}", file.display()));
        let mut cases = text.split("\n--- ");
        let head = cases.next().unwrap_or_default().to_owned();
        assert!(head.contains(&format!("Nomad {RECORDED}")), "the head says who confirmed it");
        let answer = |case: &str| {
            let (name, answer) = case.split_once('\n').expect("a name and an answer");
            let answer = match answer.trim_end() {
                "refused" => None,
                json => Some(serde_json::from_str(json).expect("JSON")),
            };
            (name.to_owned(), answer)
        };
        Self { answers: cases.map(answer).collect(), file, head }
    }

    /// The answer of a case; fails if there is none.
    pub fn answer(&self, name: &str) -> Option<&Json> {
        let answer = self.answers.get(name);
        answer
            .unwrap_or_else(|| panic!("no record of `{name}` in {}", self.file.display()))
            .as_ref()
    }

    /// The names of all cases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.answers.keys().map(String::as_str)
    }

    /// Whether the answers are to be written anew, for which the binary must be the one that they are of.
    pub fn wanted(nomad: &Nomad) -> bool {
        let wanted = std::env::var("JOBWRIGHT_RECORD").is_ok_and(|value| value == "1");
        let version = nomad.version();
        assert!(!wanted || version == RECORDED, "records are Nomad {RECORDED}'s, not {version}'s");
        wanted
    }

    /// Writes these answers in place of the earlier ones.
    pub fn write(
        &self,
        answers: &[(String, Option<Json>)],
        print: fn(&Json) -> String,
    ) -> std::io::Result<()> {
        let mut text = format!("{}\n", self.head);
        for (name, answer) in answers {
            let answer = answer.as_ref().map_or_else(|| "refused".to_owned(), print);
            let _infallible = writeln!(text, "--- {name}\n{answer}");
        }
        fs::write(&self.file, text)
    }
}
