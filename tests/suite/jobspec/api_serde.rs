//! Every block by serde: it is what stands in its place in the job's API JSON, and comes back from there.

use crate::read::{all, readings};
use crate::support::compare;
use crate::support::skip;
use jobwright::jobspec::*;
use jobwright::{api, read};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Reads a block, compares it with the one that was written, and writes it again.
type Trip = fn(&Json, &dyn Block, &mut Differences) -> Result<(), String>;

/// The templates of blocks, and their fields, that come back in another form than they were written in.
type Differences = BTreeSet<(&'static str, &'static str)>;

/// Several forms of a block make the same JSON. These are in the saturated jobs in one that does not come back.
const FORMS: [(&str, &str); 9] = [
    // An object in a list comes back as a block.
    ("proxy.hcl.j2", "config"),
    ("secret.hcl.j2", "config"),
    ("docker.hcl.j2", "extra"),
    // What is free-form in one job is typed when it comes back.
    ("task.hcl.j2", "config"),
    // The ports of an old form, beside those of today's: Nomad forgets some, and sorts the others in.
    ("network.hcl.j2", "port"),
    ("network.hcl.j2", "reserved_ports"),
    // The identity of the default name comes first.
    ("task.hcl.j2", "identity"),
    // It says what Nomad takes without it, or the label.
    ("scaling.hcl.j2", "type"),
    ("task_scaling.hcl.j2", "type"),
];

/// Where a block alone is not what it is in its place.
const ELSEWHERE: [(&str, &str); 2] = [
    // Nomad forgets the ports of the old form beside those of today's.
    ("network.hcl.j2", "reserved_ports"),
    // Nomad sorts the ports of a task that a job describes, but not of a sidecar's.
    ("sidecar_task.hcl.j2", "resources"),
];

macro_rules! blocks {
    ($($of:ident)*) => {
        BTreeMap::from([$(($of::SCHEMA.template, comes_back::<$of> as Trip)),*])
    };
}

/// All blocks that Nomad's API has.
fn blocks() -> BTreeMap<&'static str, Trip> {
    blocks! {
        Action Affinity Artifact BindAddress BindOptions ChangeScript Check CheckRestart Cni Connect Constraint Consul
        CsiPlugin Device Disconnect DispatchPayload Dns Docker DockerAuth DockerDevice DockerHealthchecks DockerLogging
        EphemeralDisk Exec Expose ExposePath Gateway GatewayProxy GatewayTls Group HeaderModifiers Identity Ingress
        IngressService Java Job Lifecycle Link LinkedService Listener Logs Mesh MeshGateway Migrate Mount MountOptions
        Multiregion MultiregionRegion MultiregionStrategy Network Numa Parameterized Periodic Podman PodmanAuth
        PodmanLogging Port Proxy Qemu RawExec Reschedule Resources Restart Scaling Schedule ScheduleCron Sds Secret
        Service SidecarService SidecarTask Spread SpreadTarget Task TaskScaling Template Terminating TmpfsOptions
        TransparentProxy Ui Update Upstream Vault Volume VolumeDriverConfig VolumeMount VolumeOptions Wait Weights
    }
}

fn comes_back<B: Block + PartialEq + Serialize + DeserializeOwned>(
    json: &Json,
    block: &dyn Block,
    differences: &mut Differences,
) -> Result<(), String> {
    let text = |error: serde_json::Error| format!("{error} in {json}");
    let read: B = serde_json::from_value(json.clone()).map_err(text)?;
    let again = serde_json::to_value(&read).map_err(text)?;
    let from_text: B = serde_json::from_str(&again.to_string()).map_err(text)?;
    compare(block, &read, differences);
    if again != *json || from_text != read {
        return Err(format!("{json}\n{again}\n{read:?}\n{from_text:?}"));
    }
    Ok(())
}

/// Compares what two blocks hold.
fn compare(one: &dyn Block, two: &dyn Block, differences: &mut Differences) {
    let schema = one.schema();
    if one.base() != two.base() {
        differences.insert((schema.template, "extra"));
    }
    for (index, field) in schema.fields.iter().enumerate() {
        let (ones, twos) = (items(one, index), items(two, index));
        let mut inside = Differences::new();
        let same = ones.len() == twos.len()
            && ones.iter().zip(&twos).all(|(one, two)| match (*one, *two) {
                (FieldItem::Label(one), FieldItem::Label(two)) => one == two,
                (FieldItem::Attr(one), FieldItem::Attr(two)) => one.same(two, schema.config),
                (FieldItem::Map(one), FieldItem::Map(two)) => {
                    Value::from(one.clone()).same(&two.clone().into(), schema.config)
                }
                (FieldItem::Free(one), FieldItem::Free(two)) => {
                    one.same(two, field.kind == Kind::Config)
                }
                (FieldItem::Block(one), FieldItem::Block(two)) => {
                    compare(one, two, &mut inside);
                    true
                }
                _ => false,
            });
        let name = (schema.template, field.name);
        if same && (inside.is_empty() || !FORMS.contains(&name)) {
            differences.extend(inside);
        } else {
            differences.insert(name);
        }
    }
}

/// What stands in a field, in the order of the labels where these are keys.
fn items(block: &dyn Block, field: usize) -> Vec<FieldItem<'_>> {
    let mut items = Vec::new();
    block.visit(&mut |index, item| items.extend((index == field).then_some(item)));
    if block.schema().fields[field].keyed {
        items.sort_by_key(|item| format!("{item:?}"));
    }
    items
}

/// A block alone, as JSON.
fn alone(block: &dyn Block) -> Json {
    api::serialize(block, serde_json::value::Serializer).expect("no expressions")
}

/// Whether a JSON object has another right in it: as a value, in a list, or under its label.
fn has(outer: &Json, inner: &Json) -> bool {
    let within = |value: &Json| match value {
        Json::Array(values) => values.contains(inner),
        Json::Object(fields) => value == inner || fields.values().any(|value| value == inner),
        _ => false,
    };
    outer.as_object().is_some_and(|fields| fields.values().any(within))
}

struct Walk {
    blocks: BTreeMap<&'static str, Trip>,
    met: BTreeSet<&'static str>,
    differences: Differences,
    wrong: Vec<String>,
}

impl Walk {
    fn block(&mut self, block: &dyn Block) {
        let (template, json) = (block.schema().template, alone(block));
        self.met.insert(template);
        let comes_back = self.blocks.get(template).unwrap_or_else(|| panic!("{template}"));
        self.wrong.extend(comes_back(&json, block, &mut self.differences).err());
        block.visit(&mut |index, item| {
            let FieldItem::Block(inner) = item else { return };
            let name = (template, block.schema().fields[index].name);
            if !has(&json, &alone(inner)) && !ELSEWHERE.contains(&name) {
                self.wrong.push(format!("{name:?}: {json} does not have {}", alone(inner)));
            }
            self.block(inner);
        });
    }
}

#[test]
fn every_block_is_itself_by_serde() {
    let mut walk = Walk {
        blocks: blocks(),
        met: BTreeSet::new(),
        differences: BTreeSet::new(),
        wrong: Vec::new(),
    };
    for job in super::jobs() {
        let json = serde_json::to_value(&job).expect("no expressions");
        assert_eq!(json, api::job(&job), "{}", job.id);
        walk.block(&job);
    }
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    assert!(walk.met.iter().eq(walk.blocks.keys()), "{:?}", walk.met);
    assert_eq!(walk.differences, FORMS.into());
}

#[test]
fn strangers_jobs_are_themselves_by_serde() {
    let (files, by) = readings(skip::name_of(|| ()));
    all(&files, |file| {
        #[derive(Deserialize, Serialize)]
        #[serde(rename_all = "PascalCase")]
        struct Recorded {
            job: Job,
        }
        let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
        let theirs: Json = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let recorded: Recorded = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let ours = serde_json::to_value(&recorded).map_err(|error| error.to_string())?;
        compare::same(&ours, &theirs, by)?;
        let whole: Job = serde_json::from_value(theirs).map_err(|error| error.to_string())?;
        let by_text = read::api_json(&text).map_err(|findings| format!("{findings:?}"))?;
        if whole == recorded.job && whole == by_text {
            Ok(())
        } else {
            Err("another job".to_owned())
        }
    });
}

#[track_caller]
fn refused<B: DeserializeOwned>(json: Json, expected: &str) {
    let Err(error) = serde_json::from_value::<B>(json) else { panic!("not refused") };
    assert_eq!(error.to_string(), expected);
}

#[test]
fn mistakes_are_told_with_the_way_to_them() {
    refused::<Job>(json!({ "TaskGroups": [] }), "missing `ID` of the job");
    refused::<Job>(
        json!({ "Job": { "ID": "j", "TaskGroups": [
            { "Name": "a" },
            { "Name": "b", "Count": "2", "Tasks": [{ "Env": { "a b": 1 }, "KillTimeout": -1.5 }] },
        ] } }),
        "`Job.TaskGroups[1].Count`: expected an integer for `Count`, found a string; `Job.TaskGroups[1].Tasks[0].Env[\"a b\"]`: expected a string for `Env`, found a number; `Job.TaskGroups[1].Tasks[0].KillTimeout`: expected an integer number of nanoseconds for `KillTimeout`, found `-1.5`",
    );
    refused::<Job>(
        json!({ "ID": "j", "Regoin": "x" }),
        "`Regoin`: `Regoin` of `job` cannot be written in a job file; did you mean `Region`?",
    );
    refused::<Constraint>(json!(["a"]), "expected an object for `constraint`, found a list");
    refused::<Task>(
        json!({ "Env": { "a": [], "b": [], "c": [], "d": [], "e": [], "f": [], "g": [], "h": [], "i": [], "j": [] } }),
        &format!(
            "{}; and 2 more",
            ["a", "b", "c", "d", "e", "f", "g", "h"]
                .map(|name| format!("`Env.{name}`: expected a string for `Env`, found a list"))
                .join("; ")
        ),
    );
    let twice = serde_json::from_str::<Update>(r#"{"Canary": 1, "Canary": 2}"#).expect_err("twice");
    assert!(
        twice.to_string().starts_with("`Canary`: duplicate key `Canary` in this object"),
        "{twice}"
    );
    let deep = (0..300).fold(json!(1), |inner, _| json!([inner]));
    refused::<Docker>(json!({ "args": deep }), "nested more than 256 levels deep");
}

#[track_caller]
fn unsayable(from: &impl Serialize, expected: &str) {
    let error = serde_json::to_value(from).expect_err("something that JSON cannot say");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_only_hcl_can_say_is_refused() {
    let hcl = "only a job file in HCL can, because Nomad evaluates it when it reads the file";
    let group = Group::new("web").count(var("count"));
    let job = Job::service("web").group(group.clone());
    unsayable(
        &group,
        &format!("the expression `var.count` of `group \"web\" > count` cannot be written; {hcl}"),
    );
    unsayable(
        &job,
        &format!(
            "the expression `var.count` of `job \"web\" > group \"web\" > count` cannot be written; {hcl}"
        ),
    );
    let task = Task::new("a", Docker::image("a:1").args(["a", "b"]).extra("c", hcl_text()));
    unsayable(
        &task,
        &format!(
            "the expression `a:${{var.b}}` of `task \"a\" > config > c > [0]` cannot be written; {hcl}"
        ),
    );
    let declares = Job::service("web").variable(Variable::string("a"));
    unsayable(&declares, &format!("job \"web\" declares the variable \"a\"; {hcl}"));
    unsayable(
        &Job::service("web").local("b", 1),
        &format!("job \"web\" declares the local value \"b\"; {hcl}"),
    );
    unsayable(
        &Job::service("web").group(Group::new("g").extra("new", 1)),
        "`job \"web\" > group \"g\" > new` is newer than this version of jobwright, which does not know its name in Nomad's API; use HCL",
    );
}

fn hcl_text() -> Value {
    Value::List(vec![hcl("a:${var.b}").into()])
}

/// Ports have two homes, and the label of a scaling policy is its type.
#[test]
fn blocks_alone_have_the_form_of_their_place() {
    let network = Network::new().port(Port::fixed("a", 80)).port(Port::dynamic("b"));
    let json = serde_json::to_value(&network).expect("no expressions");
    assert_eq!(json["ReservedPorts"][0]["Label"], "a");
    assert_eq!(json["DynamicPorts"][0]["Label"], "b");
    let json = serde_json::to_value(Resources::new().network(network)).expect("no expressions");
    assert_eq!(json["Networks"][0]["ReservedPorts"][0]["Value"], 80);
    let docker = Docker::image("a:1")
        .args(["${1}", "${NOMAD_DC}"])
        .extra_block("x", Free::new().attr("a", 1));
    let json = serde_json::to_value(&docker).expect("no expressions");
    assert_eq!(
        json,
        json!({ "image": "a:1", "args": ["$${1}", "${NOMAD_DC}"], "x": [{ "a": 1 }] })
    );
    assert_eq!(serde_json::from_value::<Docker>(json).expect("a configuration"), docker);
    let scaling = serde_json::to_value(TaskScaling::cpu()).expect("no expressions");
    assert_eq!(scaling["Type"], "vertical_cpu");
}
