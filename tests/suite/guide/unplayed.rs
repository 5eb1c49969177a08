//! What no test can play, and why.

use super::page::pages;

/// Commands of the pages that are not run, each with its page and the reason.
const COMMANDS: &[(&str, &str, &str)] = &[
    ("README.md", "cargo install --locked jobwright", INSTALLED),
    ("README.md", "cargo run -- gen", "`registry` renders the same registry, and compares"),
    ("README.md", "cargo test --workspace", "this test is part of it"),
    ("README.md", "nomad agent -dev", AGENT),
    ("docs/batch.md", "nomad job dispatch -meta customer=42 invoice order.json", CLUSTER),
    ("docs/deploy-ansible.md", "export NOMAD_ADDR=https://nomad.lab:4646 NOMAD_TOKEN=…", PLAYBOOKS),
    (
        "docs/deploy-ansible.md",
        "ansible-playbook playbooks/deploy-all.yml --check --diff",
        PLAYBOOKS,
    ),
    ("docs/deploy-ansible.md", "ansible-playbook playbooks/deploy-all.yml", PLAYBOOKS),
    (
        "docs/deploy-ansible.md",
        "ansible-playbook playbooks/deploy-job.yml -e job=out/http-echo.nomad.hcl",
        PLAYBOOKS,
    ),
    (
        "docs/deploy-ansible.md",
        "ansible-playbook -i inventory/example playbooks/deploy-job.yml -e job=out/example.nomad.hcl",
        PLAYBOOKS,
    ),
    ("docs/deploy.md", "export NOMAD_ADDR=https://nomad.lab:4646 NOMAD_TOKEN=…", DEPLOYED),
    ("docs/deploy.md", "jobwright plan", DEPLOYED),
    ("docs/deploy.md", "jobwright deploy", DEPLOYED),
    ("docs/deploy.md", "jobwright deploy web api --auto-approve", DEPLOYED),
    ("docs/deploy.md", "jobwright deploy out/web.nomad.hcl", DEPLOYED),
    ("docs/deploy.md", LOOP, DEPLOYED),
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
    ("docs/secrets.md", "jobwright show netbox --needs", REGISTRY),
    ("docs/secrets.md", "nomad var put nomad/jobs/netbox db_password=… secret_key=…", CLUSTER),
    ("docs/strings.md", "nomad job run -var image_tag=2.0 out/app.nomad.hcl", CLUSTER),
];

const LOOP: &str = r#"jq -r '.steps[] | select(.job) | .file' out/order.json | while read -r file; do nomad job run "out/$file" || break; done"#;

const AGENT: &str = "the test has an agent of its own";
const CLUSTER: &str = "it needs a cluster that has this job; `deploy` does the same on an agent";
const DEPLOYED: &str =
    "an overview; the pages `getting-started` and `homelab` play these on an agent";
const INSTALLED: &str = "it takes a released version; the test uses the program of this repository";
const OTHERS: &str = "a program of somebody else, whose result the page shows as a file";
const PLAYBOOKS: &str =
    "an overview; the page `homelab` and `deploy::playbook` play these on an agent";
const REGISTRY: &str = "the job is one of an example; `cli::generate` asks the same of others";

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
