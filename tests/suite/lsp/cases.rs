//! One question in one text, row by row: `cases/*.txt`.
//!
//! A case is a title behind `==`, with what is asked behind a colon, the text, in which `<|>` is the cursor, or one is at each
//! end of a range, and below `--` what is answered. `JOBWRIGHT_UPDATE=1` writes the answers anew: read the difference.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, edited, position};
use crate::support::{files, repository};

/// A case: what stands before the text, the text, and what is answered.
struct Case {
    title: String,
    ask: String,
    text: String,
    expected: String,
}

const CURSOR: &str = "<|>";

/// Every third of them at least is about a text that is broken; nothing is renamed in such a text, so that these do not count.
fn cases(file: &Path) -> Vec<Case> {
    let text = fs::read_to_string(file).expect("cases");
    let case = |case: &str| {
        let (head, rest) = case.split_once('\n').expect("a title");
        let (title, ask) = head.rsplit_once(": ").expect("a question");
        let (text, expected) = rest.split_once("--\n").expect("an answer");
        Case {
            title: title.to_owned(),
            ask: ask.to_owned(),
            text: text.to_owned(),
            expected: expected.trim_end().to_owned(),
        }
    };
    text.split("== ").skip(1).map(case).collect()
}

#[test]
fn what_is_asked_is_answered() {
    let mut client = Client::start(None, &["utf-16"]);
    let (mut wrong, mut count, mut broken, mut number) = (Vec::new(), 0, 0, 0);
    for file in files(&repository("tests/suite/lsp/cases")).expect("the cases") {
        let mut recorded = String::new();
        for case in cases(&file) {
            number += 1;
            let text = case.text.replace(CURSOR, "");
            if !case.ask.starts_with("rename ") {
                count += 1;
                broken += usize::from(jobwright::syntax::parse(&text).is_err());
            }
            let ending = if case.ask.contains("volume") { "volume" } else { "nomad" };
            let name = format!("file:///nowhere/{number}/web.{ending}.hcl");
            client.open(&name, &text);
            let answer = answer(&mut client, &name, &case);
            client.tell("textDocument/didClose", json!({"textDocument": {"uri": name}}));
            if answer.trim_end() != case.expected {
                wrong.push(format!("== {}\n{}--\n{answer}", case.title, case.text));
            }
            let Case { title, ask, text, .. } = case;
            recorded += &format!("== {title}: {ask}\n{text}--\n{}\n\n", answer.trim_end());
        }
        if std::env::var("JOBWRIGHT_UPDATE").is_ok_and(|value| value == "1") {
            fs::write(&file, recorded.trim_end().to_owned() + "\n").expect("the cases");
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 60 && broken * 3 >= count, "{count} cases, {broken} of them broken");
    assert_eq!(client.end(), (Some(0), String::new()));
}

/// What is answered, as people read it.
fn answer(client: &mut Client, uri: &str, case: &Case) -> String {
    let text = case.text.replace(CURSOR, "");
    let at = case.text.find(CURSOR).unwrap_or_default();
    let mut params = json!({"textDocument": {"uri": uri}, "position": position(&text, at)});
    let (ask, argument) = case.ask.split_once(' ').unwrap_or((&case.ask, ""));
    let argument = argument.trim_start_matches("volume").trim();
    let method = match ask {
        "complete" => "completion",
        "symbols" => "documentSymbol",
        "folds" => "foldingRange",
        "format" => "formatting",
        "layout-lines" => "rangeFormatting",
        "highlight" => "documentHighlight",
        "actions" | "action" => "codeAction",
        "diagnostics" => {
            let published = client.diagnostics(uri, 1);
            return published.diagnostics.iter().map(diagnostic).collect();
        }
        same => same,
    };
    let here = position(&text, at);
    let end = case.text.replacen(CURSOR, "", 1).find(CURSOR);
    let end = position(&text, end.unwrap_or(at));
    match method {
        "rename" => params["newName"] = argument.into(),
        "rangeFormatting" => params["range"] = json!({"start": here, "end": end}),
        "codeAction" => {
            client.diagnostics(uri, 1);
            params["range"] = json!({"start": here, "end": here});
            params["context"] = json!({"diagnostics": []});
        }
        _ => {}
    }
    let answer = match client.ask(&format!("textDocument/{method}"), params) {
        Ok(answer) => answer,
        Err(error) => return format!("refused: {}", error["message"].as_str().unwrap_or_default()),
    };
    match ask {
        "complete" => completions(&answer),
        "hover" => answer["contents"]["value"].as_str().unwrap_or("nothing").to_owned(),
        "symbols" => symbols(&answer, 0),
        "folds" => list(&answer, |fold| {
            format!("{}-{}", fold["startLine"], fold["endLine"])
                + if fold["kind"] == "comment" { " comment" } else { "" }
        }),
        "definition" | "references" => list(&answer, |place| range(&place["range"])),
        "highlight" => list(&answer, |place| {
            format!(
                "{} {}",
                range(&place["range"]),
                if place["kind"] == 3 { "defines" } else { "uses" }
            )
        }),
        "format" | "layout-lines" => {
            if answer.is_null() {
                "nothing".to_owned()
            } else {
                edited(&text, &answer)
            }
        }
        "rename" => edited(&text, &answer["changes"][uri]),
        "prepareRename" => format!("{} {}", range(&answer["range"]), answer["placeholder"]),
        "actions" => list(&answer, |action| {
            format!(
                "{}: {}",
                action["kind"].as_str().unwrap_or_default(),
                action["title"].as_str().unwrap_or_default()
            )
        }),
        "action" => {
            let all = answer.as_array().cloned().unwrap_or_default();
            let named = |action: &&Value| {
                action["title"].as_str().is_some_and(|title| title.contains(argument))
            };
            let Some(action) = all.iter().find(named) else { return "no such action".to_owned() };
            edited(&text, &action["edit"]["changes"][uri])
        }
        _ => panic!("nobody asks `{ask}`"),
    }
}

fn list(answer: &Value, line: impl Fn(&Value) -> String) -> String {
    match answer.as_array() {
        Some(all) if !all.is_empty() => all.iter().map(|one| line(one) + "\n").collect(),
        _ => "nothing".to_owned(),
    }
}

fn range(range: &Value) -> String {
    let point = |point: &Value| format!("{}:{}", point["line"], point["character"]);
    format!("{}-{}", point(&range["start"]), point(&range["end"]))
}

/// The words, without those of functions, which are many and everywhere the same.
fn completions(answer: &Value) -> String {
    const FUNCTION: i64 = 3;
    let all = answer.as_array().cloned().unwrap_or_default();
    let (functions, others): (Vec<&Value>, Vec<&Value>) =
        all.iter().partition(|item| item["kind"] == FUNCTION);
    let mut words: Vec<&str> = others.iter().filter_map(|item| item["label"].as_str()).collect();
    if functions.len() > 50 {
        words.push("(functions)");
    }
    if words.is_empty() { "nothing".to_owned() } else { words.join(" ") }
}

fn symbols(answer: &Value, depth: usize) -> String {
    let all = answer.as_array().cloned().unwrap_or_default();
    let symbol = |one: &Value| {
        let detail = one["detail"].as_str().unwrap_or_default();
        let head =
            format!("{}{detail} {}", "  ".repeat(depth), one["name"].as_str().unwrap_or_default());
        format!(
            "{} {}\n{}",
            head.trim_end(),
            range(&one["range"]),
            symbols(&one["children"], depth + 1)
        )
    };
    all.iter().map(symbol).collect()
}

fn diagnostic(one: &Value) -> String {
    let message = one["message"].as_str().unwrap_or_default();
    let related = one["relatedInformation"].as_array().cloned().unwrap_or_default();
    let related = related.iter().map(|label| {
        format!(
            "  {} {}\n",
            range(&label["location"]["range"]),
            label["message"].as_str().unwrap_or_default()
        )
    });
    let code = one["code"].as_str().unwrap_or_default();
    format!(
        "{} {} {code}: {message}\n{}",
        range(&one["range"]),
        one["severity"],
        related.collect::<String>()
    )
}
