//! Jobs that differ in attributes of all kinds, the same for the same seed.

use jobwright::jobspec::{
    Block, Child, Field, Free, Group, Job, Kind, Map, Network, Other, Port, RawExec, Schema, Task,
    Type, Value, Version, hours, secs,
};

use super::random::Random;

/// The outermost block that an edit is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    Job,
    Group,
    Task,
}

/// A change of one attribute or block, made where it was not there.
#[derive(Clone, Debug)]
pub struct Edit {
    pub root: Root,
    /// The indices of the fields on the way.
    way: Vec<usize>,
    /// The same in words.
    pub name: String,
    /// What the value is made of.
    pub seed: u64,
}

impl Edit {
    /// The same with another seed.
    pub fn seeded(&self, random: &mut Random) -> Self {
        Self { seed: 1 + random.below(1_000_000) as u64, ..self.clone() }
    }
}

/// What nobody can do here, by its name in the way and the reason.
const NOT_HERE: [(&str, &str); 9] = [
    ("id", "it is another job then"),
    ("namespace", "the same"),
    ("region", "the same"),
    ("type", "Nomad refuses it; `diff` has a case for it"),
    ("variable", "of the file, and not of the job"),
    ("group", "groups have tests of their own"),
    ("task", "so have tasks"),
    ("multiregion", "only Nomad Enterprise has it"),
    ("parameterized", "of batch jobs"),
];

/// All edits that a Nomad of this version knows, each with this seed.
pub fn all(version: Version, kind: &str) -> Vec<Edit> {
    let mut all = Vec::new();
    for (root, schema) in
        [(Root::Job, &Job::SCHEMA), (Root::Group, &Group::SCHEMA), (Root::Task, &Task::SCHEMA)]
    {
        collect(root, schema, &[], "", version, &mut all);
    }
    all.retain(|edit| {
        let first = edit.name.split('.').next().unwrap_or_default();
        let is_here = !NOT_HERE.iter().any(|(name, _)| edit.root == Root::Job && first == *name);
        let is_groups_task = edit.root == Root::Group && first == "task";
        let periodic = first == "periodic" && !kind.contains("batch");
        is_here && !is_groups_task && !periodic
    });
    all
}

fn collect(
    root: Root,
    schema: &'static Schema,
    way: &[usize],
    name: &str,
    version: Version,
    all: &mut Vec<Edit>,
) {
    for (index, field) in schema.fields.iter().enumerate() {
        if field.enterprise || field.since.is_some_and(|since| since > version) || way.len() > 4 {
            continue;
        }
        let way: Vec<usize> = way.iter().copied().chain([index]).collect();
        let name =
            if name.is_empty() { field.name.to_owned() } else { format!("{name}.{}", field.name) };
        match field.kind {
            Kind::Label => continue,
            Kind::Block(inner) | Kind::Blocks(inner) => {
                collect(root, inner, &way, &name, version, all)
            }
            Kind::Config => collect(root, &RawExec::SCHEMA, &way, &name, version, all),
            Kind::Attr(_) | Kind::Map(_) | Kind::Free => {}
        }
        all.push(Edit { root, way, name, seed: 0 });
    }
}

/// The smallest job that runs, of a type.
pub fn base(id: &str, kind: &str, count: i64) -> Job {
    let sleep = RawExec::command("/bin/sleep").args(["3600"]);
    let mut main = Task::new("main", sleep);
    main.kill_timeout = Some(secs(1).into());
    let mock = Other::driver("mock_driver").attr("run_for", "1h");
    let mut group = Group::new("web").task(main).task(Task::new("side", mock));
    if !matches!(kind, "system" | "sysbatch") {
        group = group.count(count);
    }
    group.networks = vec![Network::new().port(Port::dynamic("http"))];
    let mut job = Job::new(id).datacenters(["*"]).group(group);
    job.type_ = Some(kind.into());
    if kind == "service" {
        let update = jobwright::jobspec::Update::new().min_healthy_time(secs(0));
        let update = update.max_parallel(1).healthy_deadline(hours(1));
        job.update = Some(update.progress_deadline(hours(2)).into());
    }
    job
}

/// The job with these edits, one after the other.
pub fn with(job: &Job, edits: &[Edit]) -> Job {
    let mut job = job.clone();
    for edit in edits {
        let mut random = Random::new(edit.seed);
        let block: &mut dyn Block = match edit.root {
            Root::Job => &mut job,
            Root::Group => &mut job.groups[0],
            Root::Task => &mut job.groups[0].tasks[0],
        };
        set(block, &edit.way, &mut random);
    }
    job
}

fn set(block: &mut dyn Block, way: &[usize], random: &mut Random) {
    let [index, rest @ ..] = way else { return };
    let schema = block.schema();
    let field = &schema.fields[*index];
    if let Kind::Attr(of) = field.kind {
        return block.set(*index, value(schema, field, of, random));
    }
    match block.child(*index) {
        Some(Child::Map(map)) => fill(map, random),
        Some(Child::Free(free)) => free_body(free, random),
        Some(Child::Block(inner)) => {
            complete(inner, random);
            set(inner, rest, random);
        }
        Some(Child::Config(config)) => {
            if let Ok(inner) = config.start(Some("raw_exec")) {
                // What it runs stays.
                for (name, value) in [
                    ("command", Value::from("/bin/sleep")),
                    ("args", Value::List(vec!["3600".into()])),
                ] {
                    if let Some((at, _)) = inner.schema().field(name) {
                        inner.set(at, value);
                    }
                }
                set(inner, rest, random);
            }
        }
        None => {}
    }
}

fn fill(map: &mut Map, random: &mut Random) {
    map.set(["ONE", "TWO"][random.below(2)], Value::from(format!("v{}", random.below(3))));
}

fn free_body(free: &mut Free, random: &mut Random) {
    let own = std::mem::take(free);
    *free = own.attr("one", format!("v{}", random.below(3)));
}

/// Gives a block its labels, and what Nomad does not take it without.
fn complete(block: &mut dyn Block, random: &mut Random) {
    let schema = block.schema();
    let mut said = Vec::new();
    block.visit(&mut |index, item| {
        if !matches!(item, jobwright::jobspec::FieldItem::Label("")) {
            said.push(index);
        }
    });
    for (index, field) in schema.fields.iter().enumerate() {
        if said.contains(&index) {
            continue;
        }
        let needed = matches!(
            (schema.name, field.name),
            ("service", "provider" | "name" | "port")
                | ("check", "type" | "interval" | "timeout")
                | ("template", "data" | "destination")
                | ("constraint" | "affinity", "attribute" | "value")
                | ("scaling", "max")
                | ("update", "min_healthy_time" | "healthy_deadline" | "progress_deadline")
        );
        match field.kind {
            Kind::Label => block.set(index, Value::from(["a", "b", "c"][random.below(3)])),
            Kind::Attr(of) if field.required || needed => {
                let value = value(schema, field, of, random);
                block.set(index, value);
            }
            _ => {}
        }
    }
}

/// A value that Nomad may take there.
fn value(schema: &Schema, field: &Field, of: Type, random: &mut Random) -> Value {
    let pick = |random: &mut Random, all: &[&str]| Value::from(all[random.below(all.len())]);
    match (schema.name, field.name) {
        ("constraint" | "affinity", "attribute") => return "${attr.kernel.name}".into(),
        ("constraint" | "affinity", "operator") => return "=".into(),
        ("constraint" | "affinity", "value") => return "linux".into(),
        ("spread", "attribute") => return "${node.datacenter}".into(),
        ("affinity" | "spread", "weight") => return Value::Int(1 + random.below(50) as i64),
        ("service", "provider") => return "nomad".into(),
        ("service", "port") => return "http".into(),
        ("service", "address_mode") => return pick(random, &["auto", "host"]),
        ("check", "type") => return pick(random, &["tcp"]),
        ("check", "port") => return "http".into(),
        ("network", "mode") => return "host".into(),
        ("job", "datacenters") => return Value::List(vec!["*".into()]),
        ("job", "priority") => return Value::Int(1 + random.below(100) as i64),
        ("group", "count") => return Value::Int(1 + random.below(4) as i64),
        ("update", "min_healthy_time") => return Value::Duration(secs(random.below(2) as i64)),
        ("update", "healthy_deadline") => return Value::Duration(hours(1)),
        ("update", "progress_deadline") => return Value::Duration(hours(2)),
        ("scaling", "max") => return Value::Int(9),
        ("scaling", "min") => return Value::Int(0),
        ("template", "destination") => return format!("local/t{}", random.below(3)).into(),
        ("template", "change_mode") => return pick(random, &["noop", "restart"]),
        ("artifact", "source") => {
            return format!("https://example.com/{}.tgz", random.below(3)).into();
        }
        ("task", "driver") => return "mock_driver".into(),
        ("task", "user") => return pick(random, &["root", "nobody"]),
        ("task", "kill_signal") | (_, "change_signal") => {
            return pick(random, &["SIGTERM", "SIGUSR1"]);
        }
        (_, "perms") => return pick(random, &["0640", "0600"]),
        ("config", "command") => return "/bin/sleep".into(),
        ("config", "args") => return Value::List(vec![["3601", "3602"][random.below(2)].into()]),
        ("periodic", "cron") => return pick(random, &["0 0 1 1 *", "0 0 2 1 *"]),
        ("resources", "cpu") => return Value::Int(50 + random.below(3) as i64),
        ("resources", "memory") => return Value::Int(20 + random.below(3) as i64),
        ("resources", "memory_max") => return Value::Int(400),
        ("ephemeral_disk", "size") => return Value::Int(20 + random.below(3) as i64),
        ("logs", "max_files" | "max_file_size") => return Value::Int(1 + random.below(2) as i64),
        _ => {}
    }
    let choices: Vec<&str> = field.one_of.iter().copied().filter(|one| !one.is_empty()).collect();
    if !choices.is_empty() {
        return pick(random, &choices);
    }
    match of {
        Type::Bool => Value::Bool(random.below(2) == 0),
        Type::Int(..) => {
            let least = field.min.unwrap_or(0).max(0);
            Value::Int(field.max.unwrap_or(i64::MAX).min(least + 1 + random.below(3) as i64))
        }
        Type::Number => Value::Int(1),
        Type::Duration => Value::Duration(secs(1 + random.below(20) as i64)),
        Type::List(_) => Value::List(vec![format!("v{}", random.below(3)).into()]),
        Type::Map(_) => {
            let mut map = Map::default();
            fill(&mut map, random);
            Value::Object(map)
        }
        Type::Text | Type::Any | Type::Expression => format!("v{}", random.below(3)).into(),
    }
}
