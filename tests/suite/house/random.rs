//! Drawn workloads, the same on every machine: each value that was set is in the job or in a finding, and Nomad takes
//! every job that has none.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;

use jobwright::Defined;
use jobwright::api;
use jobwright::lint::{self, Context};
use jobwright::prelude::*;
use jobwright::{Definition, Severity};
use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::Strategy;
use serde_json::{Value as Json, json};

use crate::support::choices::{Choices, choices};
use crate::support::nomad::{Nomad, nomad};
use crate::support::{Tested, drawn};

const WORKLOADS: usize = 10_000;

/// No call takes more choices than half of these.
const MOST: usize = 24;

/// Groups that are asked about at once, in one job.
const AT_ONCE: usize = 100;

/// Numbers that no default of the house has: as values, they are found again in the job's JSON.
struct Fresh(u32);

impl Fresh {
    fn number(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    fn text(&mut self) -> String {
        format!("v{}", self.number())
    }
}

/// A workload in the making, with what each call has set: the values, and the words of a finding about them.
struct Made {
    workload: Workload,
    fresh: Fresh,
    set: Vec<(String, &'static str)>,
    adjusted: bool,
}

impl Made {
    fn new(kind: usize, index: usize) -> Self {
        let name = format!("job-{index}");
        let workload = match kind {
            2 => Workload::system(&name),
            3 => Workload::batch(&name),
            4 => Workload::sysbatch(&name),
            _ => Workload::service(&name),
        };
        Self { workload, fresh: Fresh(10_000), set: Vec::new(), adjusted: false }
    }

    /// A new value, and the word that a finding about it has.
    fn text(&mut self, word: &'static str) -> String {
        let text = self.fresh.text();
        self.set.push((text.clone(), word));
        text
    }

    fn number(&mut self, word: &'static str) -> u32 {
        let number = self.fresh.number();
        self.set.push((number.to_string(), word));
        number
    }

    fn sure(&mut self, value: &str, word: &'static str) {
        self.set.push((value.to_owned(), word));
    }

    fn step(&mut self, step: impl FnOnce(Workload) -> Workload) {
        let empty = Workload::new("");
        let workload = std::mem::replace(&mut self.workload, empty);
        self.workload = step(workload);
    }

    fn service(&mut self, choices: &mut Choices, word: &'static str) -> Service {
        let mut service = Service::new(self.text(word));
        if choices.below(3) > 0 {
            service = service.port(choices.one(&["a", "b", "c"]));
        }
        for _ in 0..choices.below(3) {
            service = service.tags([self.text(word)]);
        }
        if choices.one_in(3) {
            service = service.meta(self.text(word), self.text(word));
        }
        if choices.one_in(3) && service.port.is_some() {
            let check = Check::http(format!("/{}", self.text(word)));
            service = service.check(check.interval(secs(20)).timeout(secs(3)));
        }
        service
    }

    /// One call, of all that there are.
    fn call(&mut self, choices: &mut Choices) {
        match choices.below(5) {
            4 => self.edge(choices),
            0 => self.place(choices),
            1 => self.program(choices),
            2 => self.network(choices),
            _ => self.data(choices),
        }
    }

    fn place(&mut self, choices: &mut Choices) {
        match choices.below(18) {
            13 => self.further(choices),
            14 => {
                let name = self.text("job.namespace");
                self.step(|made| made.namespace(name));
            }
            15 => {
                let value = self.text("");
                self.step(|made| made.spread(Spread::new(format!("${{meta.{value}}}"))));
            }
            16 => {
                let delay = self.number("group.shutdown_delay");
                self.step(|made| made.shutdown_delay(millis(delay.into())));
            }
            17 => {
                let value = self.text("job.meta.");
                let name = choices.one(&["a", "b"]);
                self.step(|made| made.meta(name, value));
            }
            0 => {
                let (cpu, memory) = (self.number("task.resources"), self.number("task.resources"));
                self.step(|made| made.shape(Shape::new(cpu, memory)));
            }
            1 => {
                let cpu = i64::from(self.number("task.resources"));
                self.step(|made| made.resources(Resources::new().cpu(cpu).memory(64)));
            }
            2 => {
                let value = self.text("");
                self.step(|made| made.constraint(Constraint::new("${meta.a}", value)));
            }
            3 => {
                let value = self.text("");
                self.step(|made| {
                    made.target(Target::host("h"))
                        .affinity(Affinity::new("${meta.a}", value).weight(7))
                });
            }
            4 => {
                let count = self.number("group.count");
                self.step(|made| made.count(i64::from(count)));
            }
            5 => {
                let name = self.text("job.datacenters");
                self.step(|made| made.datacenters([name]));
            }
            6 => {
                let name = self.text("group.name");
                self.step(|made| made.group_name(&name));
            }
            7 => {
                let name = self.text("task.name");
                self.step(|made| made.task_name(&name));
            }
            8 => {
                self.sure("\"AutoRevert\":true", "group.update");
                self.step(|made| made.rollout(Rollout::Rolling));
            }
            9 => {
                let parallel = i64::from(self.number("group.update"));
                self.step(|made| made.update(Update::new().max_parallel(parallel)));
            }
            10 => {
                let delay = self.number("group.restart");
                self.step(|made| {
                    made.restart(
                        Restart::new()
                            .attempts(1)
                            .interval(hours(9))
                            .delay(secs(delay.into()))
                            .mode("fail"),
                    )
                });
            }
            11 => {
                let size = i64::from(self.number("group.ephemeral_disk"));
                self.step(|made| made.ephemeral_disk(EphemeralDisk::new().size(size)));
            }
            12 => {
                let (key, value) = (self.text(""), self.text(""));
                self.step(|made| made.adjust_group(|group| group.meta(key, value)));
            }
            _ => {
                let service = self.service(choices, "");
                self.step(|made| made.adjust_group(|group| group.service(service)));
            }
        }
    }

    fn program(&mut self, choices: &mut Choices) {
        match choices.below(17) {
            0 | 1 => {
                let image = self.text("image");
                self.step(|made| made.image(image));
            }
            2 => {
                let command = self.text("driver");
                self.step(|made| made.driver(RawExec::command(command)));
            }
            // The second would replace the first, as is its right.
            3 if !self.adjusted => {
                self.adjusted = true;
                let image = self.text("driver");
                self.step(|made| made.adjust_task(|task| task.config(Docker::image(image))));
            }
            4 => {
                self.sure("\"privileged\":true", "the privilege");
                self.step(Workload::privileged);
            }
            5 => {
                let command = self.text("command");
                self.step(|made| made.command(command));
            }
            6 => {
                let args = [self.text("arguments"), self.text("arguments")];
                self.step(|made| made.args(args));
            }
            7 => {
                let arg = self.text("arguments");
                self.step(|made| made.arg(arg));
            }
            8 => {
                let entry = self.text("entry");
                self.step(|made| made.entrypoint([entry]));
            }
            9 => {
                let value = self.text("task.env.");
                let name = choices.one(&["A", "B", "C"]);
                self.step(|made| made.env(name, value));
            }
            10 => {
                let user = self.text("task.user");
                self.step(|made| made.user(user));
            }
            11 => {
                let service = Service::new(self.text(""));
                self.step(|made| made.task_service(service));
            }
            12 => {
                let (name, content) = (self.text(""), self.text(""));
                self.step(|made| made.file(&name, content));
            }
            13 => {
                let key = self.text("task.env.");
                let name = choices.one(&["A", "B", "C"]);
                self.step(|made| made.secrets([(name, &key)]));
            }
            14 => {
                let timeout = self.number("task.kill_timeout");
                self.step(|made| made.kill_timeout(millis(timeout.into())));
            }
            15 => {
                let source = format!("https://example.com/{}", self.text(""));
                self.step(|made| made.artifact(Artifact::new(source)));
            }
            _ => {
                let (key, value) = (self.text(""), self.text(""));
                self.step(|made| made.adjust_task(|task| task.meta(key, value)));
            }
        }
    }

    fn network(&mut self, choices: &mut Choices) {
        let label = choices.one(&["a", "b", "c"]);
        match choices.below(13) {
            0 | 1 => {
                let to = i64::from(self.number("ports named"));
                self.step(|made| made.port(Port::dynamic(label).to(to)));
            }
            2 => {
                let to = i64::from(self.number(""));
                let name = self.text("");
                self.step(|made| made.port(Port::dynamic(name).to(to)));
            }
            3 => {
                self.sure("\"Mode\":\"bridge\"", "network");
                self.step(|made| made.network(Network::new().mode("bridge")));
            }
            4 => {
                self.sure("\"Mode\":\"host\"", "network of its own kind");
                self.step(Workload::host_network);
            }
            5 => {
                let service = self.service(choices, "");
                self.step(|made| made.with_service(service));
            }
            6 => self.step(Workload::no_services),
            7 => {
                let tag = self.text("tags");
                self.step(|made| made.tags([tag]));
            }
            8 => {
                let path = self.text("check");
                self.step(|made| made.health(&format!("/{path}")));
            }
            9 => {
                let name = self.text("check");
                self.step(|made| made.check(Check::tcp().name(name)));
            }
            10 => {
                let tag = self.text("tags");
                self.step(|made| made.canary_tags([tag]));
            }
            sort => {
                let route = Route::host(self.text("route"));
                let route = if choices.one_in(2) { route.to_port(label) } else { route };
                self.step(|made| match sort {
                    11 => made.canary_route(route),
                    _ => made.route(route),
                });
            }
        }
    }

    /// When it runs, and what it is given then.
    fn time(&mut self, choices: &mut Choices) {
        self.step(|made| match choices.below(7) {
            0 => made.periodic(Periodic::crons(["0 3 * * *"])),
            1 | 2 => made.cron("0 3 * * *"),
            3 => made.time_zone("Europe/Berlin"),
            4 => made.dispatch_payload("paths.txt"),
            _ => made.parameterized(Parameterized::new().meta_required(["reason"])),
        });
    }

    /// A task before the own one, or beside it.
    fn further(&mut self, choices: &mut Choices) {
        let image = self.text("");
        let name = self.text("");
        let task = Task::new(name, Docker::image(image));
        self.step(|made| match choices.below(4) {
            0 => made.prestart(task),
            1 => made.sidecar(task),
            2 => made.sidecar(task.lifecycle(Lifecycle::poststart())),
            _ => made.task(task),
        });
    }

    /// A call with what is small, empty or seldom: here, only Nomad's verdict is asked for.
    fn edge(&mut self, choices: &mut Choices) {
        let small = u32::try_from(choices.below(14)).unwrap_or(0);
        let path = choices.one(&["", "/", "up", "/up?x=1"]);
        match choices.below(17) {
            0 => self.step(|made| made.shape(Shape::equal(small))),
            1 => self.step(|made| made.count(i64::from(small % 4))),
            2 => self.step(|made| made.rollout(Rollout::Canary)),
            3 => self.step(|made| made.rollout(Rollout::BlueGreen)),
            4 => self.step(|made| made.health(path)),
            5 => self.step(|made| {
                made.check(Check::http(path).interval(millis(i64::from(small) * 300)))
            }),
            6 => self.step(|made| made.check(Check::grpc())),
            7 => self.step(|made| made.check(Check::script("/bin/true"))),
            8 => {
                let hosts = choices.one(&["node-1|node-2", r"node-\d+", "node-"]);
                self.step(|made| made.target(Target::hosts(hosts)));
            }
            9 => self.time(choices),
            10 => self.step(|made| made.priority(i64::from(small) * 10).meta("a", "b")),
            11 => {
                let name = choices.one(&["A B", "", "1A", "_A"]);
                self.step(|made| made.secrets([(name, ["key", "", "a-b"][small as usize % 3])]));
            }
            12 => self.step(|made| made.port(Port::fixed("fixed", 53 + u16::from(small > 7)))),
            13 => self.step(|made| made.volume_mount(VolumeMount::new("nowhere", "/nowhere"))),
            14 => self.step(|made| {
                made.storage(Storage::bind(["/a:b", "", "/a"][small as usize % 3]).at("/a"))
            }),
            15 => self.step(|made| made.logs(Logs::new().max_files(2).max_file_size(5))),
            _ => self.step(|made| made.network(Network::new().mode("host"))),
        }
    }

    fn data(&mut self, choices: &mut Choices) {
        let read_only = choices.one_in(2);
        let storage = match choices.below(7) {
            0 => Storage::ephemeral(&self.text("a bind")),
            1 => Storage::nfs(&format!("/{}", self.text("a bind"))),
            2 => Storage::host(choices.one(&["there", "here"])),
            3 => Storage::csi(choices.one(&["data", "more", "there"])),
            4 => Storage::csi("data").access_mode("multi-node-multi-writer"),
            5 => {
                let (source, at) = (self.text("a bind"), self.text("a bind"));
                return self.step(|made| made.bind(&format!("/{source}"), &format!("/{at}")));
            }
            _ => {
                let at = self.text("");
                let volume = Volume::host(self.text(""), "there");
                let mount = VolumeMount::new(volume.name.clone(), at);
                return self.step(|made| made.volume(volume).volume_mount(mount));
            }
        };
        let storage = if read_only { storage.read_only() } else { storage };
        let at = format!("/{}", self.text("a bind"));
        let storage = if choices.one_in(9) { storage.at("/lost").at(&at) } else { storage.at(&at) };
        self.step(|made| made.storage(storage));
    }
}

/// A kind of job, the catalogue of its site, and the calls that make it.
#[derive(Clone, Debug)]
struct Calls {
    kind: usize,
    provider: Provider,
    calls: Vec<Choices>,
}

/// Every third workload is for a site with Nomad's own catalogue.
fn calls() -> impl Strategy<Value = Calls, Tree: Clone> {
    let provider = select(vec![Provider::Consul, Provider::Consul, Provider::Nomad]);
    (0..5_usize, provider, vec(choices(MOST), 0..12)).prop_map(|(kind, provider, calls)| Calls {
        kind,
        provider,
        calls,
    })
}

impl Calls {
    /// The job of this number, with what was set in it and the errors that are found.
    fn job(&self, index: usize) -> (Json, Vec<(String, &'static str)>, Vec<String>) {
        let mut made = Made::new(self.kind, index);
        for mut call in self.calls.iter().cloned() {
            made.call(&mut call);
        }
        let site = site_of(self.provider);
        let job = made.workload.job(&site);
        (api::job(&job), made.set, errors(&job, &site))
    }

    /// The type of its job, where that has no error and all that was set.
    fn sound(&self) -> Result<Option<String>, String> {
        let (job, set, errors) = self.job(0);
        let text = job.to_string();
        for (value, word) in &set {
            let told = !word.is_empty() && errors.iter().any(|error| error.contains(word));
            if !told && !text.contains(value.as_str()) {
                return Err(format!("{value} ({word}) is lost: {errors:?}\n{job:#}"));
            }
        }
        Ok(errors.is_empty().then(|| job["Type"].to_string()))
    }
}

fn site_of(provider: Provider) -> Site {
    let site = crate::lint::site().provider(provider);
    let site = site.host_volumes(["there", "here"]);
    site.csi_volumes(["data", "more", "there"])
}

/// The errors that the rules find in a job.
fn errors(job: &Job, site: &Site) -> Vec<String> {
    let defined =
        Defined { source: "registry/apps/one.rs".into(), definition: Definition::Job(job.clone()) };
    let defined = [&defined];
    let findings = lint::check(&Context::new(site, &defined)).findings.into_iter();
    findings.filter(|one| one.severity == Severity::Error).map(|one| one.message).collect()
}

#[test]
fn nothing_is_lost_and_what_has_no_finding_is_valid() -> Tested {
    let (mut runner, strategy) = (drawn::runner(11), calls());
    let mut good: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for _ in 0..WORKLOADS / AT_ONCE {
        let trees: Vec<_> = (0..AT_ONCE).map(|_| drawn::drawn(&strategy, &mut runner)).collect();
        let types = RefCell::default();
        drawn::together(&mut runner, trees.clone(), |all| {
            types.replace(all.iter().map(Calls::sound).collect::<Result<Vec<_>, _>>()?);
            Ok(())
        });
        for (tree, type_) in trees.into_iter().zip(types.into_inner()) {
            if let Some(type_) = type_ {
                good.entry(type_).or_default().push(tree);
            }
        }
    }
    let count: usize = good.values().map(Vec::len).sum();
    assert!(count * 4 > WORKLOADS, "{count} of {WORKLOADS} have no finding");
    let Some(nomad) = nomad!() else { return Ok(()) };
    for trees in good.into_values() {
        // A job by itself, too.
        drawn::together(&mut runner, trees[..1].to_vec(), |all| valid(all, &nomad));
        for many in trees.chunks(AT_ONCE) {
            drawn::together(&mut runner, many.to_vec(), |all| valid(all, &nomad));
        }
    }
    println!("{WORKLOADS} workloads, {count} without a finding, each judged live");
    Ok(())
}

/// Whether Nomad takes these jobs, of one type, where they have no error.
fn valid(all: &[Calls], nomad: &Nomad) -> Tested {
    let jobs = all.iter().enumerate().map(|(index, calls)| calls.job(index));
    let jobs: Vec<Json> =
        jobs.filter(|(.., errors)| errors.is_empty()).map(|(job, ..)| job).collect();
    let job = match &jobs[..] {
        [] => return Ok(()),
        [job] => job.clone(),
        jobs => together(jobs),
    };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.json");
    fs::write(&file, json!({ "Job": job }).to_string())?;
    let asked = nomad.command().args(["job", "validate", "-json"]).arg(&file).output()?;
    let said = [asked.stdout, asked.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    if asked.status.success() { Ok(()) } else { Err(format!("{said}\n{job:#}").into()) }
}

/// One job with the groups of all.
fn together(jobs: &[Json]) -> Json {
    let mut all = jobs[0].clone();
    let groups = jobs.iter().map(|job| {
        let mut group = job["TaskGroups"][0].clone();
        group["Name"] = job["ID"].clone();
        group
    });
    all["TaskGroups"] = groups.collect();
    all
}
