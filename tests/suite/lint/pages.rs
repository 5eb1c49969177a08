//! The guide's pages about rules: made of the rules' own files.

use std::fs;

use jobwright::lint::{self, RULES};

use crate::support::{Tested, repository};

/// A text of the guide is what it is made of; `INSTA_UPDATE=always` writes it, as it does for snapshots.
fn check(path: &str, text: &str) -> Tested {
    let file = repository(path);
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::create_dir_all(file.parent().ok_or("a folder")?)?;
        fs::write(&file, text)?;
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == text, "{path} is stale: INSTA_UPDATE=always writes it anew");
    Ok(())
}

#[test]
fn the_guide_has_the_pages_of_all_rules() -> Tested {
    let index = format!(
        "# The rules of `lint`\n\nMade of the rules' own files in `src/lint/rules/`. `jobwright lint --explain RULE` shows a page in the terminal.\n\n{}",
        lint::index()
    );
    check("docs/rules/README.md", &index)?;
    for kind in ["nomad", "house"] {
        let own = RULES.iter().filter(|rule| rule.name.split('/').next() == Some(kind));
        let pages: Vec<String> = own
            .map(|rule| rule.page().replace("\n## ", "\n### ").replacen("# ", "## ", 1))
            .collect();
        let title = if kind == "nomad" {
            "Nomad's own rules: what it refuses, and what it warns of, as far as that needs no server"
        } else {
            "The house's rules: what Nomad takes, and what goes wrong all the same"
        };
        check(&format!("docs/rules/{kind}.md"), &format!("# {title}\n\n{}", pages.join("\n")))?;
    }
    Ok(())
}
