//! The words of messages, pages and comments: those of the table in CONTRIBUTING.md, and none that it has others for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proc_macro2::{TokenStream, TokenTree};
use regex::Regex;

use crate::support::{files, repository};

/// The words that messages must not use, each with the one to use.
fn words() -> Vec<(Regex, String)> {
    let text = fs::read_to_string(repository("CONTRIBUTING.md")).expect("the guide");
    let (_, section) = text.split_once("## Words\n").expect("a section on words");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    let mut words = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [word, _, instead] = cells[..] else { panic!("a row of three cells: {row}") };
        for other in instead.split(',').map(str::trim).filter(|other| !other.is_empty()) {
            let pattern = format!(r"(?i)\b{}\b", regex::escape(other));
            words.push((Regex::new(&pattern).expect("a pattern"), word.to_owned()));
        }
    }
    words
}

/// A message without what it quotes: code, names, values and placeholders.
fn said(message: &str) -> String {
    static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
        let quoted = r#"`[^`]*`|"[^"]*"|“[^”]*”|\{[^{}]*\}|<[^<>]*>|\[possible values: [^\]]*\]|https?://\S+"#;
        Regex::new(quoted).expect("a pattern")
    });
    QUOTED.replace_all(message, "…").into_owned()
}

fn check(faults: &mut Vec<String>, words: &[(Regex, String)], file: &Path, message: &str) {
    let said = said(message);
    for (pattern, word) in words {
        if let Some(found) = pattern.find(&said) {
            let file = file.strip_prefix(repository("")).unwrap_or(file);
            faults.push(format!(
                "{}: `{}` for `{word}`: {message}",
                file.display(),
                found.as_str()
            ));
        }
    }
}

/// The lines of a snapshot that are messages: not the sources that they show.
fn messages(snapshot: &str, help: bool) -> Vec<String> {
    let line = r"^\s*(?:\S+: )?(?:error|warning|info|note|help|refused)(?:\[[^\]]*\])?: (.*)$";
    let start = Regex::new(line).expect("a pattern");
    let note = Regex::new(r"^\s*= (?:help|note): (.*)$").expect("a pattern");
    let label = Regex::new(r"^[\s|]*\|[\s|_]*[\^-]+ (.*)$").expect("a pattern");
    let github = Regex::new(r"^::(?:error|warning|notice) [^:]*::(.*)$").expect("a pattern");
    let junit = Regex::new(r#"^\s*<failure .*?message="([^"]*)""#).expect("a pattern");
    let body = snapshot.splitn(3, "---\n").last().unwrap_or_default();
    let forms = [&start, &note, &label, &github, &junit];
    // A command of GitHub is one line, whatever it says.
    let body = body.replace("%0A", "\n");
    body.lines()
        .filter_map(|line| match forms.iter().find_map(|form| form.captures(line)) {
            Some(found) => Some(found[1].to_owned()),
            None if help => Some(line.trim_start_matches([' ', '-']).to_owned()),
            None => None,
        })
        .collect()
}

/// Words that only messages must not use: a page may say of whom it speaks, and Homebrew has formulas.
const NOT_OF_PAGES: [&str; 3] = ["somebody", "nobody", "formula"];

/// The lines of a page that are prose: no code, no links, and not the table of the words itself.
fn prose(page: &str) -> Vec<String> {
    let code = Regex::new("(?ms)^```.*?^```$|^## Words\n.*?(^## |\\z)").expect("a pattern");
    let links = Regex::new(r"\]\([^)]*\)").expect("a pattern");
    let page = code.replace_all(page, "");
    links.replace_all(&page, "]").lines().map(str::to_owned).collect()
}

#[test]
fn pages_use_the_words_of_the_field() {
    let (mut words, mut faults, mut seen) = (words(), Vec::new(), 0);
    words.retain(|(pattern, _)| !NOT_OF_PAGES.iter().any(|word| pattern.is_match(word)));
    let mut pages = ["README.md", "SECURITY.md", "CONTRIBUTING.md", "release/README.md"]
        .map(repository)
        .to_vec();
    pages.extend(files(&repository("docs")).expect("the pages"));
    for file in pages.iter().filter(|file| file.extension().is_some_and(|end| end == "md")) {
        for line in prose(&fs::read_to_string(file).expect("a page")) {
            seen += 1;
            check(&mut faults, &words, file, &line);
        }
    }
    assert!(seen > 5000, "only {seen} lines are in the pages");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn snapshots_use_the_words_of_the_field() {
    let (words, mut faults, mut seen) = (words(), Vec::new(), 0);
    for file in files(&repository("tests/suite")).expect("the suite") {
        if file.extension().is_none_or(|extension| extension != "snap") {
            continue;
        }
        let help = file.to_string_lossy().contains("__cli__help__");
        let text = fs::read_to_string(&file).expect("a snapshot");
        for message in messages(&text, help) {
            seen += 1;
            check(&mut faults, &words, &file, &message);
        }
    }
    assert!(seen > 2000, "only {seen} messages are in the snapshots");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The comments of a source file, each as one line, without code.
fn comments(source: &str) -> Vec<String> {
    let (mut all, mut in_code, mut goes_on) = (Vec::<String>::new(), false, false);
    for line in source.lines().map(str::trim_start) {
        let line = line.strip_prefix("//").map(|line| line.trim_start_matches(['/', '!']).trim());
        match line {
            Some(line) if line.starts_with("```") => (in_code, goes_on) = (!in_code, false),
            Some(line) if !in_code && !line.is_empty() => {
                match all.last_mut().filter(|_| goes_on) {
                    Some(last) => *last += &format!(" {line}"),
                    None => all.push(line.to_owned()),
                }
                goes_on = true;
            }
            Some(_) => goes_on = false,
            None => (in_code, goes_on) = (false, false),
        }
    }
    all
}

/// The strings of a source file that people may read: those with several words, without its tests and its attributes.
fn strings(tokens: TokenStream, found: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                // The attributes of a whole file, its docs among them, have a `!`.
                tokens.next_if(
                    |next| matches!(next, TokenTree::Punct(sign) if sign.as_char() == '!'),
                );
                let test = tokens.next_if(|next| matches!(next, TokenTree::Group(_)));
                if test.is_some_and(|test| test.to_string() == "[cfg (test)]") {
                    skip_item(&mut tokens);
                }
            }
            TokenTree::Group(group) => strings(group.stream(), found),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                // A message is one line; what has several is a sample, or a file that is written.
                if text.starts_with('"') && text.contains(' ') && !text.contains("{\\n") {
                    let lines = text.trim_matches('"').split("\\\n").map(str::trim_start);
                    found.push(lines.collect::<String>().replace("\\\"", "\""));
                }
            }
            TokenTree::Punct(_) | TokenTree::Ident(_) => {}
        }
    }
}

fn skip_item(tokens: &mut impl Iterator<Item = TokenTree>) {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == proc_macro2::Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    tokens.find(ends);
}

/// The source files of the crates, with their contents.
fn sources() -> impl Iterator<Item = (PathBuf, String)> {
    let rooms = ["src", "crates/build/src", "crates/derive/src", "crates/hcl/src"];
    let all = rooms.into_iter().flat_map(|room| files(&repository(room)).expect("sources"));
    all.filter(|file| file.extension().is_some_and(|extension| extension == "rs")).map(|file| {
        let text = fs::read_to_string(&file).expect("a source file");
        (file, text)
    })
}

#[test]
fn comments_use_the_words_of_the_field() {
    let (words, mut faults, mut seen) = (words(), Vec::new(), 0);
    let xtask = files(&repository("xtask/src")).expect("sources");
    let xtask = xtask.into_iter().map(|file| {
        let text = fs::read_to_string(&file).expect("a source file");
        (file, text)
    });
    for (file, text) in sources().chain(xtask) {
        for comment in comments(&text) {
            seen += 1;
            // JSON has arrays, and no lists.
            check(&mut faults, &words, &file, &comment.replace("array", "…"));
        }
    }
    assert!(seen > 5000, "only {seen} comments are in the sources");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sources_use_the_words_of_the_field() {
    let (words, mut faults, mut seen) = (words(), Vec::new(), BTreeSet::new());
    for (file, text) in sources() {
        let mut found = Vec::new();
        strings(text.parse().expect("Rust"), &mut found);
        for message in found {
            check(&mut faults, &words, &file, &message);
            seen.insert(message);
        }
    }
    assert!(seen.len() > 2000, "only {} strings are in the sources", seen.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_word_of_another_column_is_found() {
    let words = words();
    let found = |message: &str| {
        let mut faults = Vec::new();
        check(&mut faults, &words, Path::new("a.rs"), message);
        faults.len()
    };
    assert_eq!(found("expected a whole number, found a string"), 1);
    assert_eq!(found("unknown folder `folder`"), 1);
    assert_eq!(found("expected an integer, found `a whole number`"), 0);
    let snapshot =
        "---\nsource: a\n---\nerror[x]: the first\n1 | folder = 1\n  | ^^^ this\n  = help: that\n";
    assert_eq!(messages(snapshot, false), ["the first", "this", "that"]);
    let machine = "---\na\n---\n::error file=a,line=1::one%0Ahelp: two\n  <failure type=\"error\" message=\"three\">\n";
    assert_eq!(messages(machine, false), ["one", "two", "three"]);
    let source =
        "/// A\n/// folder.\n///\n/// ```\n/// folder\n/// ```\n// folder\nlet folder = 1;\n";
    assert_eq!(comments(source), ["A folder.", "folder"]);
    let page = "a [folder](folder.md)\n```sh\nfolder\n```\n## Words\nfolder\n## Next\nfolder\n";
    assert_eq!(prose(page).iter().filter(|line| line.contains("folder")).count(), 2);
    assert!((25..=50).contains(&words_in_the_table()), "{} rows", words_in_the_table());
}

fn words_in_the_table() -> usize {
    words().into_iter().map(|(_, word)| word).collect::<BTreeSet<_>>().len()
}
