//! The rules: every finding of each, in full. What the rule `text` finds is in `strings/refused.rs`.

use jobwright::lint::{self, Context, Defined};
use jobwright::prelude::*;
use jobwright::{Definition, Definitions};

use crate::support::shown::snapshot;

/// What the rules find in a registry of the site `lab`.
pub fn found(definitions: impl Definitions) -> String {
    findings(definitions.definitions(&site()))
}

/// The same for definitions of several kinds.
pub fn findings(definitions: Vec<Definition>) -> String {
    let site = site();
    let file = |definition| Defined { source: "registry/apps/one.rs", definition };
    let defined: Vec<Defined> = definitions.into_iter().map(file).collect();
    let defined: Vec<&Defined> = defined.iter().collect();
    let findings = lint::registry(&Context::new(&site, &defined));
    findings.iter().map(|finding| format!("{finding}\n\n")).collect()
}

pub fn site() -> Site {
    Site::new("lab").datacenters(["dc1"]).registry("registry.lab").host_volumes(["there"])
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
fn house_workload() {
    let own = Service::new("own").port("http").check(Check::tcp());
    let said = [
        found(web().image("x:1").tag("2")),
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
        .tag("2")
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
