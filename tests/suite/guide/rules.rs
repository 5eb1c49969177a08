//! The guide's pages about rules: made of the rules' own files.

use jobwright::lint::{self, RULES};

use super::written::check;
use crate::support::Tested;

#[test]
fn every_rule_of_lint_has_its_page() -> Tested {
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
