//! What no test can play, and why.

use super::page::pages;

/// Commands of the pages that are not run, each with its page and the reason.
const COMMANDS: &[(&str, &str, &str)] = &[
    ("README.md", "cargo install --locked jobwright", INSTALLED),
    ("README.md", "cargo run -- gen", "`registry` renders the same registry, and compares"),
    ("README.md", "cargo test --workspace", "this test is part of it"),
    ("README.md", "nomad agent -dev", AGENT),
    ("docs/first-job.md", "cargo install --locked jobwright", INSTALLED),
    ("docs/first-job.md", "nomad agent -dev", AGENT),
    (
        "docs/from-levant.md",
        "levant render -var-file production.yml -out rendered/web.nomad web.nomad",
        OTHERS,
    ),
    (
        "docs/from-nomad-pack.md",
        "nomad-pack render packs/hello --var-file staging.hcl --to-dir rendered",
        OTHERS,
    ),
    ("docs/getting-started.md", "sudo nomad agent -dev -config agent.hcl", AGENT),
    ("docs/policy.md", "conftest test --namespace nomad --policy policy json/", OTHERS),
];

const AGENT: &str = "the test has an agent of its own";
const INSTALLED: &str = "it takes a released version; the test uses the program of this repository";
const OTHERS: &str = "a program of somebody else, whose result the page shows as a file";

/// Blocks of a language that nothing here can judge, by page, and the reason.
const LANGUAGES: &[(&str, &str, &str)] = &[(
    "docs/editors.md",
    "lua",
    "`lsp::neovim` starts Neovim, where there is one, with the settings that `init` writes",
)];

/// Why a command is not run; none where it is.
pub fn reason(page: &str, command: &str) -> Option<&'static str> {
    let same = |(of, what, _): &&(&str, &str, &str)| *of == page && *what == command;
    COMMANDS.iter().find(same).map(|(_, _, reason)| *reason)
}

/// Why the blocks of a language are not judged.
pub fn unjudged(page: &str, language: &str) -> bool {
    LANGUAGES.iter().any(|(of, what, _)| *of == page && *what == language)
}

#[test]
fn every_exception_is_needed() {
    let pages = pages();
    for (path, command, _) in COMMANDS {
        let page = pages.iter().find(|page| page.path == *path);
        let page = page.unwrap_or_else(|| panic!("{path}: no such page"));
        let blocks = page.blocks();
        assert!(
            blocks.iter().any(|block| block.commands().contains(command)),
            "{path} has no command `{command}`"
        );
    }
    for (path, language, _) in LANGUAGES {
        let page = pages.iter().find(|page| page.path == *path);
        let has =
            page.is_some_and(|page| page.blocks().iter().any(|block| block.language == *language));
        assert!(has, "{path} has no block of {language}");
    }
}
