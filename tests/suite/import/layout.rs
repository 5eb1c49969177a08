//! Strangers' job files with comments, texts and widths where nobody expects them: what is printed is as rustfmt leaves it.

use std::fs;
use std::process::Command;

use jobwright::import::{JobFile, Mode, Reader, SourceFile, Values, rust};

use super::homelab;
use crate::fmt::corpus_or_skip;
use crate::fmt::generator::Random;
use crate::support::skip::{self, Needed};
use crate::support::{Tested, files, program, repository};

const RUSTFMT: Needed = Needed {
    program: "rustfmt",
    required_by: "JOBWRIGHT_REQUIRE_RUSTFMT",
    help: "add it with `rustup component add rustfmt`, or set JOBWRIGHT_RUSTFMT to one",
};

/// So many files are made, of the seeds from this one on.
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

/// A job file with a few of such things in it, which may be none any more.
fn mutated(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for number in 0..1 + random.below(7) {
        let all = |marks: &[char]| -> Vec<usize> {
            text.char_indices()
                .filter(|(_, letter)| marks.contains(letter))
                .map(|(at, _)| at)
                .collect()
        };
        let (at, new) = match random.below(5) {
            0 => (all(&['\n']), format!("\n# comment {number}")),
            1 => (
                all(&['\n']),
                format!(" // at the end {number}\n#\n# {}\n", TEXTS[random.below(8)]),
            ),
            2 => (all(&['=', '(', ',', '[']), format!("= /* inside {number} */").split_off(1)),
            3 => (all(&['\n']), format!("\n\n/* one\n   two {number}\n*/\n")),
            _ => {
                let quotes = all(&['"']);
                let Some(start) = quotes.get(random.below(quotes.len())).copied() else { continue };
                let Some(end) = text[start + 1..].find('"').map(|at| start + 1 + at) else {
                    continue;
                };
                text.replace_range(start + 1..end, TEXTS[random.below(8)]);
                continue;
            }
        };
        let Some(place) = at.get(random.below(at.len())).copied() else { continue };
        // What is one letter there stays, unless the new text begins with it.
        let from = if new.starts_with('\n') || new.ends_with('\n') { place } else { place + 1 };
        text.replace_range(
            from..if from == place { place + 1 } else { from },
            &(new.clone() + if new.starts_with('\n') { "\n" } else { "" }),
        );
    }
    text
}

#[test]
fn what_is_printed_is_as_rustfmt_leaves_it() -> Tested {
    let test = skip::name_of(|| ());
    let Some(rustfmt) = skip::found(program("JOBWRIGHT_RUSTFMT", "rustfmt"), &RUSTFMT, test) else {
        return Ok(());
    };
    let Some(corpus) = corpus_or_skip(test) else { return Ok(()) };
    let values = Values { lenient: true, ..Values::default() };
    let reader = Reader::new(Mode::Keep, &values).map_err(|found| format!("{found:?}"))?;
    let reader = reader.for_registry();
    let originals: Vec<String> = files(&corpus.join("jobs"))?
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .collect();
    let folder = tempfile::tempdir()?;
    let site = homelab();
    let mut printed = Vec::new();
    let mut print = |text: &str| -> Tested {
        let source = SourceFile::new("job.nomad", text);
        let Ok(imported) = reader.read(JobFile::parse(&source)) else { return Ok(()) };
        let definition = rust(&imported.job, &site, &imported.comments);
        let path = folder.path().join(format!("n{}.rs", printed.len()));
        fs::write(&path, definition.text)?;
        fs::write(path.with_extension("nomad"), text)?;
        printed.push(path);
        Ok(())
    };
    print(FIRST_IN_CONFIG)?;
    let mut random = Random::new(SEED);
    let mut tried = 0;
    while tried < FILES {
        let original = &originals[random.below(originals.len())];
        print(&mutated(original, &mut random))?;
        tried += 1;
    }
    let mut command = Command::new(rustfmt);
    command.args(["--edition", "2024", "--check", "--color", "never", "--config-path"]);
    let output = command.arg(repository("rustfmt.toml")).args(&printed).output()?;
    println!("{} of {tried} files were read, and printed", printed.len());
    assert!(printed.len() > FILES / 3, "{} files", printed.len());
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}", said.chars().take(4000).collect::<String>());
    Ok(())
}
