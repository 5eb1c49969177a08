//! What a change does where it is not what a first look says.

use jobwright::diff::{Class, Comparison, JobChange, Risk, compare};
use jobwright::read;

fn job(text: &str) -> jobwright::jobspec::Job {
    read::job(text).unwrap_or_else(|found| panic!("{text}: {}", found[0].message))
}

/// One job in two versions.
fn changed(old: &str, new: &str) -> JobChange {
    let Comparison { mut jobs, .. } = compare(&[job(old)], &[job(new)]);
    assert_eq!(jobs.len(), 1, "{old} {new}");
    jobs.remove(0)
}

/// A job of a type with this in its group, this in its task, and this in itself.
fn with(kind: &str, own: &str, group: &str, task: &str) -> String {
    format!(
        "job \"web\" {{\n  type = \"{kind}\"\n{own}\n  group \"web\" {{\n{group}\n    task \"web\" {{\n      driver = \"docker\"\n{task}\n    }}\n  }}\n}}\n"
    )
}

fn service(own: &str, group: &str, task: &str) -> String {
    with("service", own, group, task)
}

fn image(tag: u32) -> String {
    format!("config {{\n image = \"web:{tag}\"\n}}")
}

fn risks(job: &JobChange) -> Vec<Risk> {
    job.flags.iter().map(|flag| flag.risk).collect()
}

#[test]
fn lists_that_are_sets_have_no_order() {
    let volume = |flags: &str| {
        service(
            "",
            &format!(
                "volume \"a\" {{\n type = \"csi\"\n source = \"a\"\n access_mode = \"single-node-writer\"\n attachment_mode = \"file-system\"\n mount_options {{\n mount_flags = [{flags}]\n}}\n}}"
            ),
            "",
        )
    };
    let moved = changed(&volume("\"a\", \"b\""), &volume("\"b\", \"a\""));
    assert_eq!(moved.class, Class::InPlace);
    let other = changed(&volume("\"a\", \"b\""), &volume("\"b\", \"c\""));
    assert_eq!(other.class, Class::Destructive);
}

#[test]
fn a_group_without_allocations_is_a_new_version_only() {
    for kind in ["service", "batch", "system"] {
        let [old, new] = [1, 2].map(|tag| with(kind, "", "count = 0", &image(tag)));
        let job = changed(&old, &new);
        assert_eq!((job.class, job.groups[0].whole), (Class::Version, Default::default()));
        assert_eq!(job.groups[0].rollout, None, "{kind}");
    }
}

#[test]
fn a_refused_job_does_nothing() {
    let new = with("batch", "", "count = 3", &image(2));
    let job = changed(&service("", "count = 1", &image(1)), &new);
    assert_eq!((job.class, job.groups[0].whole), (Class::Refused, Default::default()));
    assert_eq!(risks(&job), [Risk::Refused]);
}

#[test]
fn meta_counts_where_a_task_sees_it() {
    let own = "meta {\n a = \"2\"\n}";
    let hidden = changed(&service("", "", own), &service("meta {\n a = \"1\"\n}", "", own));
    assert_eq!(hidden.class, Class::InPlace);
    // Beside a real cause, it is still none.
    let old = service("meta {\n a = \"1\"\n}", "", &format!("{own}\n{}", image(1)));
    let new = service("meta {\n a = \"3\"\n}", "", &format!("{own}\n{}", image(2)));
    let both = changed(&old, &new);
    let class =
        |end: &str| both.changes.iter().find(|one| one.path.ends_with(end)).map(|one| one.class);
    assert_eq!(
        (class("meta > a"), class("image")),
        (Some(Class::InPlace), Some(Class::Destructive))
    );
    let seen = changed(&service("", "", ""), &service("meta {\n a = \"1\"\n}", "", ""));
    assert_eq!(seen.class, Class::Destructive);
    assert_eq!(seen.changes[0].class, Class::Destructive);
}

#[test]
fn a_new_group_is_looked_at_as_a_new_job_is() {
    let old = service("", "", &image(1));
    let more = "group \"new\" {\n network {\n port \"http\" {\n static = 80\n}\n}\n task \"new\" {\n driver = \"docker\"\n config {\n image = \"a:1\"\n privileged = true\n}\n env {\n DB_PASSWORD = \"hunter22xx\"\n}\n}\n}";
    let found = risks(&changed(&old, &service(more, "", &image(1))));
    for risk in [Risk::StaticPort, Risk::Privilege, Risk::Secret] {
        assert!(found.contains(&risk), "{found:?}");
    }
}

#[test]
fn a_count_that_nobody_knows_is_no_outage() {
    let variable = "variable \"n\" {\n type = number\n}\n";
    let [old, new] =
        [1, 2].map(|tag| variable.to_owned() + &service("", "count = var.n", &image(tag)));
    assert!(!risks(&changed(&old, &new)).contains(&Risk::Outage));
    let known = service("", "count = 3", &image(1));
    let job = changed(&known, &(variable.to_owned() + &service("", "count = var.n", &image(1))));
    assert_eq!(job.groups[0].whole.stop, 0);
}

#[test]
fn finished_batch_jobs_run_again_also_where_there_are_fewer() {
    let [old, new] = [3, 2].map(|count| with("batch", "", &format!("count = {count}"), ""));
    assert!(risks(&changed(&old, &new)).contains(&Risk::Rerun));
}

#[test]
fn what_is_started_after_canaries_is_a_step_of_its_own() {
    let text = |count: u32, tag: u32| {
        let update = "update {\n max_parallel = 1\n canary = 1\n}";
        service("", &format!("count = {count}\n{update}"), &image(tag))
    };
    let waves =
        |old: &str, new: &str| changed(old, new).groups[0].rollout.as_ref().map(|all| all.waves);
    assert_eq!(waves(&text(3, 1), &text(5, 2)), Some(4));
    assert_eq!(waves(&text(3, 1), &text(3, 2)), Some(3));
}

#[test]
fn what_a_task_may_do_to_its_node_is_told() {
    for (text, words) in [
        ("devices = [{ host_path = \"/dev/dri\" }]", "gets a device from its node (`/dev/dri`)"),
        (
            "mount {\n type = \"bind\"\n source = \"/srv\"\n target = \"/data\"\n}",
            "mounts a path from its node (`/srv`)",
        ),
        ("volumes = [\"/srv:/data\"]", "mounts a path from its node (`/srv:/data`)"),
        ("volumes = [\"../x:/data\"]", "mounts a path from its node (`../x:/data`)"),
        ("cap_add = [\"net_admin\"]", "gets the capability `net_admin`"),
        ("pid_mode = \"host\"", "shares a namespace with its node: `pid_mode = host`"),
    ] {
        for driver in ["docker", "another"] {
            let of = |text: &str| {
                let config = format!("config {{\n image = \"web:1\"\n{text}\n}}");
                service("", "", &config).replace("\"docker\"", &format!("\"{driver}\""))
            };
            let change = changed(&of(""), &of(text));
            let messages: Vec<&str> =
                change.flags.iter().map(|flag| flag.message.as_str()).collect();
            assert!(messages.iter().any(|message| message.contains(words)), "{text} {messages:?}");
            let back = changed(&of(text), &of(""));
            assert!(!risks(&back).contains(&Risk::Privilege), "{text}");
        }
    }
    let user = |user: &str| service("", "", &format!("user = \"{user}\"\n{}", image(1)));
    for (name, is_root) in [("0", true), ("0:0", true), ("root", true), ("1000", false)] {
        let change = changed(&user("web"), &user(name));
        assert_eq!(risks(&change).contains(&Risk::Privilege), is_root, "{name}");
    }
    let mounts = |source: &str| {
        let mount =
            format!("mount {{\n type = \"{source}\"\n source = \"data\"\n target = \"/data\"\n}}");
        service("", "", &format!("config {{\n image = \"web:1\"\n{mount}\n}}"))
    };
    let own = changed(&service("", "", &image(1)), &mounts("volume"));
    assert!(!risks(&own).contains(&Risk::Privilege), "a volume of Docker's own: {:?}", own.flags);
}

#[test]
fn what_ends_is_told() {
    let count = |count: u32| service("", &format!("count = {count}"), &image(1));
    assert!(risks(&changed(&count(2), &count(0))).contains(&Risk::Outage));
    assert!(!risks(&changed(&count(2), &count(1))).contains(&Risk::Outage));
    let volume = "volume \"data\" {\n type = \"host\"\n source = \"data\"\n}";
    let two = service("", "", &image(1)).replace(
        "  group \"web\"",
        &format!("  group \"db\" {{\n{volume}\n task \"db\" {{\n driver = \"docker\"\n{}\n}}\n}}\n  group \"web\"", image(1)),
    );
    assert!(risks(&changed(&two, &service("", "", &image(1)))).contains(&Risk::Stateful));
}

/// A list of which only the order is another one.
#[test]
fn an_order_of_a_list_is_told() {
    let caps = |caps: &str| {
        service("", "", &format!("config {{\n image = \"web:1\"\n cap_add = [{caps}]\n}}"))
    };
    let change = changed(&caps("\"a\", \"b\""), &caps("\"b\", \"a\""));
    assert_eq!(change.class, Class::Destructive);
    assert!(risks(&change).contains(&Risk::OrderOnly), "{:?}", change.flags);
    let change = changed(&caps("\"a\", \"b\""), &caps("\"b\", \"c\""));
    assert!(!risks(&change).contains(&Risk::OrderOnly), "{:?}", change.flags);
}
