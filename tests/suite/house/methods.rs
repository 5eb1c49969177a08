//! Every public method of the house layer, in a job that Nomad itself is asked about.

use std::collections::BTreeSet;
use std::fs;

use jobwright::prelude::*;
use jobwright::render::Renderer;

use crate::support::nomad::nomad;
use crate::support::{Tested, files, repository};

/// A site on which nothing is missing.
pub(super) fn site() -> Site {
    crate::lint::site().csi_volumes(["data"])
}

fn web() -> Workload {
    Workload::service("web").image("web:1").port(Port::http(80))
}

fn of(storage: Storage) -> Workload {
    web().storage(storage)
}

fn aimed(target: Target) -> Workload {
    web().target(target)
}

fn dynamic() -> Workload {
    Workload::service("web").image("web:1").port(Port::dynamic("http"))
}

fn nightly() -> Periodic {
    Periodic::crons(["0 3 * * *"])
}

fn batch() -> Workload {
    Workload::batch("web").image("x:1")
}

fn form() -> Parameterized {
    Parameterized::new().payload(Payload::Required).meta_required(["reason"])
}

fn more() -> Task {
    task("more")
}

fn task(name: &str) -> Task {
    Task::new(name, Docker::image("x:1"))
}

fn small() -> Resources {
    Resources::new().cpu(100).memory(64)
}

/// Each method with a workload that calls it.
pub(super) fn workloads() -> Vec<(&'static str, Workload)> {
    let mut all = constructors();
    all.extend(placement());
    all.extend(programs());
    all.extend(networks());
    all.extend(data());
    all
}

fn constructors() -> Vec<(&'static str, Workload)> {
    vec![
        ("Workload::new", Workload::new("web").image("web:1")),
        ("Workload::service", web()),
        ("Workload::system", Workload::system("web").image("web:1")),
        ("Workload::batch", Workload::batch("web").image("web:1")),
        ("Workload::sysbatch", Workload::sysbatch("web").image("web:1")),
        ("Workload::storage_controller", Workload::storage_controller("csi", "nfs").image("x:1")),
        ("Workload::storage_node", Workload::storage_node("csi", "nfs").image("x:1")),
        ("Workload::group_name", web().group_name("app")),
        ("Workload::task_name", web().task_name("server")),
        ("Workload::datacenters", web().datacenters(["dc2"])),
        ("Workload::periodic", batch().periodic(nightly())),
        ("Workload::cron", batch().cron("0 3 * * *")),
        ("Workload::cron", batch().cron("0 3 * * *").cron("0 15 * * *")),
        ("Workload::time_zone", batch().cron("0 3 * * *").time_zone("Europe/Berlin")),
        ("Workload::time_zone", batch().time_zone("Europe/Berlin").periodic(nightly())),
        ("Workload::parameterized", batch().parameterized(form())),
        ("Workload::dispatch_payload", batch().parameterized(form()).dispatch_payload("paths.txt")),
        ("Workload::namespace", web().namespace("shop")),
        ("Workload::priority", web().priority(70)),
        ("Workload::meta", web().meta("team", "shop").meta("page", "https://wiki.lab/web")),
        ("Workload::prestart", web().prestart(more())),
        ("Workload::sidecar", web().prestart(more()).sidecar(task("side")).sidecar(task("car"))),
        ("Workload::task", web().task(more().resources(Shape::equal(64)))),
        (
            "Workload::adjust_job",
            web().adjust_job(|job| job.all_at_once(true).group(Group::new("more").task(more()))),
        ),
        ("Workload::node_pool", web().node_pool("all")),
        ("Workload::adjust_group", web().adjust_group(|group| group.meta("rack", "r1"))),
        ("Workload::adjust_task", web().adjust_task(|task| task.leader(true))),
        ("Workload::reference_only", web().reference_only().0),
    ]
}

fn placement() -> Vec<(&'static str, Workload)> {
    let kernel = Constraint::new("${attr.kernel.name}", "linux");
    let near = Affinity::new("${node.datacenter}", "dc1").weight(50);
    let again = Reschedule::new().attempts(3).interval(mins(30)).unlimited(false);
    let again = again.delay(secs(30)).delay_function("constant");
    let restart = Restart::new().attempts(2).interval(mins(5)).delay(secs(15)).mode("fail");
    vec![
        ("Workload::shape", web().shape(Shape::DEFAULT)),
        ("Shape::new", web().shape(Shape::new(100, 64))),
        ("Shape::equal", web().shape(Shape::equal(64))),
        ("Workload::resources", web().resources(small().memory_max(128))),
        ("Workload::target", aimed(Target::host("node-1"))),
        ("Target::host", aimed(Target::host("node-1"))),
        ("Target::hosts", aimed(Target::hosts(r"node-\d+"))),
        ("Target::kernel", aimed(Target::kernel("linux"))),
        ("Target::equals", aimed(Target::equals("${meta.rack}", "r1"))),
        ("Workload::constraint", web().constraint(kernel)),
        ("Workload::affinity", web().affinity(near)),
        ("Workload::spread", web().spread(Spread::new("${node.datacenter}").weight(100))),
        ("Workload::shutdown_delay", web().shutdown_delay(secs(5))),
        ("Workload::count", web().count(3)),
        ("Workload::rollout", web().rollout(Rollout::Rolling)),
        ("Workload::rollout", web().rollout(Rollout::Canary)),
        ("Workload::rollout", web().count(3).rollout(Rollout::BlueGreen)),
        ("Rollout::update", web().update(Rollout::Canary.update(1))),
        ("Workload::update", web().update(Update::new().max_parallel(2))),
        ("Workload::reschedule", web().reschedule(again)),
        ("Workload::restart", web().restart(restart)),
        ("Workload::ephemeral_disk", web().ephemeral_disk(EphemeralDisk::new().size(300))),
    ]
}

fn programs() -> Vec<(&'static str, Workload)> {
    let artifact = Artifact::new("https://example.com/a.tar.gz");
    let plain = Workload::service("web").port(Port::http(80));
    let vault = Vault::new().policies(["web"]);
    vec![
        ("Workload::image", web()),
        ("Workload::driver", plain.driver(RawExec::command("/bin/web"))),
        ("Workload::privileged", web().privileged()),
        ("Workload::command", web().command("serve")),
        ("Workload::args", web().args(["-a", "-b"])),
        ("Workload::arg", web().arg("-a").arg("-b")),
        ("Workload::entrypoint", web().entrypoint(["/bin/sh", "-c"])),
        ("Workload::env", web().env("A", "1")),
        ("Workload::user", web().user("nobody")),
        ("Workload::allow", web().allow("spread", "one node is enough")),
        ("Workload::after", web().after("db").after("cache")),
        ("Workload::task_service", web().task_service(Service::new("own").port("http"))),
        ("Workload::file", web().file("a.yml", "a: 1\n")),
        ("Workload::template", web().template(Template::inline("local/a", "a"))),
        ("Workload::artifact", web().artifact(artifact)),
        ("Workload::secrets", web().secrets([("A", "a"), ("B", "b-b")])),
        ("secrets", web().template(secrets("web", [("A", "a")]))),
        ("nomad_variable", looked_up(nomad_variable("nomad/jobs").key("a"))),
        ("NomadVariable::key", looked_up(nomad_variable("nomad/jobs").key("a-b"))),
        ("vault_secret", looked_up(vault_secret("kv/web").key("a"))),
        ("VaultSecret::key", looked_up(vault_secret("kv/web").key("a-b"))),
        ("VaultSecret::v1", looked_up(vault_secret("kv/web").v1().key("a"))),
        ("VaultSecret::mount", looked_up(vault_secret("web").mount("team/kv").key("a"))),
        ("consul_key", looked_up(consul_key("web/mode"))),
        ("consul_key_or_default", looked_up(consul_key_or_default("web/mode", "safe"))),
        ("Lookup::to_json", looked_up(consul_key("web/mode").to_json())),
        ("Workload::vault", web().vault(vault)),
        ("Workload::identity", web().identity(Identity::new().env(true))),
        ("Workload::kill_timeout", web().kill_timeout(secs(30))),
        ("Workload::kill_signal", web().kill_signal("SIGTERM")),
        ("Workload::logs", web().logs(Logs::new().max_files(2).max_file_size(5))),
    ]
}

/// A value in the environment, and in a text.
fn looked_up(lookup: Lookup) -> Workload {
    web()
        .vault(Vault::new().policies(["web"]))
        .file("a", format!("{lookup}"))
        .secrets([("A", lookup)])
}

fn networks() -> Vec<(&'static str, Workload)> {
    let own = || Service::new("own").port("http");
    let bridge = Network::new().mode("bridge").port(Port::dynamic("admin"));
    vec![
        ("Workload::port", web().port(Port::dynamic("admin"))),
        ("Workload::network", web().network(bridge)),
        ("Workload::host_network", dynamic().host_network()),
        ("Workload::with_service", web().with_service(own())),
        ("Workload::no_services", web().no_services()),
        ("Workload::tags", web().tags(["a", "b"])),
        ("Fabio::path", web().tags([Fabio::path("/web")])),
        ("Fabio::host", web().tags([Fabio::host("web.lab")])),
        ("Fabio::tcp", web().tags([Fabio::tcp(3306)])),
        ("Fabio::and_path", web().tags([Fabio::host("web.lab").and_path("/web")])),
        ("Fabio::strip", web().tags([Fabio::path("/web").strip("/web")])),
        ("Fabio::https", web().tags([Fabio::path("/web").https()])),
        ("Fabio::tls_skip_verify", web().tags([Fabio::path("/web").https().tls_skip_verify()])),
        (
            "Fabio::redirect",
            web().tags([Fabio::host("web.lab").redirect(301, "https://web.lab$path")]),
        ),
        ("Fabio::option", web().tags([Fabio::path("/web").option("weight", "0.2")])),
        ("Workload::check", web().check(Check::http("/health"))),
        ("Workload::check", web().check(Check::tcp().interval(secs(30)))),
        ("Workload::check", web().with_service(own()).check(Check::grpc())),
        ("Workload::health", web().health("/health")),
        ("alive", web().check(alive(Check::tcp()))),
        ("Workload::route", web().route(Route::host("web.lab").tls())),
        ("Workload::canary_tags", web().rollout(Rollout::Canary).canary_tags(["next"])),
        (
            "Workload::canary_route",
            web().rollout(Rollout::Canary).canary_route(Route::host("next.lab")),
        ),
    ]
}

fn data() -> Vec<(&'static str, Workload)> {
    let both = web().volume(Volume::host("own", "there"));
    let reads = || Storage::csi("data").at("/data").read_only();
    vec![
        ("Workload::storage", of(Storage::csi("data").at("/data"))),
        (
            "Workload::storage",
            of(Storage::csi("data").at("/a")).storage(Storage::csi("data").at("/b")),
        ),
        ("Storage::ephemeral", of(Storage::ephemeral("cache").at("/cache"))),
        ("Storage::host", of(Storage::host("there").at("/data"))),
        ("Storage::csi", of(Storage::csi("data").at("/data"))),
        ("Storage::nfs", of(Storage::nfs("/mnt/nfs").at("/data"))),
        ("Storage::bind", of(Storage::bind("/srv").at("/data"))),
        ("Storage::at", of(Storage::bind("/srv").at("/data"))),
        ("Storage::read_only", of(reads())),
        ("Storage::access_mode", of(reads().access_mode("multi-node-reader-only"))),
        ("Workload::volume", both.clone()),
        ("Workload::volume_mount", both.volume_mount(VolumeMount::new("own", "/own"))),
        ("Workload::bind", web().bind("/srv", "/data")),
    ]
}

/// Each method of a site, with the job that it completes.
pub(super) fn jobs() -> Vec<(&'static str, Job)> {
    let on = |site: Site| web().job(&site);
    let defaults = || Defaults::new().constraint(Target::kernel("linux"));
    let of_apps = |own: Defaults| site().category("apps", own).for_category("apps");
    let full =
        Job::service("web").group(Group::new("g").task(Task::new("t", Docker::image("x:1"))));
    let image = Workload::service("web").image(site().image("web"));
    let host = web().env("HOST", site().host("web"));
    let tags = site().tags("own").route(Route::path("/own"));
    let tagged = web().with_service(Service::new("own").port("http").tags(tags));
    vec![
        ("Workload::job", on(site())),
        ("Site::new", on(Site::new("lab"))),
        ("Site::bare", on(Site::bare("lab"))),
        ("Site::region", on(site().region("global"))),
        ("Site::datacenters", on(site().datacenters(["dc2"]))),
        (
            "Site::other_datacenters",
            web().datacenters(["dc2"]).job(&site().other_datacenters(["dc2"])),
        ),
        ("Site::image_registry", on(site().image_registry("registry.lab"))),
        ("Site::domain", on(site().domain("lab.example"))),
        ("Site::provider", on(site().provider(Provider::Nomad))),
        ("Site::consul", on(site().consul("consul.lab:8500"))),
        ("Site::nomad", on(site().nomad("1.9"))),
        ("Site::nomad_address", on(site().nomad_address("nomad.lab:4646"))),
        ("Site::services", on(site().services(["redis"]))),
        ("Site::max_cpu", on(site().max_cpu(8_000))),
        ("Site::max_memory", on(site().max_memory(16_000))),
        ("Site::max_kill_timeout", on(site().max_kill_timeout(mins(1)))),
        ("Site::oversubscription", on(site().oversubscription(true))),
        ("Site::allow", on(site().allow("spread", "one node is enough"))),
        ("Site::order", on(site().order(["core", "apps"]))),
        ("Site::lint", on(site().lint("spread", Level::Off))),
        ("Site::lint_in", on(site().lint_in("registry/**", "spread", Level::Off))),
        ("Site::static_ports", on(site().static_ports([22]))),
        ("Site::ephemeral_disk", on(site().ephemeral_disk(300))),
        ("Site::shape", on(site().shape(Shape::equal(64)))),
        ("Site::host_volumes", on(site().host_volumes(["a"]))),
        ("Site::csi_volumes", on(site().csi_volumes(["b"]))),
        ("Site::any_ids", on(site().any_ids())),
        ("Site::enterprise", on(site().enterprise())),
        ("Site::containers", on(site().containers(Podman::from))),
        ("Site::containers", on(site().containers(|_| RawExec::command("/bin/sleep")))),
        ("Site::traefik_prefix", on(site().traefik_prefix("edge"))),
        ("Site::entry_points", on(site().entry_points(["web"]))),
        ("Site::middlewares", on(site().middlewares(["auth"]))),
        ("Site::address", on(site().address("https://nomad.lab:4646"))),
        ("Site::node_classes", on(site().node_classes(["gpu"]))),
        ("Site::node_pools", on(site().node_pools(["gpu"]))),
        ("Site::env", on(site().env("TZ", "UTC"))),
        ("Site::meta", on(site().meta("team", "web"))),
        ("Site::tag", on(site().tag("owner=web"))),
        ("Site::constraint", on(site().constraint(Target::kernel("linux")))),
        ("Site::category", on(site().category("apps", defaults()))),
        ("Site::for_category", on(site().category("apps", defaults()).for_category("apps"))),
        ("Defaults::new", on(of_apps(Defaults::new()))),
        ("Defaults::env", on(of_apps(Defaults::new().env("TZ", "UTC")))),
        ("Defaults::meta", on(of_apps(Defaults::new().meta("team", "web")))),
        ("Defaults::tag", on(of_apps(Defaults::new().tag("owner=web")))),
        ("Defaults::constraint", on(of_apps(defaults()))),
        ("Defaults::is_empty", on(site().category("apps", defaults()))),
        ("Site::is", web().count(if site().is("lab") { 2 } else { 1 }).job(&site())),
        ("Site::pick", web().count(site().pick(1, [("lab", 2)])).job(&site())),
        ("Workload::no_defaults", web().no_defaults().job(&site().env("TZ", "UTC"))),
        ("Site::tags", tagged.job(&site())),
        ("Site::host", host.job(&site())),
        ("Site::complete", site().complete(full)),
        ("Site::image", image.job(&site())),
    ]
}

#[test]
fn every_method_makes_a_valid_job() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let built = workloads().into_iter().map(|(name, workload)| (name, workload.job(&site())));
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("job.nomad.hcl");
    let renderer = Renderer::new(Default::default())?;
    for (name, job) in built.chain(jobs()) {
        let problems: Vec<&str> =
            job.base.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(problems, [""; 0], "{name}");
        fs::write(&file, renderer.job(&job, "")?)?;
        nomad.validate(&file).map_err(|failure| format!("{name}: {failure:?}"))?;
    }
    Ok(())
}

/// Routes and volumes have tests of their own, and the macro that includes texts makes no jobs.
const ELSEWHERE: [&str; 4] =
    ["src/house/route", "src/house/shared.rs", "src/house/text.rs", "src/house/volumes.rs"];

#[test]
fn every_method_has_a_row() -> Tested {
    let names = workloads().into_iter().map(|(name, _)| name);
    let rows: BTreeSet<&str> = names.chain(jobs().into_iter().map(|(name, _)| name)).collect();
    let mut found = BTreeSet::new();
    for file in files(&repository("src/house"))? {
        if ELSEWHERE.iter().any(|path| file.starts_with(repository(path))) {
            continue;
        }
        let text = fs::read_to_string(file)?;
        let mut of = "";
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("impl ") {
                of = rest.trim_end_matches(" {");
            }
            let words = line.trim_start().strip_prefix("pub ");
            let words = words.map(|rest| rest.strip_prefix("const ").unwrap_or(rest));
            let Some(rest) = words.and_then(|words| words.strip_prefix("fn ")) else { continue };
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            let inner = line.starts_with(' ');
            found.insert(if inner { format!("{of}::{name}") } else { name.to_owned() });
        }
    }
    // What only the house's own modules see.
    found.retain(|name| !["Said::", "of", "check"].iter().any(|own| name.starts_with(own)));
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(rows, found);
    Ok(())
}
