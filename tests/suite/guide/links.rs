//! Links: those into the repository lead to a file and to a heading in it; those to the network are well formed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use super::page::Page;
use crate::support::{Tested, files, repository};

/// Where the files of this repository are on the network.
const HERE: &str = "https://github.com/jobwright/jobwright/blob/main/";

/// All texts in Markdown, but for those of programs and what is built.
fn texts() -> Vec<Page> {
    let root = repository("");
    let mut texts = Vec::new();
    for entry in fs::read_dir(&root).expect("the repository").flatten() {
        let name = entry.file_name();
        if ["target", ".git", "node_modules", "out"].iter().any(|other| name == *other) {
            continue;
        }
        for file in files(&entry.path()).expect("files") {
            let path = file.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
            let is_built = path.contains("/target/");
            if path.ends_with(".md") && !path.starts_with("scaffold/") && !is_built {
                texts.push(Page::of(&path));
            }
        }
    }
    assert!(texts.len() > 20, "{}", texts.len());
    texts
}

#[test]
fn every_link_leads_somewhere() -> Tested {
    let links = Regex::new(r#"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)|(?:src|href)="([^"]+)""#)?;
    let code = Regex::new(r"`[^`]*`")?;
    let (mut faults, mut seen) = (Vec::new(), 0);
    for page in texts() {
        for (line, text) in page.prose() {
            let text = code.replace_all(text, "`");
            for found in links.captures_iter(&text) {
                let target = found.get(1).or(found.get(2)).map_or("", |target| target.as_str());
                seen += 1;
                if let Err(fault) = leads_somewhere(&page, target) {
                    faults.push(format!("{}:{line}: {target}: {fault}", page.path));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(seen > 100, "{seen} links");
    Ok(())
}

fn leads_somewhere(page: &Page, target: &str) -> Result<(), String> {
    if let Some(path) = target.strip_prefix(HERE) {
        return below(Path::new(path.split('#').next().unwrap_or_default())).map(drop);
    }
    if target.contains("://") {
        let host = target.strip_prefix("https://").and_then(|rest| rest.split('/').next());
        let sound = host.is_some_and(|host| host.contains('.') && !host.contains(['@', ':']));
        return if sound { Ok(()) } else { Err("expected `https://` and a host".to_owned()) };
    }
    let (path, anchor) =
        target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let folder = Path::new(&page.path).parent().unwrap_or(Path::new(""));
    let file = match path {
        "" => PathBuf::from(&page.path),
        path => below(&folder.join(path))?,
    };
    // The book holds the pages, and nothing around them.
    if page.path.starts_with("docs/") && !file.starts_with("docs") {
        return Err(format!("leads out of the book; write {HERE}{}", file.display()));
    }
    let Some(anchor) = anchor else { return Ok(()) };
    let headings = anchors(&Page::of(&file.to_string_lossy()));
    if headings.contains(anchor) { Ok(()) } else { Err("no such heading".to_owned()) }
}

/// The path of something in the repository from its root, without `..`.
fn below(path: &Path) -> Result<PathBuf, String> {
    let root = repository("").canonicalize().map_err(|error| error.to_string())?;
    let file = root.join(path).canonicalize().map_err(|_| "no such file")?;
    let path = file.strip_prefix(&root).map_err(|_| "leads out of the repository")?;
    Ok(path.to_owned())
}

/// What leads to the headings of a page, as GitHub and mdBook make it.
fn anchors(page: &Page) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for (_, line) in page.prose() {
        let Some(heading) = line.strip_prefix('#') else { continue };
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let anchor: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let again = (1..).map(|number| format!("{anchor}-{number}"));
        let free =
            std::iter::once(anchor.clone()).chain(again).find(|name| !anchors.contains(name));
        anchors.extend(free);
    }
    anchors
}

/// Files of this repository that pages name are there.
#[test]
fn every_path_is_there() -> Tested {
    let named = Regex::new(r"`((?:tests|src|crates|docs|scaffold|fuzz|\.ci)/[\w./-]+)`")?;
    let mut seen = 0;
    for page in super::page::pages() {
        for (line, text) in page.prose() {
            for found in named.captures_iter(text) {
                let there = repository(&found[1]).exists();
                assert!(there, "{}:{line}: no file `{}`", page.path, &found[1]);
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen} paths");
    Ok(())
}

/// The table of contents has each page, and no page stands in it twice.
#[test]
fn every_page_is_in_the_book() -> Tested {
    let summary = fs::read_to_string(repository("docs/SUMMARY.md"))?;
    let listed = Regex::new(r"\]\(([^)]+)\)")?;
    let mut pages: Vec<String> =
        listed.captures_iter(&summary).map(|found| format!("docs/{}", &found[1])).collect();
    pages.sort();
    let here: Vec<String> = super::page::pages()
        .into_iter()
        .map(|page| page.path)
        .filter(|path| path.starts_with("docs/") && path != "docs/SUMMARY.md")
        .collect();
    let mut here = here;
    here.sort();
    assert_eq!(pages, here);
    Ok(())
}

#[test]
fn dead_links_are_seen() {
    let page = Page { path: "docs/none.md".to_owned(), text: "# A `b` c\n".to_owned() };
    assert_eq!(anchors(&page).into_iter().collect::<Vec<_>>(), ["a-b-c"]);
    for dead in
        ["nowhere.md", "deploy.md#nowhere", "../README.md", "http://a.b/", "https://localhost/x"]
    {
        assert!(leads_somewhere(&page, dead).is_err(), "{dead}");
    }
}
