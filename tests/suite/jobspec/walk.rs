//! Two jobs side by side: what is paired with what, and where it stands.

use jobwright::jobspec::walk::{Sides, zip, zip_in_order};
use jobwright::jobspec::{
    Block, Constraint, FieldItem, Group, Job, Kind, Pairing, Path, Service, Step, Task, Template,
    Volume, VolumeMount, all_schemas,
};
use jobwright::prelude::Exec;

/// All that differs, a line each.
fn changes(old: &Job, new: &Job, in_order: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let walk = if in_order { zip_in_order } else { zip };
    walk(old, new, &mut |seen| {
        let sign = match seen.sides {
            Sides::Both(one, two) if one == two => return,
            Sides::Both(..) => "~",
            Sides::Old(_) => "-",
            Sides::New(_) => "+",
            Sides::Order => "order of",
        };
        let name = seen.field.map_or("extra", |field| field.name);
        let what = match seen.sides {
            Sides::Old(FieldItem::Block(block)) | Sides::New(FieldItem::Block(block)) => {
                Step::from(block).to_string()
            }
            _ => name.to_owned(),
        };
        lines.push(format!("{sign} {} > {what}", seen.at.path()));
    });
    lines
}

fn job(group: Group) -> Job {
    Job::service("shop").group(group)
}

fn task(name: &str) -> Task {
    Task::new(name, Exec::command("/bin/true"))
}

fn web(task: Task) -> Job {
    job(Group::new("web").task(task))
}

#[test]
fn a_job_is_itself() {
    for job in super::jobs() {
        assert_eq!(changes(&job, &job.clone(), false), [""; 0], "{}", job.id);
        assert_eq!(changes(&job, &job.clone(), true), [""; 0], "{}", job.id);
    }
}

#[test]
fn blocks_with_a_name_are_found_by_it() {
    let old = job(Group::new("web").task(task("a")).task(task("b")).task(task("c")));
    let new = job(Group::new("web").task(task("c").user("x")).task(task("a")).task(task("d")));
    let group = "job \"shop\" > group \"web\"";
    assert_eq!(
        changes(&old, &new, false),
        [
            format!("- {group} > task \"b\""),
            format!("+ {group} > task \"c\" > user"),
            format!("+ {group} > task \"d\""),
            format!("order of {group} > task"),
        ]
    );
}

#[test]
fn by_their_attributes_too() {
    let mount = |volume: &str, to: &str| VolumeMount::new(volume, to);
    let old = web(task("a").volume_mount(mount("v", "/a")).volume_mount(mount("v", "/b")));
    let new = web(task("a").volume_mount(mount("v", "/b").read_only(true)));
    let at = "job \"shop\" > group \"web\" > task \"a\"";
    assert_eq!(
        changes(&old, &new, false),
        [format!("- {at} > volume_mount"), format!("+ {at} > volume_mount > read_only")]
    );
}

/// Nomad takes templates of one destination for one, and runs two services of one name.
#[test]
fn of_several_with_one_key_the_first_is_the_first() {
    let service = |port: &str| Service::new("web").port(port);
    let old = job(Group::new("web").service(service("a")).service(service("b")));
    let new = job(Group::new("web").service(service("a")));
    let at = "job \"shop\" > group \"web\"";
    assert_eq!(changes(&old, &new, false), [format!("- {at} > service")]);

    let template = |data: &str| Template::inline("local/a", data);
    let at = format!("{at} > task \"t\" > template");
    let (old, new) =
        (web(task("t").template(template("1"))), web(task("t").template(template("2"))));
    assert_eq!(changes(&old, &new, false), [format!("~ {at} > data")]);
}

#[test]
fn a_changed_constraint_is_another_one() {
    let [linux, arm, x86] =
        ["linux", "arm64", "amd64"].map(|value| Constraint::new("${attr.a}", value));
    let old = Job::new("shop").constraint(linux.clone()).constraint(arm);
    let new = Job::new("shop").constraint(x86).constraint(linux);
    assert_eq!(
        changes(&old, &new, false),
        ["- job \"shop\" > constraint", "+ job \"shop\" > constraint"]
    );
    let at = "job \"shop\" > constraint";
    let expected = [format!("~ {at} > value"), format!("~ {at} > value")];
    assert_eq!(changes(&old, &new, true), expected);
}

/// Volumes lie in a map under their names.
#[test]
fn what_has_no_order_cannot_be_in_another_one() {
    let [a, b] = ["a", "b"].map(|name| Volume::host(name, name));
    let old = job(Group::new("web").volume(a.clone()).volume(b.clone()));
    let new = job(Group::new("web").volume(b).volume(a));
    assert_eq!(changes(&old, &new, false), [""; 0]);
    assert_eq!(changes(&old, &new, true).len(), 4);
}

#[test]
fn two_blocks_of_different_kinds_are_not_walked() {
    let (group, task) = (Group::new("a"), task("a"));
    let mut seen = 0;
    zip(&group, &task, &mut |step| {
        let both = matches!(step.sides, Sides::Both(FieldItem::Block(_), FieldItem::Block(_)));
        assert!(both && step.field.is_none());
        seen += 1;
    });
    assert_eq!(seen, 1);
}

/// A key is of labels and attributes that the block has, and a map's keys are labels.
#[test]
fn every_key_is_there() {
    let mut keys = 0;
    for field in all_schemas().into_iter().flat_map(|schema| schema.fields) {
        let (Kind::Blocks(inner), Pairing::Keyed(names)) = (&field.kind, field.pairing) else {
            assert!(!field.keyed, "{}", field.name);
            continue;
        };
        for name in names {
            let has = |field: &&jobwright::jobspec::Field| {
                field.name == *name && matches!(field.kind, Kind::Label | Kind::Attr(_))
            };
            assert!(inner.fields.iter().any(|field| has(&field)), "{}: {name}", inner.name);
            keys += 1;
        }
        let labels: Vec<_> = inner.labels().map(|(_, label)| label.name).collect();
        assert!(!field.keyed || labels == names, "{}", field.name);
    }
    assert!(keys > 20, "{keys}");
}

#[test]
fn a_path_reads_from_the_outside_in() {
    let task = task("app");
    let path = Path::new().then(Step::from(&task as &dyn Block)).then(Step::name("args"));
    let path =
        path.then(Step::Index(2)).within(Step::block("group", ["web \"1\""])).within(Step::File);
    assert_eq!(path.to_string(), "the file > group \"web \\\"1\\\"\" > task \"app\" > args > [2]");
    assert_eq!(path.steps().len(), 5);
}
