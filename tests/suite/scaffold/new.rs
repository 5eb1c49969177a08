//! A job, a volume and a site that are added to a registry.

use crate::cli::{Project, typed};
use crate::support::shown::snapshot;
use jobwright::draft::with_site;

/// A registry with a site that names shapes.
fn project() -> Project {
    let folder = Project::new();
    folder.file(
        "registry/site.rs",
        "//! The site.\n\npub use jobwright::prelude::*;\n\npub fn site() -> Site {\n    Site::new(\"test\").datacenters([\"dc1\"])\n}\n\n\
         pub mod shape {\n    use super::Shape;\n\n    pub const TINY: Shape = Shape::equal(64);\n    pub const WIDE: Shape = Shape::new(100, 256);\n}\n",
    );
    folder.file("registry/apps/one.rs", "");
    folder
}

#[test]
fn a_job_is_written_and_shown() {
    let folder = project();
    let words = "new grafana --image docker.io/grafana/grafana:11.2.0 --port 3000 --port metrics=9102 --route grafana \
                 --storage host:plex:/var/lib/grafana --storage ephemeral:cache:/cache --shape wide --health /api/health";
    folder.run(words).ends(0);
    folder.cat("registry/apps/grafana.rs");
    folder.run("new job nightly --kind periodic --cron @daily --command /usr/bin/backup --raw --category core").ends(0);
    folder.cat("registry/core_jobs/nightly.rs");
    folder
        .run("new node-agent --kind system --image a/b:1 --command /bin/agent --shape 100,200")
        .ends(0);
    folder.cat("registry/apps/node_agent.rs");
    snapshot!(folder);
}

#[test]
fn what_is_no_job_is_refused() {
    let folder = project();
    for words in [
        "new",
        "new web2",
        "new web --image a:1",
        "new Web2 --image a:1",
        "new 2web --image a:1",
        "new a/b --image a:1",
        "new a --image a:1 --shape huge",
        "new a --image a:1 --kind periodic",
        "new a --image a:1 --cron @daily",
        "new a --image a:1 --port http=0",
        "new a --image a:1 --storage nfs:x",
        "new a --image a:1 --storage csi:nowhere:/data",
        "new a --image a:1 --category volumes",
        "new one --image a:1",
        "new a --image a:1 --command it's",
        "new a --image a:1 --command a\\",
        "new volume a --plugin nfs --access-mode bogus",
    ] {
        let run = folder.run(words);
        assert_ne!(run.code, 0, "{run}");
    }
    folder.ls("registry");
    snapshot!(folder);
}

#[test]
fn a_volume_is_written_and_shown() {
    let folder = project();
    folder.run("new volume files --plugin nfs --access-mode multi-node-multi-writer").ends(0);
    folder.cat("registry/volumes/files.rs");
    folder.run("new volume scratch --kind host").ends(0);
    folder.run("new volume data --plugin nfs").ends(2);
    folder.run("new volume more").ends(2);
    // Words that Rust or a definition has for itself, and a job that is called like what may be new.
    folder.run("new job volume --image a:1").ends(0);
    folder.run("new loop --image a:1 --category core").ends(0);
    snapshot!(folder);
}

#[test]
fn a_site_is_added() {
    let folder = project();
    folder.run("new site cloud").ends(0);
    folder.run("new site edge-1").ends(0);
    folder.cat("registry/site.rs");
    folder.run("new site cloud").ends(2);
    folder.file("registry/site.rs", "pub fn sites() -> Vec<Site> {\n    all()\n}\n");
    folder.run("new site cloud").ends(0);
    for name in ["test", "site", "sites", "Cloud"] {
        folder.run(&format!("new site {name}")).ends(2);
    }
    snapshot!(folder);
}

#[test]
fn a_site_goes_into_the_list_of_sites_or_nowhere() {
    let after = "\n}\n\npub fn zones() -> Vec<u8> {\n    vec![1, 2]\n}\n";
    let list = |body: &str| format!("pub fn sites() -> Vec<Site> {{\n    {body}{after}");
    let mut shown = String::new();
    for (name, text) in [
        ("match", list("vec![site()]")),
        ("a.b", list("vec![site(),]")),
        ("b", list("vec![]")),
        ("b", list("vec![site() /* ] */, a()] // ]")),
        ("b", list("// vec![no()]\n    vec![\n        site(), // the ] first\n        a(\"]\")\n        // the last\n    ]")),
        ("b", format!("pub fn sites() -> Vec<Site> {{ vec![site()] }}\n{after}").replace("\n\n}\n", "\n")),
        ("b", list("let mut all = vec![site()];\n    let first = &all[0].name;\n    all")),
        ("b", list("vec![site(); 2]")),
        ("b", list("vec![site()].into_iter().collect()")),
        ("b", "// pub fn sites() was here once\npub fn site() -> Site {\n    Site::new(r#\"a\"#)\n}\n".to_owned()),
        ("b", list("vec![site()]").replace("sites()", "sites ( )")),
        ("b", list("vec![\n        site(),\n    ]").replace('\n', "\r\n")),
        ("b", "use other::{a, b};\n".to_owned()),
        ("b", "use other::c as b;\n".to_owned()),
        ("b", "pub fn  b () {}\n".to_owned()),
        ("b", "mod inner {\n    fn b() {}\n}\n".to_owned()),
    ] {
        let text_then = match with_site(&text, name) {
            Ok((text, note)) => {
                text.parse::<proc_macro2::TokenStream>().expect("brackets that match");
                assert!(note.is_some() || text.ends_with('\n'));
                let added = text.replace("\r\n", "<crlf>\n");
                format!("{added}{}", note.map(|note| format!("note: {note}\n")).unwrap_or_default())
            }
            Err(error) => format!("error: {error}\n"),
        };
        shown.push_str(&format!("--- {name}: {text:?}\n{text_then}"));
    }
    snapshot!(shown);
}

#[test]
fn on_a_terminal_it_asks_for_what_was_not_said() {
    let folder = project();
    let typed_words = "shop\n\nbogus\n\nnginx:1.27\ntiny\n8080\n/shop\nhost:plex:/data\n";
    let Some(run) = typed(&folder.command("new"), typed_words) else { return };
    let run = run.ends(0);
    for words in [
        "name of the job: ",
        "registry/ [apps]: ",
        "kind [service]: ",
        "expected service, batch",
        "shape (tiny, wide)",
    ] {
        assert!(run.stdout.contains(words), "{words} in {run}");
    }
    folder.cat("registry/apps/shop.rs");
    snapshot!(folder);
}

#[test]
fn a_category_is_no_module_that_is_there() {
    let folder = project();
    folder.file("registry/images.rs", "//! A helper.\n");
    folder.file("registry/apps.rs", "//! A helper, too.\n");
    folder.file("registry/other/one.rs", "");
    folder.run("new z --category images --image a:1").ends(0);
    folder.run("new y --category other --image a:1").ends(0);
    folder.ls("registry");
    snapshot!(folder);
}

#[test]
fn a_command_has_the_words_that_a_shell_would_give_it() {
    let folder = project();
    let mut command = folder.command("new tick --image a:1");
    command.args(["--command", r#"sh -c 'echo "a  b"' "c d" e\ f ''"#]);
    let run = folder.call(&mut command, b"").ends(0);
    let expected = r#"args    = ["-c", "echo \"a  b\"", "c d", "e f", ""]"#;
    assert!(run.stdout.contains(expected), "{run}");
}

#[test]
fn the_title_that_is_shown_is_the_one_that_is_written() {
    for (number, (title, expected)) in [
        ("", None),
        (" \t", None),
        (" lead", Some("lead")),
        ("a  b\nc", Some("a b c")),
        ("# x", Some("# x")),
        ("/ x", Some("/ x")),
        ("! x", Some("! x")),
        ("{{ b }}", Some("{{ b }}")),
        ("Copyright: SPDX = <b>[1]", Some("Copyright: SPDX = <b>[1]")),
        ("a\u{202e}b\u{2028}c", Some("ab c")),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = project();
        let name = format!("t{number}");
        let mut command = folder.command(&format!("new {name} --image a:1"));
        let run = folder.call(command.args(["--title", title]), b"").ends(0);
        let expected = expected.map_or(format!("The job `{name}`."), str::to_owned);
        let text = folder.read(&format!("registry/apps/{name}.rs"));
        assert!(text.starts_with(&format!("//! {expected}\n\nuse ")), "{title:?}: {text}");
        assert!(run.stdout.contains(&format!("\n#\n# {expected}\n\njob ")), "{title:?}: {run}");
        assert!(!text.contains("\n//"), "{title:?}: {text}");
    }
}

#[test]
fn what_no_answer_can_be_is_told_of_at_its_question() {
    let folder = project();
    let words = "Bad\nweb\nnightly\n\nperiodic\n0 24 * * *\n\na:1\nhuge\n1,x\nwide\n\n";
    let Some(run) = typed(&folder.command("new"), words) else { return };
    let run = run.ends(0);
    for words in [
        "invalid name `Bad` for a job",
        "duplicate job `web`, in",
        "invalid hour `24`: expected 0 to 23",
        "expected the name of a shape, or MHz and MB, such as 100,256",
    ] {
        assert!(run.stdout.contains(words), "{words} in {run}");
    }
    assert_eq!(run.stdout.matches("shape (tiny, wide)").count(), 3, "{run}");
    folder.cat("registry/apps/nightly.rs");
    snapshot!(folder);
}

#[test]
fn a_terminal_that_is_closed_ends_the_command() {
    for words in ["", "shop\n", "shop\n\n\na:1\n"] {
        let folder = project();
        let Some(run) = typed(&folder.command("new"), words) else { return };
        let run = run.ends(2);
        let why = "the terminal was closed before every answer was given, nothing was done";
        assert!(run.stdout.contains(why), "{run}");
        assert_eq!(folder.files("registry"), project().files("registry"), "{words:?}");
    }
}
