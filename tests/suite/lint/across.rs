//! The house's rules that stand on the site or on several jobs: each with what it finds, in full, and what it does not.

use jobwright::Defined;
use jobwright::jobspec::{Connect, Proxy, SidecarService, Upstream, var};
use jobwright::lint::{self, Context};
use jobwright::prelude::*;
use jobwright::{Definition, Definitions};

use super::{site, task};
use crate::support::clock;
use crate::support::shown::snapshot;

/// What a rule finds in jobs of a site.
fn of(rule: &str, site: &Site, jobs: impl Definitions) -> String {
    let file = |definition| Defined { source: "registry/apps/one.rs".into(), definition };
    let defined: Vec<Defined> = jobs.definitions(site).into_iter().map(file).collect();
    let defined: Vec<&Defined> = defined.iter().collect();
    let findings = lint::check(&Context::new(site, &defined)).findings;
    let own = findings.iter().filter(|finding| finding.rule == format!("house/{rule}"));
    own.map(|finding| format!("{finding}\n\n")).collect()
}

fn none(rule: &str, jobs: impl Definitions) {
    assert_eq!(of(rule, &site(), jobs), "");
}

fn with_port(id: &str, port: Port) -> Job {
    Job::service(id).group(Group::new("g").network(Network::new().port(port)).task(task()))
}

fn dns(id: &str) -> Job {
    with_port(id, Port::fixed("dns", 53))
}

#[test]
fn static_port_clash() {
    let rule = "static-port-clash";
    let on = |id: &str, constraint: Constraint| dns(id).constraint(constraint);
    let host = |name: &str| Constraint::new("${attr.unique.hostname}", name);
    let apart = [
        [dns("a").datacenters(["dc1"]), dns("b").datacenters(["dc2"])],
        [dns("a").node_pool("edge"), dns("b").node_pool("core")],
        [dns("a"), with_port("b", Port::fixed("dns", 53).host_network("private"))],
        [dns("a"), with_port("b", Port::fixed("dns", 5353))],
        [on("a", host("one")), on("b", host("two"))],
        [
            on("a", host("one")),
            on("b", Constraint::compare("${attr.unique.hostname}", "!=", "one")),
        ],
        [
            on("a", host("one")),
            on("b", Constraint::regexp("${attr.unique.hostname}", r"^node-\d+$")),
        ],
        [dns("a"), with_port("b", Port::fixed("dns", 53).ignore_collision(true))],
        [dns("a").region("eu"), dns("b").region("us")],
        // Two files for one job: what is wrong with that is told once.
        [dns("a"), dns("a")],
    ];
    for jobs in apart {
        none(rule, jobs.to_vec());
    }
    let said = [
        of(rule, &site(), vec![dns("a"), dns("b")]),
        of(
            rule,
            &site(),
            vec![on("a", host("one")), dns("b").datacenters(["dc*"]).node_pool("all")],
        ),
        of(
            rule,
            &site(),
            vec![on("a", host("one")), on("b", Constraint::new("${meta.rack}", "r1"))],
        ),
        of(rule, &site(), {
            let group = |name: &str| {
                Group::new(name).network(Network::new().port(Port::fixed("dns", 53))).task(task())
            };
            Job::service("twice").group(group("one")).group(group("two"))
        }),
    ];
    snapshot!(said.concat());
}

/// How long the rules across jobs take for so many of them.
fn across(count: usize) -> std::time::Duration {
    let jobs = (0..count).map(|at| {
        let host = Constraint::new("${attr.unique.hostname}", format!("node-{at}"));
        let next = (at + 1) % count;
        let read = format!("{{{{ range nomadService \"s{next}\" }}}}{{{{ end }}}}");
        let group = Group::new("g")
            .network(Network::new().port(Port::fixed("dns", 53)))
            .volume(Volume::csi("data", format!("v{at}")).access_mode("single-node-writer"))
            .service(Service::new(format!("s{at}")).provider("nomad"))
            .task(task().template(Template::inline("local/x", read)));
        Job::service(format!("j{at}")).constraint(host).group(group)
    });
    let file =
        |job| Defined { source: "registry/apps/one.rs".into(), definition: Definition::Job(job) };
    let defined: Vec<Defined> = jobs.map(file).collect();
    let defined: Vec<&Defined> = defined.iter().collect();
    let is_across = |rule: &&&lint::Rule| matches!(rule.check, lint::Check::Registry(_));
    let others = lint::RULES.iter().filter(|rule| !is_across(rule));
    let volumes = (0..count).map(|at| format!("v{at}"));
    let site = site().csi_volumes(volumes);
    let site = others.fold(site, |site, rule| site.lint(rule.name, lint::Level::Off));
    clock::taken(|| {
        let findings = lint::check(&Context::new(&site, &defined)).findings;
        assert_eq!(findings.len(), 1, "the circle of all of them: {:?}", findings.first());
    })
}

#[test]
fn ten_times_the_jobs_take_about_ten_times_as_long() {
    let (few, many) = (across(1_000), across(10_000));
    println!("1,000 jobs: {few:?}; 10,000: {many:?}");
    assert!(many < few * 40, "1,000 jobs: {few:?}; 10,000: {many:?}");
}

fn data(mode: &str) -> Volume {
    Volume::csi("data", "data").access_mode(mode).attachment_mode("file-system")
}

fn stores(id: &str, volume: Volume) -> Job {
    Job::service(id).group(Group::new("g").volume(volume).task(task()))
}

#[test]
fn volume_second_writer() {
    let rule = "volume-second-writer";
    let writer = || data("single-node-writer");
    let apart = [
        [stores("a", writer()), stores("b", writer().read_only(true))],
        [stores("a", writer()), stores("b", writer()).namespace("other")],
        [stores("a", writer().per_alloc(true)), stores("b", writer().per_alloc(true))],
        [
            stores("a", data("multi-node-multi-writer")),
            stores("b", data("multi-node-multi-writer")),
        ],
    ];
    for jobs in apart {
        none(rule, jobs.to_vec());
    }
    let host = || Volume::host("data", "disk").access_mode("single-node-single-writer");
    let said = [
        of(
            rule,
            &site(),
            vec![stores("a", writer()), stores("b", data("multi-node-single-writer"))],
        ),
        of(rule, &site(), vec![stores("a", host()), stores("b", host())]),
    ];
    snapshot!(said.concat());
}

#[test]
fn single_node_volume() {
    let rule = "single-node-volume";
    let job = |volume: Volume, count: i64, canaries: i64| {
        let group = Group::new("g").count(count).volume(volume).task(task());
        Job::service("web").update(Update::new().canary(canaries)).group(group)
    };
    let writer = || data("single-node-writer");
    none(rule, job(writer(), 1, 0));
    none(rule, job(writer().per_alloc(true), 3, 0));
    none(rule, job(data("multi-node-multi-writer"), 3, 1));
    none(rule, job(Volume::host("data", "there"), 3, 1));
    snapshot!(of(rule, &site(), job(writer(), 3, 0)) + &of(rule, &site(), job(writer(), 1, 1)));
}

fn serves(id: &str, service: Service) -> Job {
    let network = Network::new().port(Port::http(80)).port(Port::dynamic("metrics"));
    Job::service(id).group(Group::new("g").network(network).service(service).task(task()))
}

#[test]
fn service_clash() {
    let rule = "service-clash";
    let web = || Service::new("web").port("http");
    let nomad = || web().provider("nomad");
    none(rule, vec![serves("blue", web()), serves("green", web().tags(["v2"]))]);
    none(rule, vec![serves("a", web()), serves("b", Service::new("other").port("metrics"))]);
    none(rule, vec![serves("a", nomad()).namespace("x"), serves("b", nomad().port("metrics"))]);
    let routed = web().tags(["traefik.http.routers.web.rule=Host(`web.lab`)"]);
    let said = [
        of(rule, &site(), vec![serves("a", web()), serves("b", web().port("metrics"))]),
        of(rule, &site(), vec![serves("a", web()), serves("b", nomad())]),
        of(rule, &site(), vec![serves("a", web()), serves("b", routed)]),
    ];
    snapshot!(said.concat());
}

fn reads(id: &str, text: &str) -> Job {
    let task = task().template(Template::inline("local/peers", text));
    Job::service(id).group(Group::new("g").task(task))
}

fn meshed(id: &str, upstream: Upstream) -> Job {
    let sidecar = SidecarService::new().proxy(Proxy::new().upstreams(upstream));
    let connect = Connect::sidecar_service(sidecar);
    let network = Network::new().mode("bridge");
    let service = Service::new(id).port("80").connect(connect);
    Job::service(id).group(Group::new("g").network(network).service(service).task(task()))
}

#[test]
fn unknown_service() {
    let rule = "unknown-service";
    let db = || serves("db", Service::new("postgres").port("http").provider("nomad"));
    let asks = |text: &str| vec![db(), reads("web", text)];
    for text in [
        r#"{{ range nomadService "postgres" }}{{ .Address }}{{ end }}"#,
        r#"{{ range nomadService "primary.postgres" }}{{ .Address }}{{ end }}"#,
        r#"{{ range service "consul" }}{{ .Address }}{{ end }}"#,
        r#"{{ range service "elsewhere@dc2" }}{{ .Address }}{{ end }}"#,
        r#"{{ range service (env "NAME") }}{{ .Address }}{{ end }}"#,
        r#"{{/* service "none" */}}"#,
    ] {
        none(rule, asks(text));
    }
    none(rule, meshed("web", Upstream::new("far", 8080).datacenter("dc2")));
    let patterned = serves("any", Service::new("cache-${node.unique.name}").port("http"));
    none(rule, vec![patterned, reads("web", r#"{{ range service "cache-one" }}{{ end }}"#)]);
    none(
        rule,
        vec![
            serves("shop", Service::new("${NOMAD_JOB_NAME}-api").port("http")),
            reads("web", r#"{{ range service "shop-api" }}{{ end }}"#),
        ],
    );
    let mail = r#"{{ range service "mail" }}{{ .Address }}{{ end }}"#;
    assert_eq!(of(rule, &site().services(["mail"]), reads("web", mail)), "");
    let said = [
        of(rule, &site(), asks(r#"{{ range nomadService "postgers" }}{{ .Address }}{{ end }}"#)),
        of(rule, &site(), asks(r#"{{ range service "postgres" }}{{ .Address }}{{ end }}"#)),
        of(rule, &site(), reads("web", mail)),
        of(rule, &site(), meshed("web", Upstream::new("api", 8080))),
    ];
    snapshot!(said.concat());
}

#[test]
fn dependency_cycle() {
    let rule = "dependency-cycle";
    let job = |id: &str, needs: &str| {
        let text =
            format!("{{{{ range nomadService \"{needs}\" }}}}{{{{ .Address }}}}{{{{ end }}}}");
        let task = task().template(Template::inline("local/peers", text));
        let service = Service::new(id).provider("nomad");
        Job::service(id).group(Group::new("g").service(service).task(task))
    };
    none(rule, vec![job("a", "b"), job("b", "c"), job("c", "d")]);
    none(rule, job("a", "a"));
    let two = of(rule, &site(), vec![job("a", "b"), job("b", "a")]);
    let three = of(rule, &site(), vec![job("x", "a"), job("a", "b"), job("b", "c"), job("c", "a")]);
    snapshot!(two + &three);
}

#[test]
fn secret_literal() {
    let env = |name: &str, value: &str| {
        Job::batch("web").group(Group::new("g").task(task().env(name, value)))
    };
    for (name, value) in [
        ("DB_PASSWORD", "${NOMAD_META_password}"),
        ("TOKEN_FILE", "/secrets/token"),
        ("PASSWORD", ""),
    ] {
        none("secret-literal", env(name, value));
    }
    let docker = Docker::image("x:1")
        .auth(DockerAuth::new().username("me").password("Sup3rGeheim!"))
        .args(["--token", "0a1b2c3d4e", "--password=hunter22", "--user", "me"]);
    let template =
        "user: web\npassword: hunter22\nurl: postgres://web:hunter33@db/web\ntoken: {{ .token }}\n";
    let task = Task::new("t", docker)
        .env("API_KEY", "k3y-of-the-house")
        .template(Template::inline("local/app.yml", template));
    let job = Job::batch("web").group(Group::new("g").task(task));
    snapshot!(of("secret-literal", &site(), job));
}

fn task_named(name: &str) -> Task {
    Task::new(name, Docker::image("x:1"))
}

#[test]
fn unknown_reference() {
    let rule = "unknown-reference";
    let job = |docker: Docker, name: &str, value: &str, template: &str| {
        let network = Network::new().port(Port::http(80)).port(Port::dynamic("my-port"));
        let task =
            Task::new("t", docker).env(name, value).template(Template::inline("local/x", template));
        let group = Group::new("g").network(network).meta("own-key", "x").task(task);
        Job::batch("web").meta("rack", "r1").group(group)
    };
    let args = |arg: &str| job(Docker::image("x:1").args([arg]), "A", "b", "");
    let env = |value: &str| job(Docker::image("x:1"), "A", value, "");
    let template = |text: &str| job(Docker::image("x:1"), "A", "b", text);
    for good in [
        "${NOMAD_PORT_http}",
        "${NOMAD_ADDR_my_port}",
        "${NOMAD_META_RACK}",
        "${NOMAD_META_rack}",
        "${NOMAD_META_OWN_KEY}",
        "${NOMAD_ALLOC_ID}",
    ] {
        assert_eq!(of(rule, &site(), args(good)), "", "{good}");
    }
    let old = |name: &str| {
        let network = Network::new().port(Port::dynamic("api"));
        task_named(name).resources(Resources::new().network(network))
    };
    let pair = Group::new("g")
        .task(old("one").env("OWN", "${NOMAD_PORT_api}"))
        .task(old("the-other").env("ONE", "${NOMAD_ADDR_one_api}"))
        .task(task().env("OTHER", "${NOMAD_ADDR_the-other_api}"));
    none(rule, Job::batch("web").group(pair));
    for good in ["${NOMAD_ADDR_my-port}", "${NOMAD_META_own-key}", "${NOMAD_HOST_PORT_http}"] {
        assert_eq!(of(rule, &site(), env(good)), "", "{good}");
    }
    for good in [
        r#"{{ env "NOMAD_PORT_my_port" }}"#,
        "${NOMAD_PORT_none}",
        r#"{{ or (env "NOMAD_META_x") "y" }}"#,
    ] {
        assert_eq!(of(rule, &site(), template(good)), "", "{good}");
    }
    let said = [
        args("${NOMAD_PORT_htpp}"),
        args("${NOMAD_ADDR_my-port}"),
        args("${NOMAD_ADDR_t_http}"),
        args("${NOMAD_META_Rack}"),
        env("${NOMAD_ADDR_my_port}"),
        env("${NOMAD_UPSTREAM_ADDR_api}"),
        template(r#"{{ env "NOMAD_PORT_my-port" }}"#),
    ];
    snapshot!(said.map(|job| of(rule, &site(), job)).concat());
}

#[test]
fn template_key() {
    let rule = "template-key";
    let text = r#"{{ env "BASE_URL" }} {{ env "HOME" }} {{ env "NOMAD_DC" }} {{ with env "MAYBE" }}{{ . }}{{ end }}"#;
    let reads = || task().template(Template::inline("local/x", text));
    let job = |task: Task| Job::batch("web").group(Group::new("g").task(task));
    none(rule, job(reads().env("BASE_URL", "https://web.lab")));
    none(rule, job(reads().template(Template::inline("local/env", "BASE_URL=x").env(true))));
    snapshot!(of(rule, &site(), job(reads())));
}

#[test]
fn resources() {
    let bounded = site().max_cpu(4000).max_memory(8192).oversubscription(false);
    let job = |resources: Resources| {
        Job::batch("web").group(Group::new("g").task(task().resources(resources)))
    };
    let asks = || job(Resources::new().cpu(5000).memory(512).memory_max(16_384));
    for rule in ["resources", "memory-max"] {
        none(rule, asks());
        assert_eq!(of(rule, &bounded, job(Resources::new().cpu(4000).memory(8192))), "");
    }
    assert_eq!(of("memory-max", &site().oversubscription(true), asks()), "");
    snapshot!(of("resources", &bounded, asks()) + &of("memory-max", &bounded, asks()));
}

#[test]
fn unplaceable() {
    let kernel = |name: &str| Constraint::new("${attr.kernel.name}", name);
    let job = |constraint: Constraint, task: Task| {
        Job::batch("web").constraint(constraint).group(Group::new("g").task(task))
    };
    let rule = "unplaceable";
    none(rule, job(kernel("linux"), task().constraint(kernel("linux"))));
    none(
        rule,
        job(
            kernel("linux"),
            task().constraint(Constraint::regexp("${attr.kernel.name}", "linux|freebsd")),
        ),
    );
    none(rule, job(kernel("windows"), task()));
    none(
        rule,
        job(
            Constraint::new("${attr.kernel.name}", var("kernel")),
            task().constraint(kernel("linux")),
        ),
    );
    let said = [
        job(kernel("linux"), task().constraint(kernel("freebsd"))),
        job(kernel("linux"), task().constraint(Constraint::regexp("${attr.kernel.name}", "bsd$"))),
        job(
            Constraint::is_not_set("${meta.gpu}"),
            task().constraint(Constraint::new("${meta.gpu}", "a")),
        ),
        job(kernel("freebsd"), Task::new("t", Exec::command("/bin/x"))),
        job(Constraint::new("${node.datacenter}", "dc2"), task()).datacenters(["dc1"]),
    ];
    snapshot!(said.map(|job| of(rule, &site(), job)).concat());
}

#[test]
fn unknown_datacenter() {
    let rule = "unknown-datacenter";
    let job = |datacenter: &str| {
        Job::batch("web").datacenters([datacenter]).group(Group::new("g").task(task()))
    };
    none(rule, job("dc1"));
    none(rule, job("*"));
    none(rule, job("d*"));
    assert_eq!(of(rule, &Site::bare("lab"), job("dc9")), "");
    snapshot!(of(rule, &site(), job("dc")) + &of(rule, &site(), job("east-*")));
}

#[test]
fn the_site() {
    let good = site().nomad("1.9").lint("static-port", lint::Level::Info).lint_in(
        "registry/**",
        "house/site",
        lint::Level::Error,
    );
    assert_eq!(of("site", &good, vec![super::batch("web")]), "");
    let bad = site().nomad("one").lint("static-prot", lint::Level::Off).lint_in(
        "registry/[",
        "static-port",
        lint::Level::Off,
    );
    snapshot!(of("site", &bad, vec![super::batch("web")]));
}
