//! Comments of the source stand where they stood.

use jobwright::import::rust;
use jobwright::prelude::*;
use jobwright::read::Comment;

fn comment(at: &[(&str, usize)], text: &str) -> Comment {
    let at = at.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
    Comment { at, text: text.to_owned() }
}

#[test]
fn a_comment_stands_above_what_it_stood_above() {
    let task = Task::new("t", Docker::image("a:1").args(["-v"])).env("A", "1").env("B", "2");
    let job = Job::batch("c").group(Group::new("g").count(2).task(task));
    let (group, task) = (("group", 0), ("task", 0));
    let comments = [
        comment(&[], "Licence.\nCopyright."),
        comment(&[group], "The only group."),
        comment(&[group, ("count", 0)], "count = 3\n\n  as before"),
        comment(&[group, task, ("config", 0)], "The configuration."),
        comment(&[group, task, ("config", 0), ("image", 0)], "The image."),
        comment(&[group, task, ("config", 0), ("args", 0)], "Says more."),
        comment(&[group, task, ("env", 0), ("B", 0)], "The second."),
        comment(&[group, task, ("resources", 0)], "resources {\n  cpu = 1\n}"),
    ];
    let definition = rust(&job, &Site::new("lab"), &comments);
    for comment in &comments {
        for line in comment.text.lines().filter(|line| !line.is_empty()) {
            assert!(
                definition.text.contains(&format!("// {line}\n")),
                "{line}\n{}",
                definition.text
            );
        }
    }
    assert_eq!(
        definition.text,
        r#"//! The job `c`.

use jobwright::prelude::*;

// Licence.
// Copyright.
pub fn job() -> Job {
    Job::batch("c")
        // The only group.
        .group(g())
}

fn g() -> Group {
    Group::new("g")
        // count = 3
        //
        //   as before
        .count(2)
        // The configuration.
        // The image.
        // resources {
        //   cpu = 1
        // }
        .task(
            Task::new(
                "t",
                Docker::image("a:1")
                    // Says more.
                    .args(["-v"]),
            )
            .env("A", "1")
            // The second.
            .env("B", "2"),
        )
}
"#
    );
}

#[test]
fn a_workload_keeps_the_comments() {
    let port = Port::http(80);
    let job = Workload::service("web")
        .group_name("g")
        .image("web:1")
        .command("run")
        .port(port)
        .env("A", "1")
        .adjust_task(|task| task.kill_signal("SIGTERM"))
        .job(&Site::bare("lab"))
        .priority(70);
    let (group, task) = (("group", 0), ("task", 0));
    let comments = [
        comment(&[], "Licence."),
        comment(&[group], "The only group."),
        comment(&[group, ("network", 0), ("port", 0)], "The port."),
        comment(&[group, task, ("config", 0), ("command", 0)], "The command."),
        comment(&[group, task, ("env", 0), ("A", 0)], "The first."),
        comment(&[group, task, ("kill_signal", 0)], "The signal."),
        comment(&[group, task, ("resources", 0)], "resources {}"),
    ];
    assert_eq!(
        rust(&job, &Site::bare("lab"), &comments).text,
        r#"//! The job `web`.

use jobwright::prelude::*;

// Licence.
// The only group.
// resources {}
pub fn job(site: &Site) -> Job {
    Workload::service("web")
        .group_name("g")
        // The port.
        .port(Port::http(80))
        .image("web:1")
        // The command.
        .command("run")
        // The first.
        .env("A", "1")
        // The signal.
        .adjust_task(|task| task.kill_signal("SIGTERM"))
        .job(site)
        .priority(70)
}
"#
    );
}
