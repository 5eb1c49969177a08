//! Several jobs as one registry: the whole text of its files.

use jobwright::import::{Library, Source, TargetRegistry, library, site};
use jobwright::jobspec::Job;
use jobwright::prelude::*;

use crate::support::shown::snapshot;

/// A web server with a check, a restart and a script that all have.
fn web(name: &str) -> Job {
    let check = Check::http("/health").interval(secs(10)).timeout(secs(2));
    let image = Docker::image(format!("registry.lab:5000/{name}:1")).ports(["http"]);
    let task = Task::new(name, image)
        .template(Template::inline("local/start.sh", "#!/bin/sh\nset -e\nexec server\n"))
        .vault(Vault::new().policies(["web"]).change_mode("signal").change_signal("SIGHUP"));
    let group = Group::new(name)
        .restart(Restart::new().attempts(3).interval(mins(10)).delay(secs(15)).mode("delay"))
        .network(Network::new().port(Port::http(80)))
        .service(Service::new(name).port("http").check(
            check.check_restart(CheckRestart::new().limit(3).grace(mins(1)).ignore_warnings(false)),
        ))
        .task(task);
    Job::service(name).region("north").datacenters(["lab"]).group(group)
}

fn print(jobs: &[Job], place: TargetRegistry<'_>, taken: &[&str]) -> Library {
    let sources: Vec<Source<'_>> = jobs.iter().map(Source::new).collect();
    library(&sources, place, taken)
}

/// All files of a library, but of definitions that are alike the first one only.
fn shown(library: &Library) -> String {
    let mut text = library
        .site
        .iter()
        .map(|site| format!("// registry/site.rs\n{site}\n"))
        .collect::<String>();
    for (stem, helpers) in &library.helpers {
        text += &format!("// registry/{stem}.rs\n{helpers}\n");
    }
    text + &super::shown(&library.definitions[0])
}

#[test]
fn what_three_files_share_stands_once() {
    let library = print(&[web("one"), web("two"), web("three")], TargetRegistry::New, &[]);
    assert_eq!(library.definitions.len(), 3);
    snapshot!(shown(&library));
}

#[test]
fn two_files_share_nothing() {
    let library = print(&[web("one"), web("two")], TargetRegistry::New, &[]);
    assert_eq!(library.helpers, []);
    assert!(library.definitions.iter().all(|one| !one.text.contains("shared")));
}

#[test]
fn a_registry_keeps_its_own_names() {
    let jobs = [web("one"), web("one"), web("One")];
    let library = print(&jobs, TargetRegistry::New, &["one", "shared"]);
    let stems: Vec<&str> = library.definitions.iter().map(|one| one.file_stem.as_str()).collect();
    assert_eq!(stems, ["one_2", "one_3", "one_4"]);
    assert_eq!(library.helpers[0].0, "shared_blocks");
    snapshot!(super::shown(&library.definitions[0]));
}

#[test]
fn a_site_that_is_not_known_fills_in_nothing() {
    let jobs = [web("one")];
    let unknown = print(&jobs, TargetRegistry::Unknown, &[]);
    assert_eq!((&unknown.site, unknown.definitions[0].house), (&None, false));
    let own = site(&[&jobs[0]]);
    let known = print(&jobs, TargetRegistry::Site(&own, ""), &[]);
    assert_eq!((&known.site, known.definitions[0].house), (&None, true));
    snapshot!(format!("{}\n{}", shown(&unknown), shown(&known)));
}

#[test]
fn the_site_says_what_most_say() {
    let jobs: Vec<Job> = (0..5)
        .map(|number| {
            // Nomad takes port 0 for none.
            let port = Port::fixed("a", if number == 2 { 0 } else { 9000 + number });
            let old = Network::new().port(Port::fixed("old", 7000));
            let task =
                Task::new("t", Docker::image("a:1")).resources(Resources::new().network(old));
            let service = Service::new("x").tags([format!("Host(`x{number}.lab.example`)")]);
            let volume = Volume::host("data", if number > 2 { "data" } else { "own" });
            let group = Group::new("g")
                .network(Network::new().port(port))
                .task(task)
                .service(service.provider("nomad"))
                .volume(volume)
                .volume(Volume::csi("c", "cluster"))
                .ephemeral_disk(EphemeralDisk::new().size(100));
            let job = Job::service("x").group(group);
            if number < 3 { job.datacenters(["a", "b"]) } else { job.datacenters(["c"]) }
        })
        .collect();
    let expected = Site::bare("site")
        .datacenters(["a", "b"])
        .other_datacenters(["c"])
        .domain("lab.example")
        .provider(Provider::Nomad)
        .ephemeral_disk(100)
        .static_ports([53, 80, 443, 7000, 9000, 9001, 9003, 9004])
        .host_volumes(["data", "own"])
        .csi_volumes(["cluster"])
        // All of them have one ID.
        .any_ids();
    assert_eq!(site(&jobs.iter().collect::<Vec<_>>()), expected);
}
