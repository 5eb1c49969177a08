//! Groups with blocks of chance, some of them wrong: each is refused here if and only if Nomad refuses it.
//!
//! Nomad names the groups that it refuses, so that one call judges a job of many.

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs;

use jobwright::Severity;
use jobwright::house::Site;
use jobwright::jobspec::Version;
use proptest::strategy::Strategy;

use super::judge;
use crate::support::Tested;
use crate::support::choices::{Choices, choices};
use crate::support::drawn;
use crate::support::nomad::{Nomad, nomad};

/// What may stand in a block: attributes with their values.
type Block = (&'static str, &'static [(&'static str, &'static [&'static str])]);

const TIMES: &[&str] = &[
    r#""-1s""#,
    r#""0s""#,
    r#""1ns""#,
    r#""4s""#,
    r#""5s""#,
    r#""10s""#,
    r#""14s""#,
    r#""15s""#,
    r#""30s""#,
    r#""89s""#,
    r#""90s""#,
    r#""5m""#,
    r#""299s""#,
    r#""10m""#,
    r#""1h""#,
    r#""24h""#,
];
const BOOLS: &[&str] = &["true", "false"];
const HEALTH: &[&str] = &[r#""checks""#, r#""task_states""#, r#""manual""#, r#""any""#, r#""""#];

const BLOCKS: [Block; 8] = [
    (
        "update",
        &[
            ("min_healthy_time", TIMES),
            ("healthy_deadline", TIMES),
            ("progress_deadline", TIMES),
            ("stagger", TIMES),
            ("max_parallel", &["-1", "0", "2", "5"]),
            ("canary", &["-1", "0", "1"]),
            ("auto_promote", BOOLS),
            ("health_check", HEALTH),
        ],
    ),
    (
        "restart",
        &[
            ("attempts", &["-1", "0", "1", "3", "10"]),
            ("interval", TIMES),
            ("delay", TIMES),
            ("mode", &[r#""delay""#, r#""fail""#, r#""any""#]),
        ],
    ),
    (
        "reschedule",
        &[
            ("attempts", &["-1", "0", "1", "2", "5", "6", "40", "70", "1000000"]),
            ("interval", TIMES),
            ("delay", TIMES),
            ("max_delay", TIMES),
            ("unlimited", BOOLS),
            (
                "delay_function",
                &[r#""constant""#, r#""exponential""#, r#""fibonacci""#, r#""any""#, r#""""#],
            ),
        ],
    ),
    (
        "migrate",
        &[
            ("max_parallel", &["-1", "0", "2"]),
            ("health_check", HEALTH),
            ("min_healthy_time", TIMES),
            ("healthy_deadline", TIMES),
        ],
    ),
    (
        "volume \"data\"",
        &[
            ("type", &[r#""host""#, r#""csi""#, r#""csi""#, r#""csi""#, r#""any""#]),
            ("source", &[r#""data""#, r#""data""#, r#""data""#, r#""""#]),
            ("read_only", BOOLS),
            ("per_alloc", BOOLS),
            // Those of host volumes came later.
            ("attachment_mode", &[r#""""#]),
        ],
    ),
    (
        "volume \"disk\"",
        &[
            ("type", &[r#""csi""#]),
            ("source", &[r#""disk""#]),
            ("attachment_mode", &[r#""file-system""#, r#""block-device""#, r#""any""#]),
            (
                "access_mode",
                &[
                    r#""single-node-reader-only""#,
                    r#""single-node-writer""#,
                    r#""multi-node-reader-only""#,
                    r#""multi-node-single-writer""#,
                    r#""any""#,
                ],
            ),
            ("read_only", BOOLS),
            ("per_alloc", BOOLS),
        ],
    ),
    ("network", &[("hostname", &[r#""a.b""#, r#""a..b""#, r#"".""#, r#""a\\..b""#, r#""a.""#])]),
    ("ephemeral_disk", &[("size", &["9", "101", "-1"])]),
];

const PORT: Block = (
    "port",
    &[
        ("static", &["-1", "0", "80", "81", "65535", "65536"]),
        ("to", &["-2", "-1", "80", "65536"]),
        ("host_network", &[r#""default""#, r#""private""#, r#""""#]),
    ],
);

fn block(choices: &mut Choices, (head, attributes): Block, inside: &str) -> String {
    let mut text = format!("{head} {{\n");
    for (name, values) in attributes {
        if choices.below(5) > 1 {
            let _ = writeln!(text, "  {name} = {}", choices.one(values));
        }
    }
    text + inside + "}\n"
}

fn group(choices: &mut Choices) -> String {
    let mut text = format!("count = {}\n", choices.below(4));
    for kind in BLOCKS {
        if !choices.one_in(7) {
            continue;
        }
        let ports = if kind.0 == "network" { choices.below(4) } else { 0 };
        let ports = (0..ports).map(|_| {
            let label = choices.one(&["a", "b", "c", "d", "e", "f"]);
            block(choices, PORT, "").replacen("port", &format!("port \"{label}\""), 1)
        });
        let ports: String = ports.collect();
        text += &block(choices, kind, &ports);
    }
    let mount = match choices.below(8) {
        7 => "volume_mount {\n  volume = \"data\"\n  destination = \"/data\"\n}\n",
        6 => "volume_mount {\n  volume = \"\"\n  destination = \"/data\"\n}\n",
        _ => "",
    };
    format!("{text}task \"one\" {{\n  driver = \"docker\"\n{mount}}}\n")
}

/// How a job begins, whose groups take over what it says.
const JOBS: [&str; 7] = [
    "",
    "update {\n  healthy_deadline = \"9m\"\n  canary = 1\n}\nreschedule {\n  delay = \"10s\"\n}\n",
    "migrate {\n  healthy_deadline = \"20s\"\n}\nreschedule {\n  unlimited = false\n  interval = \"10m\"\n}\n",
    "update {\n  progress_deadline = \"0s\"\n  max_parallel = 0\n}\n",
    "type = \"batch\"\n",
    "type = \"batch\"\nreschedule {\n  delay_function = \"fibonacci\"\n  max_delay = \"20s\"\n  attempts = 4\n}\n",
    "type = \"system\"\n",
];

fn job(head: &str, groups: &[(usize, &String)]) -> String {
    let group = |(at, group): &(usize, &String)| format!("group \"g{at}\" {{\n{group}}}\n");
    let groups: String = groups.iter().map(group).collect();
    format!("job \"seeded\" {{\n{head}{groups}}}\n")
}

/// What is wrong with our verdicts on the groups of a job, and how many of them Nomad refuses.
fn judged(
    head: &str,
    groups: &[String],
    nomad: &Nomad,
) -> Result<(Vec<String>, usize), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    let all: Vec<(usize, &String)> = groups.iter().enumerate().collect();
    fs::write(&file, job(head, &all))?;
    let said = nomad.validate(&file).err().map(|why| why.to_string()).unwrap_or_default();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for one in all {
        let refused = said.contains(&format!("group g{} validation failed", one.0))
            || said.contains(&format!("group g{} has count", one.0));
        count += usize::from(refused);
        let text = job(head, &[one]);
        let outcome = judge::texts(&Site::bare(""), std::slice::from_ref(&text))?;
        let own = outcome.findings.iter().filter(|finding| finding.rule.starts_with("nomad/"));
        let own = own.filter(|finding| finding.severity == Severity::Error);
        let own: String = own.map(|finding| format!("{finding}\n")).collect();
        if own.is_empty() == refused {
            wrong.push(format!("refused by Nomad: {refused}\n{text}\n{own}"));
        }
    }
    Ok((wrong, count))
}

#[test]
fn groups_of_chance_are_judged_as_nomad_does() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    // Newer ones look at host volumes in another way.
    let only_newer = nomad.version() >= Version::new(1, 10, 0);
    // Few groups take more choices.
    let groups = choices(100).prop_map(|mut choices| group(&mut choices));
    let mut runner = drawn::runner(1);
    let (mut refused, mut total) = (0, 0);
    for head in JOBS.iter().cycle().take(21) {
        let trees: Vec<_> = (0..60).map(|_| drawn::drawn(&groups, &mut runner)).collect();
        total += trees.len();
        let count = Cell::new(0);
        drawn::together(&mut runner, trees, |groups| {
            let (mut wrong, refused) = judged(head, groups, &nomad)?;
            count.set(refused);
            wrong.retain(|own| !only_newer || !own.contains("\"host\""));
            if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
        });
        refused += count.get();
    }
    println!("{refused} of {total} groups refused by Nomad {}", nomad.version());
    assert!(refused > total / 4 && refused < total * 3 / 4, "{refused} of {total}");
    Ok(())
}
