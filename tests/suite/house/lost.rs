//! Nothing disappears without a word: what a call says is in the job, or in a finding that names both calls.

use jobwright::needs;
use jobwright::prelude::*;
use jobwright::{Definitions, api};

use crate::lint::{found, site};
use crate::support::shown::snapshot;

fn web() -> Workload {
    Workload::service("web").port(Port::http(80))
}

/// The API JSON of a job that has no finding.
fn json(workload: Workload) -> String {
    let job = workload.job(&site());
    assert_eq!(found(vec![job.clone()]), "");
    api::job(&job).to_string()
}

#[test]
fn what_an_adjustment_adds_is_in_the_job() {
    let job = web()
        .adjust_group(|group| {
            group
                .service(Service::new("added").port("9000"))
                .service(Service::new("own").port("http"))
                .shutdown_delay(secs(7))
                .task(Task::new("beside", Docker::image("beside:1")))
        })
        .route(Route::path("/led"))
        .health("/checked");
    let job = job.adjust_task(|task| {
        task.service(Service::new("of-task").port("http"))
            .resources(Resources::new().cpu(71).memory(72))
            .kill_signal("SIGUSR1")
    });
    let json = json(job);
    for value in ["added", "own", "beside:1", "/led", "/checked", "of-task", "71", "72", "SIGUSR1"]
    {
        assert!(json.contains(value), "{value}: {json}");
    }
    assert_eq!(json.matches("\"PortLabel\":\"http\"").count(), 2, "{json}");
}

/// A canary that counts as healthy before anybody has asked it anything would be promoted untested.
#[test]
fn checks_of_canaries_pass_when_they_have_been_tried() {
    let passing = |workload: Workload| json(workload).contains("\"InitialStatus\":\"passing\"");
    let canaries = Update::new().canary(1);
    for canary in
        [web().rollout(Rollout::Canary), web().rollout(Rollout::BlueGreen), web().update(canaries)]
    {
        assert!(!passing(canary.clone()) && !passing(canary.clone().health("/up")));
        assert!(passing(canary.check(alive(Check::tcp()))), "it was said");
    }
    assert!(passing(web().rollout(Rollout::Rolling)) && passing(web().health("/up")));
}

#[test]
fn places_and_paths_that_are_none() {
    let count = || Workload::service("web").image("web:1").port(Port::http(80)).count(2);
    let shared =
        |storage: Storage| found(vec![count().storage(storage).job(&site().csi_volumes(["data"]))]);
    snapshot!(
        [
            found(web().storage(Storage::bind("/proc").at("host/proc"))),
            found(web().health("healthz")),
            shared(Storage::csi("data").at("/data")),
            shared(Storage::csi("data").at("/data").read_only()),
            shared(Storage::csi("data").at("/data").access_mode("multi-node-multi-writers")),
        ]
        .concat()
    );
}

#[test]
fn an_adjusted_job_keeps_what_it_gets() {
    let worker = || Group::new("worker").task(Task::new("t", Docker::image("worker:1")));
    let job = web().adjust_job(|job| job.priority(73).meta("team", "shop").group(worker()));
    let json = json(job.clone().count(3));
    for value in ["73", "shop", "worker:1", "\"Count\":3"] {
        assert!(json.contains(value), "{value}: {json}");
    }
    let nightly = || Periodic::crons(["0 3 * * *"]);
    snapshot!(
        [
            found(job.adjust_job(|job| job.group(worker()))),
            found(
                Workload::batch("b")
                    .image("x:1")
                    .periodic(nightly())
                    .adjust_job(|job| job.periodic(nightly()))
            ),
            found(Workload::batch("b").image("x:1").periodic(nightly()).periodic(nightly())),
            found(web().periodic(nightly())),
        ]
        .concat()
    );
}

#[test]
fn an_adjusted_driver_is_the_driver() {
    let podman = json(web().adjust_task(|task| task.config(Podman::image("pod:1"))));
    assert!(podman.contains("\"Driver\":\"podman\"") && podman.contains("pod:1"), "{podman}");
    let exec = Task::new("t", RawExec::command("/bin/web"));
    let exec = json(web().adjust_task(|task| Task { name: task.name, ..exec }));
    assert!(exec.contains("\"Driver\":\"raw_exec\"") && exec.contains("/bin/web"), "{exec}");
}

#[test]
fn an_adjustment_changes_what_was_said_before_it() {
    let json = json(
        web()
            .count(11)
            .shape(Shape::equal(111))
            .rollout(Rollout::Canary)
            .adjust_group(|group| group.count(22).update(Update::new().max_parallel(5)))
            .adjust_task(|task| task.resources(Resources::new().cpu(222))),
    );
    assert!(json.contains("\"Count\":22") && json.contains("\"CPU\":222"), "{json}");
    assert!(!json.contains("111") && json.contains("\"MaxParallel\":5"), "{json}");
}

#[test]
fn lists_grow() {
    let route = Route::path("/x").tags("web");
    let tags = Service::new("web").port("http").tags(route).tags(["last"]);
    let docker = Docker::image("web:1").args(["a"]).args(vec!["b".to_owned()]);
    assert_eq!(docker.args, Some(vec!["a", "b"].into()));
    let json = json(web().with_service(tags).tags(["more"]).args(["-c"]).arg("-d"));
    for value in ["PathPrefix(`/x`)", "last", "more", "-c", "-d"] {
        assert!(json.contains(value), "{value}: {json}");
    }
    let twice = json_of_volumes();
    assert_eq!(twice.matches("\"Destination\"").count(), 2, "{twice}");
    assert_eq!(twice.matches("\"Source\":\"there\"").count(), 1, "{twice}");
}

/// One volume, seen at two places.
fn json_of_volumes() -> String {
    let both = Storage::host("there").at("/a");
    api::job(&web().storage(both).storage(Storage::host("there").at("/b")).job(&site())).to_string()
}

#[test]
fn secrets_of_two_calls_are_in_one_file() {
    let job = web().secrets([("A", "a")]).template(Template::inline("local/x", "x"));
    let job = job.secrets([("B", "b-b")]).job(&site());
    let templates = &job.groups[0].tasks[0].templates;
    assert_eq!(templates.len(), 2);
    assert_eq!(templates[0], secrets("web", [("A", "a"), ("B", "b-b")]));
}

#[test]
fn secrets_of_several_places_are_in_one_file() {
    let web = || vault_secret("kv/web");
    let job = web_with_vault()
        .secrets([("SESSION_KEY", "session_key"), ("SALT", "the-salt")])
        .secrets([
            ("DB_USER", web().key("user")),
            ("DB_PASSWORD", web().key("db-password")),
            ("LEASED", vault_secret("database/creds/web").v1().key("password")),
            ("SMTP", nomad_variable("nomad/jobs").key("smtp")),
            ("MODE", consul_key("web/mode")),
            ("LEVEL", consul_key_or_default("web/\"level\"", "info")),
        ])
        .job(&site());
    let templates = &job.groups[0].tasks[0].templates;
    assert_eq!(templates.len(), 1);
    let text = templates[0].data.as_ref().and_then(|data| data.as_str()).unwrap_or_default();
    // What `show --needs` makes of it.
    let needs = needs::of(&job, &[]);
    let needs = needs
        .iter()
        .map(|need| format!("{} {} {}\n", need.kind, need.name, need.details.join(", ")));
    snapshot!(format!("{text}---\n{}", needs.collect::<String>()));
}

fn web_with_vault() -> Workload {
    web().vault(Vault::new().role("web"))
}

#[test]
fn secrets_that_are_nowhere() {
    let lost = [
        vault_secret("web").key("a"),
        vault_secret("kv/web").key(""),
        nomad_variable("").key("a"),
        nomad_variable("nomad/jobs").key(""),
        consul_key(""),
    ];
    let lost = lost.map(|lookup| found(web_with_vault().secrets([("A", lookup)])));
    snapshot!(lost.concat());
}

#[test]
fn secrets_of_vault_without_a_way_into_it() {
    snapshot!(found(web().secrets([("A", vault_secret("kv/web").key("a"))])));
}

#[test]
fn tags_that_fabio_takes() {
    let tags = [
        Fabio::path("/web").strip("/web"),
        Fabio::host("web.lab"),
        Fabio::host("web.lab").and_path("/api").https().tls_skip_verify(),
        Fabio::host("old.lab").redirect(301, "https://web.lab$path"),
        Fabio::tcp(1883),
    ];
    let service = Service::new("more").port("http").tags(tags.clone());
    let job = web().with_service(service).tags(tags).job(&site());
    snapshot!(
        job.groups[0].services[0]
            .tags
            .as_ref()
            .and_then(|tags| tags.get())
            .unwrap_or_default()
            .join("\n")
    );
}

#[test]
fn tags_that_fabio_does_not_take() {
    let wrong = [
        Fabio::path("web"),
        Fabio::path("/a b"),
        Fabio::host("http://web.lab"),
        Fabio::host("web.lab").strip("/web"),
        Fabio::tcp(1883).and_path("/web"),
        Fabio::path("/web").https().option("proto", "http"),
    ];
    let wrong = wrong.map(|tag| found(web().tags([tag])));
    snapshot!(wrong.concat());
    // A service of the full model, and canaries, say the same.
    let service = Service::new("web").port("http").tags([Fabio::path("web")]);
    assert!(found(web().with_service(service)).contains("expected a leading `/`"));
    let canary = web().rollout(Rollout::Canary).canary_tags([Fabio::path("web")]);
    assert!(found(canary).contains("expected a leading `/`"));
}

#[test]
fn said_twice() {
    let said = [
        web().shape(Shape::equal(1)).resources(Resources::new().cpu(2)),
        web().rollout(Rollout::Canary).update(Update::new().max_parallel(2)),
        web().check(Check::tcp()).health("/"),
        web().image("a:1").image("b:1"),
        web().driver(RawExec::command("/a")).driver(RawExec::command("/b")),
        web().command("a").command("b").entrypoint(["a"]).entrypoint(["b"]),
        web().network(Network::new().mode("bridge")).network(Network::new()),
        web().user("a").user("b"),
        web().count(1).count(2),
        web().env("A", "1").env("A", "2"),
        web().env("A", "1").secrets([("A", "a")]),
        web().group_name("a").group_name("b").task_name("a").task_name("b"),
        web().kill_timeout(secs(1)).kill_timeout(secs(2)),
        web().adjust_group(|group| group.restart(Restart::new())).restart(Restart::new()),
        web().adjust_task(|task| task.env("A", "1")).env("A", "2"),
        web().datacenters(["a"]).datacenters(["b"]),
        web().bind("/a", "/x").storage(Storage::host("there").at("/a").at("/b")),
    ];
    let said = said.map(found);
    snapshot!(said.concat());
}

#[test]
fn nobody_to_take_it() {
    let none = || web().no_services();
    let expression = Service::new("web").port("http").tags(var("tags"));
    let said = [
        found(none().route(Route::path("/"))),
        found(none().tags(["a"])),
        found(none().health("/")),
        found(Workload::batch("web").tags(["a"])),
        found(web().with_service(expression).tags(["a"])),
        found(web().storage(Storage::bind("/a").at("/a").access_mode("single-node-writer"))),
    ];
    // A service that is given takes all of them.
    let given = || none().with_service(Service::new("own").port("http"));
    assert_eq!(found(given().route(Route::path("/")).tags(["a"]).health("/")), "");
    snapshot!(said.concat());
}

#[test]
fn contradictions() {
    let said = [
        found(web().image("a:1").adjust_task(|task| task.config(Docker::image("b:1")))),
        found(web().adjust_task(|task| task.driver("podman"))),
        found(web().adjust_task(|task| task.config(Free::new().attr("image", "a:1")))),
        found(web().adjust_task(|task| task.driver("podman").config(Docker::image("b:1")))),
        found(web().adjust_group(|group| group.network(Network::new().mode("bridge")))),
        found(web().host_network().network(Network::new().mode("bridge"))),
        found(web().port(Port::dynamic("http"))),
        found(web().file("a", "1").file("a", "2")),
        found(
            web()
                .bind("/a", "/x")
                .storage(Storage::csi("a").at("/b"))
                .volume(Volume::host("a", "there")),
        ),
        found(
            Job::service("x").group(
                Group::new("g")
                    .service(Service::new("s").tags(["a"]).tags(var("tags")))
                    .task(Task::new("t", Docker::image("x:1"))),
            ),
        ),
        found(Workload::service("web").job(&Site::bare("lab"))),
        found(Workload::batch("night").rollout(Rollout::Canary)),
        found(Workload::system("all").count(2).affinity(Affinity::new("${meta.a}", "b"))),
    ];
    snapshot!(said.concat());
}

#[test]
fn volume_modes() {
    let volume = |mode: &str| {
        VolumeSpec::csi("data", "nfs").capability(Capability::new(mode, "file-system"))
    };
    let host = VolumeSpec::host("disk", "mkdir");
    let host = host.capability(Capability::new("single-node-writer", "file-system"));
    let ask = |storage: Storage, spec: VolumeSpec| {
        let mut all = web().storage(storage.at("/data")).definitions(&site());
        all.extend(spec.definitions(&site()));
        crate::lint::findings(all)
    };
    assert_eq!(ask(Storage::csi("data"), volume("single-node-writer")), "");
    assert_eq!(ask(Storage::host("disk"), host.clone()), "");
    let many = volume("multi-node-multi-writer");
    let one = ask(Storage::csi("data").access_mode("single-node-reader-only"), many.clone());
    let said = [
        one,
        found(web().count(2).storage(Storage::csi("there").at("/data"))),
        ask(Storage::csi("data"), many.clone()),
        ask(Storage::csi("data").access_mode("multi-node-reader-only").read_only(), many),
        ask(Storage::host("disk").read_only(), host),
    ];
    snapshot!(said.concat());
}
