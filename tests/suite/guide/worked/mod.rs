//! Pages with whole jobs: the Rust of each stands in a file here, and is so compiled; the HCL of the page is what it becomes, and
//! the real Nomad takes it.

mod batch;
mod caddy;
mod canaries;
mod routes;
mod scaling;
mod secrets;
mod snippets;
mod storage;
mod strings;

use std::fs;

use jobwright::lint::{self, Context};
use jobwright::prelude::*;
use jobwright::render::Renderer;
use jobwright::{Defined, Definitions, Severity};

use super::page::Page;
use super::written::updates;
use crate::support::nomad::Nomad;
use crate::support::{Tested, repository, skip};

/// A job of a page: the site that it is for, and what the page shows of its HCL: the first block that begins so, or all of it.
type Example = (Site, Workload, &'static str);

/// The page shows parts of the source, and what the jobs become; no rule finds an error in them, and Nomad neither.
/// `INSTA_UPDATE=always` writes the HCL anew.
fn check(page: &str, source: &str, examples: &[Example]) -> Tested {
    let text = Page::of(page);
    let bare = |text: &str| text.lines().map(|line| line.trim_start().to_owned() + "\n").collect();
    let source: String = bare(source);
    for block in text.blocks().iter().filter(|block| block.language == "rust") {
        let block: String = bare(&block.text);
        assert!(source.contains(&block), "{page} shows what no test compiles:\n{block}");
    }
    let shown = text.blocks().iter().filter(|block| block.language == "hcl").count();
    assert_eq!(shown, examples.len(), "{page}: a block of HCL for each job");
    let mut made = text.text.clone();
    let mut from = 0;
    for (site, workload, part) in examples {
        let job = workload.clone().job(site);
        let hcl = Renderer::new(Default::default())?.job(&job, "")?;
        taken(&hcl, page)?;
        let hcl = excerpt(&hcl, part);
        let start = from + made[from..].find("```hcl\n").unwrap_or_default() + "```hcl\n".len();
        let end = start + made[start..].find("```").unwrap_or_default();
        made.replace_range(start..end, &hcl);
        from = start + hcl.len() + "```".len();
        assert_eq!(errors(site, job), "", "{page}");
    }
    if updates() && made != text.text {
        fs::write(repository(page), &made)?;
        return Ok(());
    }
    assert_eq!(text.text, made, "{page} is not what its jobs become");
    Ok(())
}

/// The first block that begins so, without its indentation; all of it, if nothing is asked for.
fn excerpt(hcl: &str, part: &str) -> String {
    if part.is_empty() {
        return hcl.to_owned();
    }
    let begins = |line: &&str| line.trim_start().starts_with(part) && line.ends_with('{');
    let opening = hcl.lines().find(begins).unwrap_or_else(|| panic!("no block `{part}` in\n{hcl}"));
    let indentation = &opening[..opening.len() - opening.trim_start().len()];
    let mut lines = hcl.lines().skip_while(|line| !begins(line));
    let mut text = String::new();
    for line in lines.by_ref() {
        text += &format!("{}\n", line.strip_prefix(indentation).unwrap_or(line));
        if line == format!("{indentation}}}") {
            break;
        }
    }
    text
}

/// What rules call an error.
fn errors(site: &Site, job: Job) -> String {
    let file = |definition| Defined { source: "registry/apps/one.rs".into(), definition };
    let defined: Vec<Defined> = vec![job].definitions(site).into_iter().map(file).collect();
    let defined: Vec<&Defined> = defined.iter().collect();
    let findings = lint::check(&Context::new(site, &defined)).findings;
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(ToString::to_string).collect()
}

/// Nomad takes it; of several regions, without a licence, that is all that is wrong.
fn taken(hcl: &str, page: &str) -> Tested {
    let Some(nomad) = Nomad::or_skip(skip::name_of(|| ())) else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    fs::write(&file, hcl)?;
    match nomad.validate(&file) {
        Ok(_) => Ok(()),
        Err(refused) if hcl.contains("  multiregion {") => {
            let refused = refused.to_string();
            assert!(refused.contains("1 error occurred:"), "{refused}");
            assert!(refused.contains("Multiregion jobs are unlicensed."), "{refused}");
            Ok(())
        }
        Err(refused) => Err(format!("{page}: {refused}").into()),
    }
}

fn lab() -> Site {
    Site::new("lab")
        .datacenters(["dc1"])
        .provider(Provider::Nomad)
        .domain("lab.example")
        .host_volumes(["media"])
        .csi_volumes(["database"])
}

#[test]
fn a_part_is_found() {
    let hcl = "job \"a\" {\n  group \"b\" {\n    count = 1\n  }\n}\n";
    assert_eq!(excerpt(hcl, "group"), "group \"b\" {\n  count = 1\n}\n");
}
