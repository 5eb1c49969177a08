//! Several jobs as one registry: the whole text of its files.

use jobwright::import::{Library, Place, Source, library, site};
use jobwright::jobspec::Job;
use jobwright::prelude::*;

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

fn print(jobs: &[Job], place: Place<'_>, taken: &[&str]) -> Library {
    let sources: Vec<Source<'_>> = jobs.iter().map(Source::new).collect();
    library(&sources, place, taken)
}

#[test]
fn what_three_files_share_stands_once() {
    let library = print(&[web("one"), web("two"), web("three")], Place::New, &[]);
    let [(stem, helpers)] = library.helpers.as_slice() else { panic!("{library:?}") };
    assert_eq!(stem, "shared");
    assert!(
        helpers
            == r##"//! What several definitions share.

use jobwright::prelude::*;

pub const START_SH: &str = "\
#!/bin/sh
set -e
exec server
";

pub fn check() -> Check {
    Check::http("/health")
        .interval(secs(10))
        .timeout(secs(2))
        .check_restart(CheckRestart::new().limit(3).grace(mins(1)).ignore_warnings(false))
}

pub fn restart() -> Restart {
    Restart::new().attempts(3).interval(mins(10)).delay(secs(15)).mode("delay")
}

pub fn vault() -> Vault {
    Vault::new().change_mode("signal").change_signal("SIGHUP").policies(["web"])
}
"##,
        "{helpers}"
    );
    let definition = &library.definitions[0];
    assert!(
        definition.text
            == r##"//! The job `one`.

use crate::shared;
use jobwright::prelude::*;

pub fn job() -> Workload {
    Workload::service("one")
        .port(Port::http(80))
        .tag("1")
        .check(shared::check())
        .vault(shared::vault())
        .restart(shared::restart())
        .template(Template::inline("local/start.sh", shared::START_SH))
}
"##,
        "{}",
        definition.text
    );
    assert_eq!(
        library.site.as_deref(),
        Some(
            r##"//! The site: what the jobs share.

pub use jobwright::prelude::*;

/// The one cluster of this registry.
pub fn site() -> Site {
    Site::bare("lab").region("north").datacenters(["lab"]).registry("registry.lab:5000")
}
"##
        )
    );
}

#[test]
fn two_files_share_nothing() {
    let library = print(&[web("one"), web("two")], Place::New, &[]);
    assert_eq!(library.helpers, []);
    assert!(library.definitions.iter().all(|one| !one.text.contains("shared")));
}

#[test]
fn a_registry_keeps_its_own_names() {
    let jobs = [web("one"), web("one"), web("One")];
    let library = print(&jobs, Place::New, &["one", "shared"]);
    let stems: Vec<&str> = library.definitions.iter().map(|one| one.file_stem.as_str()).collect();
    assert_eq!(stems, ["one_2", "one_3", "one_4"]);
    assert_eq!(library.helpers[0].0, "shared_blocks");
    assert!(library.definitions[0].text.contains("use crate::shared_blocks;\n"));
}

#[test]
fn a_site_that_is_not_known_fills_in_nothing() {
    let jobs = [web("one")];
    let unknown = print(&jobs, Place::Unknown, &[]);
    assert_eq!((unknown.site, unknown.definitions[0].house), (None, false));
    assert!(unknown.definitions[0].text.contains("pub fn job() -> Job {"));
    let own = site(&[&jobs[0]]);
    let known = print(&jobs, Place::Site(&own), &[]);
    assert_eq!((known.site, known.definitions[0].house), (None, true));
}

#[test]
fn the_site_says_what_most_say() {
    let jobs: Vec<Job> = (0..5)
        .map(|number| {
            let port = Port::fixed("a", 9000 + number);
            let service = Service::new("x").tags([format!("Host(`x{number}.lab.example`)")]);
            let volume = Volume::host("data", if number > 2 { "data" } else { "own" });
            let group = Group::new("g")
                .network(Network::new().port(port))
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
        .domain("lab.example")
        .provider(Provider::Nomad)
        .ephemeral_disk(100)
        .static_ports([53, 80, 443, 9000, 9001, 9002, 9003, 9004])
        .host_volumes(["data", "own"])
        .csi_volumes(["cluster"])
        // All of them have one ID.
        .any_ids();
    assert_eq!(site(&jobs.iter().collect::<Vec<_>>()), expected);
}
