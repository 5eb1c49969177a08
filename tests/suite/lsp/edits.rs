//! Edits by chance: the server has the text that the client has, whatever becomes of it, and tells of nothing older than it
//! has told already.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Client, position};
use crate::support::choices::{Choices, choices};
use crate::support::{Tested, drawn, files, repository};
use proptest::strategy::ValueTree;

const FILES: usize = 20;
const EDITS: usize = 10_000;

/// After so many edits of a file, its text is whole again.
const WHOLE: usize = 40;

/// What is inserted: parts of job files, letters of one to four bytes, and what opens or ends something.
const INSERTED: [&str; 24] = [
    "\n",
    "\"",
    "{",
    "}",
    "[",
    "]",
    "${",
    "}\n",
    " = ",
    "é",
    "𝄞",
    "\r\n",
    "<<EOT\n",
    "EOT\n",
    "#",
    "/*",
    "count = 1\n",
    "port \"http\" {\n  static = 80\n}\n",
    "var.",
    "${NOMAD_PORT_http}",
    "job \"x\" {",
    "group",
    "\t",
    "\u{feff}",
];

/// What is asked between edits.
const ASKED: [&str; 6] =
    ["completion", "hover", "documentSymbol", "foldingRange", "definition", "references"];

#[test]
fn texts_stay_the_same() -> Tested {
    let all = files(&repository("out"))?
        .into_iter()
        .filter(|file| file.to_string_lossy().ends_with(".nomad.hcl"));
    let whole: Vec<String> = all.take(FILES).map(fs::read_to_string).collect::<Result<_, _>>()?;
    assert_eq!(whole.len(), FILES);
    let mut texts = whole.clone();
    let mut versions = [1_i64; FILES];
    let name = |file: usize| format!("file:///nowhere/{file}.nomad.hcl");
    let mut client = Client::start(None, &["utf-16"]);
    for (file, text) in whole.iter().enumerate() {
        client.open(&name(file), text);
    }
    let mut runner = drawn::runner(19);
    let mut took: Vec<Duration> = Vec::new();
    for edit in 0..EDITS {
        let mut chosen = drawn::drawn(&choices(12), &mut runner).current();
        let file = chosen.below(FILES);
        let (text, uri) = (&mut texts[file], name(file));
        versions[file] += 1;
        let change = if versions[file] % WHOLE as i64 == 0 {
            text.clone_from(&whole[file]);
            json!([{"text": text}])
        } else {
            json!([changed(text, &mut chosen)])
        };
        let told = Instant::now();
        client.change(&uri, versions[file], &change);
        if edit % 10 == 0 {
            let at = boundary(text, chosen.below(text.len() + 1));
            let method = format!("textDocument/{}", ASKED[chosen.below(ASKED.len())]);
            let params = json!({"textDocument": {"uri": uri}, "position": position(text, at)});
            client.ask(&method, params).map_err(|error| format!("{method}: {error}"))?;
        }
        if edit % 50 == 0 {
            let published = client.diagnostics(&uri, versions[file]);
            took.push(published.at - told);
            for (file, text) in texts.iter().enumerate() {
                let params = json!({"textDocument": {"uri": name(file)}});
                let here =
                    client.ask("jobwright/text", params).map_err(|error| error.to_string())?;
                assert_eq!(here, text.as_str(), "{} after {edit} edits", name(file));
            }
        }
    }
    took.sort();
    let (half, most) = (took[took.len() / 2], took[took.len() * 99 / 100]);
    println!("{EDITS} edits; from a change to its diagnostics: median {half:?}, p99 {most:?}");
    assert!(client.newest_only, "an older text was told of after a newer one");
    if let Some(peak) = peak(client.process()) {
        println!("at most {} MB", peak / 1024);
        assert!(peak < 300 * 1024, "{peak} kB");
    }
    assert_eq!(client.end(), (Some(0), String::new()));
    Ok(())
}

/// Changes a text by chance, and says how.
fn changed(text: &mut String, chosen: &mut Choices) -> Value {
    let start = boundary(text, chosen.below(text.len() + 1));
    let end = match chosen.below(3) {
        0 => start,
        1 => boundary(text, (start + chosen.below(12)).min(text.len())),
        _ => boundary(text, (start + chosen.below(120)).min(text.len())),
    };
    let new = if chosen.below(3) == 0 { "" } else { INSERTED[chosen.below(INSERTED.len())] };
    let range = json!({"start": position(text, start), "end": position(text, end)});
    text.replace_range(start..end, new);
    json!({"range": range, "text": new})
}

/// An offset at which a position can be said: between two letters, and not within the end of a line.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) || at > 0 && text[..at].ends_with('\r') {
        at -= 1;
    }
    at
}

/// The most memory that a process has had, in kB.
fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
