//! The rules: every finding of each, in full. What the rule `text` finds is in `strings/refused.rs`.

mod across;
mod built;
mod corpus;
mod crons;
mod drivers;
mod house;
mod judge;
mod module;
mod mutate;
mod mutations;
mod nomad;
mod outlines;
mod samples;
mod seeded;
mod since;
mod templates;
mod updated;
mod verdicts;
mod versions;

use std::fs;

use jobwright::Defined;
use jobwright::lint::{self, Context, Level, RULES};
use jobwright::prelude::*;
use jobwright::render::Renderer;
use jobwright::{Definition, Definitions};

use crate::support::Tested;
use crate::support::nomad::nomad;
use crate::support::shown::snapshot;

/// What the rules find in a registry of the site `lab`.
pub fn found(definitions: impl Definitions) -> String {
    findings(definitions.definitions(&site()))
}

/// The same for definitions of several kinds.
pub fn findings(definitions: Vec<Definition>) -> String {
    let site = advice_apart(site());
    let file = |definition| Defined { source: "registry/apps/one.rs".into(), definition };
    let defined: Vec<Defined> = definitions.into_iter().map(file).collect();
    let defined: Vec<&Defined> = defined.iter().collect();
    let findings = lint::check(&Context::new(&site, &defined)).findings;
    findings.iter().map(|finding| format!("{finding}\n\n")).collect()
}

/// A site whose jobs may be as short as tests have them: what is good to know, the samples of the rules show.
pub fn advice_apart(site: Site) -> Site {
    let advice = RULES.iter().filter(|rule| rule.level == Level::Info).map(|rule| rule.name);
    let more = ["house/image-untagged", "house/raw-exec", "house/service-without-check"];
    advice.chain(more).fold(site, |site, rule| site.lint(rule, Level::Off))
}

pub fn site() -> Site {
    Site::new("lab").datacenters(["dc1"]).image_registry("registry.lab").host_volumes(["there"])
}

fn web() -> Workload {
    Workload::service("web").port(Port::http(80))
}

fn task() -> Task {
    Task::new("t", Docker::image("x:1"))
}

fn batch(id: &str) -> Job {
    Job::batch(id).group(Group::new("g").task(task()))
}

#[test]
fn a_good_registry_has_no_findings() {
    let web = web().health("/").route(Route::path("/")).storage(Storage::host("there").at("/data"));
    assert_eq!(found(vec![web.job(&site()), batch("night")]), "");
}

#[test]
fn job_name() {
    let names = ["", "../x", "-x", "a/b", "a b", "a\\b", "a\tb", "é", &"x".repeat(201)];
    let said = names.map(|name| found(vec![batch(name)]));
    // An empty name is an empty label, too, which is told of elsewhere.
    let names = said.iter().map(|said| said.split_inclusive("\n\n").next().unwrap_or_default());
    snapshot!(names.collect::<String>());
}

#[test]
fn job_name_twice() {
    let jobs = found(vec![batch("web"), batch("web")]);
    let volumes = found(vec![VolumeSpec::csi("data", "nfs"), VolumeSpec::csi("data", "ceph")]);
    snapshot!(jobs + &volumes + &found(vec![VolumeSpec::csi("a/b", "nfs")]));
}

#[test]
fn enterprise() {
    let cron = ScheduleCron::new("0 8 * * 1-5 *", "0 18");
    let scheduled =
        || task().schedule(Schedule::new(cron.clone())).vault(Vault::new().cluster("east"));
    let numa =
        |numa| Task::new("n", Docker::image("x:1")).resources(Resources::new().cores(2).numa(numa));
    let group = Group::new("g").task(scheduled()).task(numa(Numa::require()));
    let regions = || Multiregion::new().region(MultiregionRegion::new("east"));
    let job = || Job::batch("web").group(group.clone()).multiregion(regions());
    let plain = Group::new("g")
        .task(numa(Numa::prefer().affinity("none")).vault(Vault::new().cluster("default")));
    assert_eq!(found(Job::batch("web").group(plain)), "", "what Nomad does anyway");
    let definitions = job().definitions(&site());
    let file = |definition| Defined { source: "registry/apps/one.rs".into(), definition };
    let defined: Vec<Defined> = definitions.into_iter().map(file).collect();
    let defined: Vec<&Defined> = defined.iter().collect();
    let bought = advice_apart(site()).enterprise();
    assert_eq!(lint::check(&Context::new(&bought, &defined)).findings, []);
    snapshot!(found(job()));
}

#[test]
fn service_name() {
    let named = |name: &str| {
        let group = Group::new("g").service(Service::new(name)).task(task());
        found(Job::batch("web").group(group))
    };
    for good in names().0 {
        assert_eq!(named(&good), "");
    }
    let group = Group::new("a_group").service(Service::unnamed()).task(task());
    let unnamed = found(Job::batch("web").group(group));
    let house = found(Workload::service("my_app").port(Port::http(80)));
    snapshot!(names().1.map(|name| named(&name)).concat() + &unnamed + &house);
}

/// Names of services that Nomad takes, and names that it refuses.
fn names() -> ([String; 6], [String; 7]) {
    let (good, bad) = ("x".repeat(63), "x".repeat(64));
    let goods = ["a", "web-1", "${NOMAD_JOB_NAME}-x", "A1", "", &good];
    let bads = ["my_app", "web.lan", "-web", "web-", "é", "${NOMAD_JOB_NAME}_x", &bad];
    (goods.map(str::to_owned), bads.map(str::to_owned))
}

#[test]
fn nomad_refuses_the_names_of_services_that_the_rule_refuses() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    let renderer = Renderer::new(Default::default())?;
    let judge = |name: &str, provider: &str| -> Result<bool, Box<dyn std::error::Error>> {
        let service = Service::new(name).provider(provider);
        let job = Job::batch("web").group(Group::new("g").service(service).task(task()));
        fs::write(&file, renderer.job(&job, "")?)?;
        Ok(nomad.validate(&file).is_ok())
    };
    let (good, bad) = names();
    for provider in ["nomad", "consul"] {
        for name in &good {
            assert!(judge(name, provider)?, "{provider}: {name}");
        }
        for name in &bad {
            assert!(!judge(name, provider)?, "{provider}: {name}");
        }
    }
    Ok(())
}

#[test]
fn text_that_is_not_replaced() {
    let flush =
        |command: &str| Action::new("flush", command).args(["-c", "rm ${NOMAD_TASK_DIR}/x"]);
    let action = |command: &str| task().action(flush(command)).user("${NOMAD_META_user}");
    let job = |command: &str| Job::batch("web").group(Group::new("g").task(action(command)));
    snapshot!(found(job("/bin/rm")) + &found(job("/bin/sh")));
}

#[test]
fn unknown_name() {
    let docker = |name: &str| Docker::image("x:1").extra(name, "y");
    let job = |task: Task| found(Job::batch("web").group(Group::new("g").task(task)));
    let of = |name: &str| job(Task::new("t", docker(name)));
    assert_eq!(of("a_newer_option"), "");
    // Nomad converts such strings, which no method takes.
    let quoted = Docker::image("x:1").extra("privileged", "true").extra("memory_hard_limit", "64");
    assert_eq!(job(Task::new("t", quoted)), "");
    // Nor is there a method for a list where the model has blocks.
    let devices = Value::from(Map::from_iter([("host_path", "/dev/dri")]));
    let listed = Docker::image("x:1").extra("devices", Value::List(vec![devices]));
    assert_eq!(job(Task::new("t", listed)), "");
    let other = Docker::image("x:1").extra("privileged", "yes");
    assert!(job(Task::new("t", other)).contains("use `.privileged(…)`"));
    let block = Free::new().attr("type", "tcp");
    let service = Service::new("web").extra_block("chek", block);
    let group = Group::new("g").service(service).task(task());
    let block = found(Job::batch("web").group(group));
    snapshot!([of("imgae"), of("image"), job(task().extra("dirver", "exec")), block].concat());
}

#[test]
fn house_workload() {
    let own = Service::new("own").port("http").check(Check::tcp());
    let said = [
        found(web().with_service(own).health("/")),
        found(Workload::batch("web").health("/")),
        found(web().storage(Storage::bind("/srv"))),
    ];
    snapshot!(said.concat());
}

#[test]
fn house_driver() {
    let jail = || Workload::service("web").driver(RawExec::command("/bin/web"));
    let all = jail()
        .image("x:1")
        .command("run")
        .args(["-a"])
        .entrypoint(["/x"])
        .privileged()
        .bind("/a", "/b");
    snapshot!(found(all));
}

#[test]
fn house_route() {
    let said = [
        found(web().route(Route::path("/").to_port("nope"))),
        found(Workload::service("web").route(Route::path("/"))),
    ];
    snapshot!(said.concat());
}

#[test]
fn static_port() {
    assert_eq!(found(web().port(Port::fixed("admin", 8081).because("old clients"))), "");
    assert_eq!(found(web().port(Port::fixed("https", 443))), "");
    let own = Network::new().port(Port::fixed("own", 8082));
    let old = task().resources(Resources::new().network(own));
    snapshot!(
        found(web().port(Port::fixed("admin", 8081)))
            + &found(Job::service("web").group(Group::new("g").task(old)))
    );
}

#[test]
fn undeclared_volume() {
    let said = [
        found(web().storage(Storage::csi("nowhere").at("/data"))),
        found(web().storage(Storage::host("nowhere").at("/data"))),
        found(web().storage(Storage::csi("there").at("/data"))),
    ];
    snapshot!(said.concat());
}

#[test]
fn port_label() {
    let group = Group::new("g").service(Service::new("s").port("htpp")).task(task());
    let ports = Network::new().port(Port::http(80)).port(Port::dynamic("admin"));
    let said = [
        found(Job::service("web").group(group.clone())),
        found(Job::service("web").group(group.network(ports))),
    ];
    snapshot!(said.concat());
}
