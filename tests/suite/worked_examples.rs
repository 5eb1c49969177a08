//! Pages of documentation with a whole job each: their Rust stands in this file, and is so compiled; their HCL is what it
//! becomes.

use std::fs;

use jobwright::lint::{self, Context};
use jobwright::prelude::*;
use jobwright::render::Renderer;
use jobwright::{Defined, Definitions, Severity};

use crate::support::nomad::nomad;
use crate::support::{Tested, repository};

/// What stands in this file, of which the pages show parts.
const SOURCE: &str = include_str!("worked_examples.rs");

mod scaled {
    use super::*;

    pub fn job() -> Workload {
        let busy = AutoscalerCheck::new(
            "requests",
            r#"avg(rate(http_requests_total{job="web"}[1m]))"#,
            AutoscalerStrategy::target_value(100.0).threshold(0.1).max_scale_down(1),
        )
        .source("prometheus")
        .query_window(mins(2));
        let cpu = AutoscalerCheck::new("cpu", "avg_cpu", AutoscalerStrategy::target_value(70.0))
            .source("nomad-apm");
        let policy = AutoscalerPolicy::new()
            .cooldown(mins(2))
            .evaluation_interval(secs(30))
            .check(busy)
            .check(cpu);

        Workload::service("web")
            .image("registry.lab/web:1.4.1")
            .port(Port::http(8080))
            .adjust_group(|group| group.scaling(Scaling::between(2, 10).policy(policy)))
    }
}

mod multiregion {
    use super::*;

    pub fn site() -> Site {
        Site::new("home").nomad("1.11").enterprise().region("eu").provider(Provider::Nomad)
    }

    pub fn job() -> Workload {
        let regions = Multiregion::new()
            .strategy(MultiregionStrategy::new().max_parallel(1).on_failure("fail_all"))
            .region(MultiregionRegion::new("eu").count(3).datacenters(["fra1", "ams1"]))
            .region(MultiregionRegion::new("us").count(2).datacenters(["nyc1"]).meta("tier", "2"));

        Workload::service("web")
            .image("registry.lab/web:1.4.1")
            .port(Port::http(8080))
            .count(0)
            .rollout(Rollout::Canary)
            .adjust_job(|job| job.multiregion(regions))
    }
}

mod caddy {
    use super::*;

    const CADDYFILE: &str = r#"http://web.lab {
  {{ with nomadService "web" }}reverse_proxy{{ range . }} {{ .Address }}:{{ .Port }}{{ end }}
  {{ else }}respond "nobody is there" 503
  {{ end }}
}
"#;

    pub fn job() -> Workload {
        Workload::system("caddy")
            .image("docker.io/library/caddy:2.8.4")
            .port(Port::fixed("http", 80).because("browsers know no other"))
            .command("caddy")
            .args(["run", "--watch", "--config", "/local/Caddyfile"])
            .template(Template::inline("local/Caddyfile", CADDYFILE).change_mode(ChangeMode::Noop))
    }
}

/// The blocks of a language in a page.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let opening = format!("```{language}\n");
    page.split(&opening)
        .skip(1)
        .map(|rest| rest.split_once("```").map_or(rest, |(block, _)| block))
        .collect()
}

/// The page shows parts of this file, and what the jobs become; no rule finds an error in them.
/// `INSTA_UPDATE=always` writes the HCL anew.
fn check(page: &str, examples: &[(Site, Workload)]) -> Tested {
    let path = repository(page);
    let text = fs::read_to_string(&path)?;
    let bare = |text: &str| text.lines().map(|line| line.trim_start().to_owned() + "\n").collect();
    let source: String = bare(SOURCE);
    for block in blocks(&text, "rust") {
        let block: String = bare(block);
        assert!(source.contains(&block), "{page} shows what is not in this file:\n{block}");
    }
    assert_eq!(blocks(&text, "hcl").len(), examples.len(), "{page}: a block of HCL for each job");
    let mut made = text.clone();
    let mut from = 0;
    for (site, workload) in examples {
        let job = workload.clone().job(site);
        let hcl = Renderer::new(Default::default())?.job(&job, "")?;
        let start = from + made[from..].find("```hcl\n").unwrap_or_default() + "```hcl\n".len();
        let end = start + made[start..].find("```").unwrap_or_default();
        made.replace_range(start..end, &hcl);
        from = start + hcl.len() + "```".len();
        assert_eq!(errors(site, job), "", "{page}");
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|mode| mode == "always") && made != text {
        fs::write(&path, &made)?;
        return Ok(());
    }
    assert_eq!(text, made, "{page} is not what its jobs become");
    Ok(())
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

fn lab() -> Site {
    Site::new("lab").datacenters(["dc1"]).provider(Provider::Nomad)
}

#[test]
fn scaling_and_regions() -> Tested {
    let examples = [(lab(), scaled::job()), (multiregion::site(), multiregion::job())];
    check("docs/scaling-and-regions.md", &examples)
}

#[test]
fn caddy() -> Tested {
    check("docs/caddy.md", &[(lab(), caddy::job())])
}

#[test]
fn a_site_without_a_licence_is_told_of_regions() {
    let found = crate::lint::found(multiregion::job());
    assert!(found.contains("which requires Nomad Enterprise"), "{found}");
}

#[test]
fn nomad_takes_them() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    let renderer = Renderer::new(Default::default())?;
    for job in [scaled::job().job(&lab()), caddy::job().job(&lab())] {
        fs::write(&file, renderer.job(&job, "")?)?;
        nomad.validate(&file).map_err(|failure| format!("{}: {failure:?}", job.id))?;
    }
    // Without a licence, that is all that is wrong with several regions.
    fs::write(&file, renderer.job(&multiregion::job().job(&multiregion::site()), "")?)?;
    let refused = nomad.validate(&file).expect_err("there is no licence").to_string();
    assert!(refused.contains("1 error occurred:"), "{refused}");
    assert!(refused.contains("Multiregion jobs are unlicensed."), "{refused}");
    Ok(())
}
