//! The comment of a pull request: it is never too long, and nothing that stands in a job breaks out of its place.

use jobwright::diff::{Comparison, MARK, MOST, compare, markdown};
use jobwright::jobspec::{Docker, Group, Job, Service, Task};

/// Values that would end a cell, a fence, a comment or a folded part, or call somebody.
const NASTY: [&str; 12] = [
    "```",
    "`````diff",
    "a | b | c",
    "\n\n| x | y | z |\n",
    "\r\n```\r\n",
    "<!-- jobwright diff -->",
    "</details>",
    "</code></summary><img src=x>",
    "[a](javascript:b)",
    "` </code> `",
    "\\| \\`",
    "**b** @everyone ~~c~~ \u{1b}[2J\u{202e}",
];

fn nasty(nasty: &str, count: i64) -> Job {
    let rule = format!("traefik.http.routers.web.rule=Host(`{nasty}`)");
    let tag = format!("{nasty}{count}");
    let task = Task::new(
        nasty,
        Docker::image(format!("web:{nasty}{count}")).args([nasty, &tag]).cap_add([tag.as_str()]),
    );
    let task = task.env(nasty, tag.as_str()).env("TEXT", format!("a\n{nasty}\n{count}\n{nasty}"));
    let service = Service::new(nasty).tags([tag.as_str(), &format!("{rule}{count}")]);
    let group = Group::new(nasty).count(count).service(service).task(task);
    Job::service(format!("job {nasty}")).meta(nasty, tag.as_str()).group(group)
}

/// The lines outside of fences; within one, nothing ends it but its own end.
fn outside(comment: &str) -> Vec<&str> {
    let mut fence: Option<String> = None;
    let mut lines = Vec::new();
    for line in comment.split(['\n', '\r']) {
        match &fence {
            Some(open) if line == open => fence = None,
            Some(open) => assert!(!line.trim_start().starts_with(open.as_str()), "{line}"),
            None if line.starts_with("```") => {
                fence = Some(line.strip_suffix("diff").expect("the language").to_owned());
            }
            None => lines.push(line),
        }
    }
    assert_eq!(fence, None, "a fence is open");
    lines
}

#[track_caller]
fn is_whole(comment: &str, jobs: usize) {
    let lines = outside(comment);
    let text = lines.join("\n");
    assert_eq!(text.matches("<!--").count(), 1, "{text}");
    assert!(comment.starts_with(MARK));
    for (tag, count) in [("details>", jobs * 2), ("<img", 0), ("](", 0)] {
        assert_eq!(text.matches(tag).count(), count, "{tag} in\n{text}");
    }
    // What is code calls nobody.
    for part in text.split("<code>") {
        let prose = part.split_once("</code>").map_or(part, |(_, prose)| prose);
        assert!(!prose.contains("@everyone") && !prose.contains("</code>"), "{prose}");
    }
    for row in lines.iter().filter(|line| line.starts_with('|')) {
        assert_eq!(row.matches('|').count(), 4, "{row}");
    }
    assert_eq!(lines.iter().filter(|line| line.starts_with('|')).count(), jobs + 2);
    assert!(!comment.contains(['\u{1b}', '\u{202e}', '\r']));
}

#[test]
fn values_stay_in_their_places() {
    let jobs = |count| NASTY.map(|text| nasty(text, count));
    for one in NASTY {
        let comment = markdown(&compare(&[nasty(one, 1)], &[nasty(one, 2)]));
        is_whole(&comment, 1);
    }
    is_whole(&markdown(&compare(&jobs(1), &jobs(2))), NASTY.len());
    // Of jobs that are new or gone, too.
    is_whole(&markdown(&compare(&jobs(1), &[])), NASTY.len());
}

fn many(number: usize, text: &str) -> Comparison {
    let job = |at: usize, tag: &str| {
        let task = Task::new("web", Docker::image(format!("web:{tag}")))
            .env("TEXT", text.repeat(tag.len()));
        Job::service(format!("job-{at:04}")).group(Group::new("web").count(3).task(task))
    };
    let jobs = |tag: &str| (0..number).map(|at| job(at, tag)).collect::<Vec<_>>();
    compare(&jobs("1.4"), &jobs("1.10"))
}

#[test]
fn two_thousand_jobs_fit_and_what_is_cut_is_said() {
    let comment = markdown(&many(2_000, "é"));
    let characters = comment.chars().count();
    assert!(characters <= MOST && characters > MOST - 2_000, "{characters}");
    let rows = comment.lines().filter(|line| line.starts_with("| <code>")).count();
    let whole = comment.matches("<details>").count();
    assert!(rows > 500 && whole > 10, "{rows} rows, {whole} details");
    let said = [
        "Jobs: 2000 changed. Allocations: 6000 replaced.".to_owned(),
        format!("\n{} more jobs are omitted", 2_000 - rows),
        format!("\nThe details of {} jobs are omitted", 2_000 - whole),
    ];
    for line in said {
        assert!(comment.contains(&line), "{line}");
    }
    assert_eq!(comment.matches("</details>").count(), whole);
}

#[test]
fn one_long_text_is_cut_as_a_whole() {
    let comment = markdown(&many(2, &"line\n".repeat(20_000)));
    assert!(comment.chars().count() <= MOST);
    assert!(comment.contains("The details of 2 jobs are omitted"), "{comment}");
    assert_eq!(comment.lines().filter(|line| line.starts_with("| <code>")).count(), 2);
}
