//! Strangers' job files with comments, texts and widths where nobody expects them: what is printed is as rustfmt leaves it.

use std::cell::Cell;
use std::fs;
use std::process::Command;

use jobwright::import::{JobFile, JobReader, Mode, SourceFile, Values, rust};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::sample::{Index, select};
use proptest::strategy::Strategy;

use super::homelab;
use crate::support::corpus::Corpus;
use crate::support::skip::{self, Needed};
use crate::support::{Tested, drawn, files, program, repository};

const RUSTFMT: Needed = Needed {
    program: "rustfmt",
    required_by: "JOBWRIGHT_REQUIRE_RUSTFMT",
    help: "add it with `rustup component add rustfmt`, or set JOBWRIGHT_RUSTFMT to one",
};

/// So many files are made, of this seed.
const FILES: usize = 240;
const SEED: u64 = 18;

/// The first comment of a chain stands right below what the chain begins with.
const FIRST_IN_CONFIG: &str = "job \"first\" {
  group \"g\" {
    task \"t\" {
      driver = \"0777\"

      config {
        #        image = \"a:${version}\"
        image = \"a:latest\"
        args  = [
          \"-maxConcurrentInserts=128\",
          \"-insert.maxQueueDuration=2m0s\"
        ]
        ports = [\"http\"]
      }
    }
  }
}
";

/// Texts of all widths.
const TEXTS: [&str; 8] = [
    "",
    "é",
    "漢字かな混じり文",
    "🎉🎉🎉 👩\u{200d}🔧",
    "a\u{301}\u{202e}\u{ad}",
    "a text that is so long that no line of a definition has room for it beside anything else at all, really",
    "back\\\\slash \\\"quoted\\\"",
    "漢字かな混じり文の長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い長い",
];

/// What is put into a job file.
#[derive(Clone, Copy, Debug)]
enum Kind {
    LineAbove,
    AtTheEnd,
    Inside,
    SeveralLines,
    Text,
}

/// One change, at one of the places where there may be one.
#[derive(Clone, Debug)]
struct Change {
    kind: Kind,
    place: Index,
    text: &'static str,
}

impl Change {
    /// The text with the change whose number this is.
    fn of(&self, mut text: String, number: usize) -> String {
        let marks: &[char] = match self.kind {
            Kind::Inside => &['=', '(', ',', '['],
            Kind::Text => &['"'],
            _ => &['\n'],
        };
        let all: Vec<usize> = text.match_indices(marks).map(|(at, _)| at).collect();
        if all.is_empty() {
            return text;
        }
        let behind = self.place.get(&all) + 1;
        match self.kind {
            Kind::LineAbove => text.insert_str(behind, &format!("# comment {number}\n")),
            Kind::AtTheEnd => {
                let comment = format!(" // at the end {number}\n#\n# {}", self.text);
                text.insert_str(behind - 1, &comment);
            }
            Kind::Inside => text.insert_str(behind, &format!(" /* inside {number} */")),
            Kind::SeveralLines => {
                text.insert_str(behind, &format!("\n/* one\n   two {number}\n*/\n\n"));
            }
            Kind::Text => {
                if let Some(end) = text[behind..].find('"') {
                    text.replace_range(behind..behind + end, self.text);
                }
            }
        }
        text
    }
}

/// A job file with a few such changes in it, which may be none any more.
fn changed(originals: Vec<String>) -> impl Strategy<Value = String> {
    let kinds = [Kind::LineAbove, Kind::AtTheEnd, Kind::Inside, Kind::SeveralLines, Kind::Text];
    let change = (select(kinds.to_vec()), any::<Index>(), select(&TEXTS[..]));
    let change = change.prop_map(|(kind, place, text)| Change { kind, place, text });
    (any::<Index>(), vec(change, 1..8)).prop_map(move |(which, changes)| {
        let original = which.get(&originals).clone();
        let numbered = changes.iter().enumerate();
        numbered.fold(original, |text, (number, change)| change.of(text, number))
    })
}

#[test]
fn what_is_printed_is_as_rustfmt_leaves_it() -> Tested {
    let test = skip::name_of(|| ());
    let Some(rustfmt) = skip::found(program("JOBWRIGHT_RUSTFMT", "rustfmt"), &RUSTFMT, test) else {
        return Ok(());
    };
    let corpus = Corpus::of(test);
    let values = Values { lenient: true, ..Values::default() };
    let reader = JobReader::new(Mode::Keep, &values).map_err(|found| format!("{found:?}"))?;
    let reader = reader.for_registry();
    let mut originals: Vec<String> = files(&corpus.join("jobs"))?
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .collect();
    originals.sort_by_key(String::len);
    let site = homelab();
    let printed = Cell::new(0);
    let as_rustfmt = |texts: &[String]| -> Tested {
        let folder = tempfile::tempdir()?;
        let mut paths = Vec::new();
        for text in texts {
            let source = SourceFile::new("job.nomad", text);
            let Ok(imported) = reader.read(JobFile::parse(&source)) else { continue };
            let definition = rust(&imported.job, &site, &imported.comments);
            let path = folder.path().join(format!("n{}.rs", paths.len()));
            fs::write(&path, definition.text)?;
            paths.push(path);
        }
        printed.set(paths.len());
        if paths.is_empty() {
            return Ok(());
        }
        let mut command = Command::new(&rustfmt);
        command.args(["--edition", "2024", "--check", "--color", "never", "--config-path"]);
        let output = command.arg(repository("rustfmt.toml")).args(&paths).output()?;
        let said =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        let said = said.chars().take(4000).collect::<String>();
        if output.status.success() { Ok(()) } else { Err(said.into()) }
    };
    as_rustfmt(&[FIRST_IN_CONFIG.to_owned()])?;
    let mut runner = drawn::runner(SEED);
    let files = changed(originals);
    let trees = (0..FILES).map(|_| drawn::drawn(&files, &mut runner)).collect();
    drawn::together(&mut runner, trees, as_rustfmt);
    println!("{} of {FILES} files were read, and printed", printed.get());
    assert!(printed.get() > FILES / 3, "{} files", printed.get());
    Ok(())
}
