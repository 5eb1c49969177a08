//! Every block of code in the pages is judged by its language, and no other language is taken.

use std::fs;
use std::sync::LazyLock;

use jobwright::{fmt, syntax};

use super::page::{Block, Page, pages};
use super::{played, unplayed};
use crate::cli::Project;
use crate::support::{Tested, files, repository};

/// Pages whose Rust is compiled as a whole, by whom.
const BUILT: [(&str, &str); 2] =
    [("docs/sites.md", "`deploy::sites`"), ("docs/own-project.md", "`cli::own_project`")];

/// Pages that the code makes, and which test runs what is in them.
const MADE: [(&str, &str); 3] = [
    ("docs/rules/", "`lint::samples`"),
    ("docs/reference/", "`guide::reference`"),
    // It has a job that only Nomad Enterprise runs.
    ("docs/scaling-and-regions.md", "`guide::worked`"),
];

/// All Rust that is compiled with the tests, without its indentation.
static COMPILED: LazyLock<String> = LazyLock::new(|| {
    let mut text = String::new();
    for folder in ["tests", "registry", "scaffold/sample"] {
        for file in files(&repository(folder)).expect("sources") {
            if file.extension().is_some_and(|end| end == "rs") {
                text += &unindented(&fs::read_to_string(&file).expect("a source"));
            }
        }
    }
    text
});

#[test]
fn every_block_is_judged() {
    let pages = pages();
    let mut faults = Vec::new();
    let mut judged = 0;
    for page in &pages {
        if MADE.iter().any(|(start, _)| page.path.starts_with(start)) {
            continue;
        }
        let indented = page
            .text
            .lines()
            .any(|line| line.trim_start().starts_with("```") && !line.starts_with('`'));
        assert!(!indented, "{}: a fence is indented, where nothing here would see it", page.path);
        for block in page.blocks() {
            judged += 1;
            if let Err(fault) = judge(page, &block) {
                faults.push(format!("{}:{}: {}: {fault}", page.path, block.line, block.language));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(judged > 100, "{judged} blocks");
}

fn judge(page: &Page, block: &Block<'_>) -> Result<(), String> {
    let played = played::by(&page.path).is_some();
    match block.language {
        "rust" | "rs" if BUILT.iter().any(|(path, _)| *path == page.path) => Ok(()),
        "rust" | "rs" if COMPILED.contains(&unindented(&block.text)) => Ok(()),
        "rust" | "rs" => Err("no test compiles it".to_owned()),
        "hcl" => hcl(block),
        "toml" => parsed(toml::from_str::<toml::Table>(&block.text)),
        "json" => parsed(serde_json::from_str::<serde_json::Value>(&block.text)),
        "yaml" => yaml(&block.text),
        // `commands` asks whether they are played.
        "console" | "sh" => Ok(()),
        // A file that the commands of the page use.
        "diff" | "jinja" | "markdown" | "rego" | "text" if played && !block.named.is_empty() => {
            Ok(())
        }
        language if unplayed::unjudged(&page.path, language) => Ok(()),
        _ => Err("nothing judges this".to_owned()),
    }
}

fn parsed<T, E: ToString>(result: Result<T, E>) -> Result<(), String> {
    result.map(|_| ()).map_err(|error| error.to_string())
}

/// HCL parses and is laid out as `nomad fmt` would; what is a job has no mistake. The mark `wrong` says that it has one, and
/// the page what `jobwright` says of it.
fn hcl(block: &Block<'_>) -> Result<(), String> {
    if block.marks.contains(&"wrong") {
        return if block.named.is_empty() {
            Err("no command shows what is wrong".to_owned())
        } else {
            Ok(())
        };
    }
    let laid_out = fmt::format(&block.text).map_err(|errors| format!("{errors:?}"))?;
    if laid_out != block.text && !block.marks.contains(&"unformatted") {
        return Err(format!("`jobwright fmt` makes of it:\n{laid_out}"));
    }
    if !block.text.lines().any(|line| line.starts_with("job ")) {
        return Ok(());
    }
    let run = Project::outside().run_with(&block.text, "lint --min-severity error -");
    if run.code == 0 { Ok(()) } else { Err(run.stdout + &run.stderr) }
}

fn yaml(text: &str) -> Result<(), String> {
    let quoted = serde_json::to_string(text).map_err(|error| error.to_string())?;
    let escaped = quoted.replace("${", "$${").replace("%{", "%%{");
    let call = format!("yamldecode({escaped})");
    let expression = syntax::parse_expression(&call).map_err(|errors| format!("{errors:?}"))?;
    parsed(
        jobwright::eval::Context::job(call.as_bytes())
            .evaluate(&expression)
            .map_err(|errors| format!("{errors:?}")),
    )
}

/// The lines without what is before them.
fn unindented(text: &str) -> String {
    text.lines().map(|line| line.trim_start().to_owned() + "\n").collect()
}

/// What takes itself for judged must be able to fail.
#[test]
fn mistakes_are_seen() -> Tested {
    for (fence, text) in [
        ("rust", "pub fn nobody_compiles_this() {}\n"),
        ("hcl", "job \"a\" {\n"),
        ("hcl", "a   = 1\n"),
        ("hcl", "job \"a\" {\n  typ = \"batch\"\n}\n"),
        ("toml", "a =\n"),
        ("json", "{ a }\n"),
        ("yaml", "a: [\n"),
        ("text", "anything\n"),
        ("", "anything\n"),
    ] {
        let text = format!("```{fence}\n{text}```\n");
        let page = Page { path: "docs/none.md".to_owned(), text };
        let blocks = page.blocks();
        assert!(judge(&page, &blocks[0]).is_err(), "{}", page.text);
    }
    Ok(())
}
