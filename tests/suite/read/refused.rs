//! Files of strangers that Nomad refuses: so do we, at Nomad's place or before it on its line, and with more help.

use std::fs;

use jobwright::eval::Inputs;
use jobwright::read::{self, Finding};

use crate::support::corpus::Corpus;
use crate::support::{Tested, skip};

/// One file, and Nomad's first error about it.
struct Refused {
    path: String,
    text: String,
    line: u32,
    column: u32,
    said: String,
}

/// The files that Nomad refuses.
fn refused(test: &str) -> Vec<Refused> {
    let corpus = Corpus::of(test);
    let row = |row: &str| {
        let mut cells = row.split('\t');
        let (path, error) = (cells.next().expect("a path"), cells.nth(1).expect("an error"));
        let (_, rest) = error.split_once(':').expect("a place");
        let (place, said) = rest.split_once(": ").expect("a message");
        let (start, _) = place.split_once('-').expect("a range");
        let (line, column) = start.split_once(',').expect("a line and a column");
        Refused {
            path: path.to_owned(),
            text: fs::read_to_string(corpus.join("refused").join(path)).expect(path),
            line: line.parse().expect("a line"),
            column: column.parse().expect("a column"),
            said: said.to_owned(),
        }
    };
    let rows = corpus.rows("refused.tsv").expect("the table");
    corpus.has_at_least(rows.len(), 48);
    rows.iter().map(|line| row(line)).collect()
}

fn findings(file: &Refused) -> Vec<Finding> {
    read::evaluated(&file.text, &Inputs::default(), None).err().unwrap_or_default()
}

/// Where our place is on another line than Nomad's, and why.
const ELSEWHERE: [(&str, u32, &str); 2] = [
    (
        "angrycub__nomad_example_jobs/docker__docker+host_volume__unsafe.nomad",
        25,
        "Nomad means the end of the line before: it says `26,1`; we mean the block on that line that cannot stand there",
    ),
    (
        "own__refused/missing-brace.nomad.hcl",
        1,
        "Nomad means the end of the file; we mean the block that is not closed",
    ),
];

#[test]
fn every_file_is_refused_where_nomad_refuses_it() -> Tested {
    let files = refused(skip::name_of(|| ()));
    let (mut count, mut same) = (0, 0);
    for file in &files {
        let findings = findings(file);
        let Some(first) = findings.first() else {
            panic!("{} was read", file.path);
        };
        count += 1;
        let place = first.position(&file.text);
        let elsewhere = ELSEWHERE.iter().find(|(path, ..)| *path == file.path);
        let line = elsewhere.map_or(file.line, |(_, line, _)| *line);
        assert_eq!(place.line, line, "{} {first:?}", file.path);
        assert!(elsewhere.is_some() || place.column <= file.column, "{} {first:?}", file.path);
        same += usize::from(place.line == file.line && place.column == file.column);
        for finding in &findings {
            let said: Vec<&str> = file.said.split_whitespace().collect();
            let new = finding.help.split_whitespace().filter(|word| !said.contains(word)).count();
            assert!(new >= 3, "{}: {finding:?}", file.path);
        }
    }
    println!("{count} of {} refused, {same} of them at Nomad's very place", files.len());
    assert_eq!(count, files.len());
    Ok(())
}
