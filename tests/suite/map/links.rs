//! Links to the files of jobs: from the root of the project or of the repository, and none to what is outside.

use std::fs;

use crate::cli::Project;

const JOB: &str = "job \"web\" {\n  group \"g\" {\n    task \"t\" {\n      driver = \"raw_exec\"\n    }\n  }\n}\n";

/// The address of the job's file in Backstage's entities, and whether the page has the same.
fn address(project: &Project, below: &str, file: &str) -> Option<String> {
    let run = |format: &str| {
        let arguments = format!("map {file} --format {format} --source-url https://git.example/x/");
        project.run_in(below, &arguments).ends(0).stdout
    };
    let yaml = run("backstage");
    let prefix = "    backstage.io/source-location: \"url:https://git.example/x/";
    let address = yaml.lines().find_map(|line| line.strip_prefix(prefix));
    let address = address.map(|address| address.trim_end_matches('"').to_owned());
    let page = run("html");
    let data = page.split_once("id=\"data\">").and_then(|(_, rest)| rest.split_once("</script>"));
    let data: serde_json::Value = serde_json::from_str(data.expect("data").0).expect("JSON");
    let number = data["jobs"][0][2][2].as_u64().and_then(|number| usize::try_from(number).ok());
    let path = data["strings"][number.expect("a number")].as_str().expect("a path");
    let decoded = address.as_deref().unwrap_or_default().replace("%20", " ").replace("%23", "#");
    assert_eq!(decoded.split("#L").next(), Some(path), "{yaml}");
    address
}

#[test]
fn links_begin_at_the_root_and_lead_nowhere_else() {
    let project = Project::outside();
    fs::create_dir(project.path("top")).expect("a folder");
    fs::create_dir(project.path("top/.git")).expect("a folder");
    project.file("top/jobs/my dir/a#b.nomad.hcl", JOB);
    project.file("top/jobs/web.nomad.hcl", JOB);
    project.file("outside/web.nomad.hcl", JOB);
    let is = |below: &str, file: &str, expected: Option<&str>| {
        assert_eq!(address(&project, below, file).as_deref(), expected, "{file} in {below}");
    };
    is("top", "jobs/web.nomad.hcl", Some("jobs/web.nomad.hcl#L1"));
    is("top/jobs", "web.nomad.hcl", Some("jobs/web.nomad.hcl#L1"));
    is("top/jobs", "../jobs/./web.nomad.hcl", Some("jobs/web.nomad.hcl#L1"));
    is("top", "../outside/web.nomad.hcl", None);
    let absolute = |file: &str| project.path(file).display().to_string();
    is("top", &absolute("top/jobs/web.nomad.hcl"), Some("jobs/web.nomad.hcl#L1"));
    is("top", &absolute("outside/web.nomad.hcl"), None);
    fs::remove_file(project.path("top/jobs/web.nomad.hcl")).expect("it goes");
    is("top", "jobs/", Some("jobs/my%20dir/a%23b.nomad.hcl#L1"));
}
