//! Routes: the tags of each, the findings of each, and what Nomad says of jobs that have them.

use std::collections::BTreeMap;
use std::fs;

use jobwright::Defined;
use jobwright::Definition;
use jobwright::lint::{self, Context};
use jobwright::prelude::*;
use jobwright::render::Renderer;

use crate::support::Tested;
use crate::support::nomad::nomad;
use crate::support::shown::snapshot;

pub fn check(tags: &Tags, start: &str, expected: &[&str]) {
    let said = tags.list();
    let said: Vec<&str> = said.iter().filter_map(|tag| tag.as_str()).collect();
    let expected = expected.iter().map(|tag| format!("{start}{tag}"));
    let expected: Vec<String> =
        std::iter::once("traefik.enable=true".to_owned()).chain(expected).collect();
    assert_eq!(said, expected);
}

const ROUTER: &str = "traefik.http.routers.app.";

/// Without a list of the site's middlewares, one that nearly is another is a slip.
#[test]
fn a_slip_of_a_middleware() {
    let headers = || Middleware::headers("shop-security").response_header("X-A", "1");
    let job = |names: [&str; 2]| {
        let route = Route::host("a.lab").middleware(headers()).middlewares(names);
        let shop = Workload::service("shop").image("x:1").port(Port::http(80)).route(route);
        found(&Site::new("lab"), [shop.job(&Site::new("lab"))])
    };
    assert_eq!(job(["auth@file", "elsewhere"]), "");
    snapshot!(job(["shop-securty", "shop-security"]));
}

#[test]
fn hosts_and_paths_are_a_rule() {
    let rules = [
        (Route::paths(["/a"]), "PathPrefix(`/a`)"),
        (Route::paths(["/a", "/b"]), "PathPrefix(`/a`) || PathPrefix(`/b`)"),
        (Route::host("x.lab"), "Host(`x.lab`)"),
        (
            Route::host("x.lab").or_host("y.lab").and_path("/a"),
            "(Host(`x.lab`) || Host(`y.lab`)) && PathPrefix(`/a`)",
        ),
        (
            Route::host_regexp("^.+$").and_exact_path("/a").and_path_regexp("^/b"),
            "HostRegexp(`^.+$`) && (Path(`/a`) || PathRegexp(`^/b`))",
        ),
        (Route::exact_path("/a"), "Path(`/a`)"),
        (Route::path_regexp("^/a"), "PathRegexp(`^/a`)"),
        (Route::rule("Method(`GET`)"), "Method(`GET`)"),
    ];
    for (route, rule) in rules {
        check(&route.tags("app"), ROUTER, &[&format!("rule={rule}")]);
    }
}

#[test]
fn tags_stand_in_the_order_of_the_calls() {
    let route = Route::host("x.lab")
        .entry_points(["web"])
        .tls_resolver("le")
        .middlewares(["auth"])
        .entry_points(["websecure"])
        .priority(9)
        .tls_options("old@file")
        .option("observability.metrics", "false");
    let expected = [
        "rule=Host(`x.lab`)",
        "entrypoints=web,websecure",
        "tls.certresolver=le",
        "middlewares=auth",
        "priority=9",
        "tls.options=old@file",
        "observability.metrics=false",
    ];
    check(&route.tags("app"), ROUTER, &expected);
    let named = Route::host("t.lab").named("app").to_service("api@internal").tags("other");
    check(&named, ROUTER, &["rule=Host(`t.lab`)", "service=api@internal"]);
}

#[test]
fn certificates_have_names() {
    let route = Route::new()
        .tls()
        .tls_domain("a.lab")
        .tls_sans(["*.a.lab"])
        .tls_sans(["b.a.lab"])
        .tls_domain("c.lab")
        .tls_sans(["*.c.lab"]);
    let expected = [
        "tls=true",
        "tls.domains[0].main=a.lab",
        "tls.domains[0].sans=*.a.lab,b.a.lab",
        "tls.domains[1].main=c.lab",
        "tls.domains[1].sans=*.c.lab",
    ];
    check(&route.tags("app"), ROUTER, &expected);
    check(&Route::new().tls_sans(["*"]).tags("app"), ROUTER, &["tls.domains[0].sans=*"]);
}

#[test]
fn connections_and_packets_have_routes() {
    let tcp = TcpRoute::host_sni("db.lab").or_host_sni("pg.lab").passthrough().priority(2);
    let expected = [
        "rule=HostSNI(`db.lab`) || HostSNI(`pg.lab`)",
        "tls.passthrough=true",
        "priority=2",
        "tls.certresolver=le",
        "middlewares=lan",
    ];
    let tags = tcp.tls_resolver("le").middlewares(["lan"]).tags("db");
    check(&tags, "traefik.tcp.routers.db.", &expected);
    let own = TcpRoute::new().with_rule("ClientIP(`10.0.0.0/8`)").tags("db");
    check(&own, "traefik.tcp.routers.db.", &["rule=ClientIP(`10.0.0.0/8`)"]);
    let udp = UdpRoute::new().entry_points(["dns"]).to_service("dns").tags("d");
    check(&udp, "traefik.udp.routers.d.", &["entrypoints=dns", "service=dns"]);
}

fn server() -> Server {
    Server::new()
        .scheme("h2c")
        .scheme("h2c")
        .port(81)
        .transport("slow@file")
        .pass_host_header(false)
        .sticky()
        .cookie_name("to")
        .cookie_http_only()
        .cookie_secure()
        .cookie_same_site(SameSite::Lax)
        .option("healthcheck.path", "/")
}

#[test]
fn a_server_has_settings() {
    let expected = [
        "server.scheme=h2c",
        "server.port=81",
        "serverstransport=slow@file",
        "passhostheader=false",
        "sticky.cookie=true",
        "sticky.cookie.name=to",
        "sticky.cookie.httponly=true",
        "sticky.cookie.secure=true",
        "sticky.cookie.samesite=lax",
        "healthcheck.path=/",
    ];
    let tags = Tags::of("my_app").server(server());
    check(&tags, "traefik.http.services.my-app.loadbalancer.", &expected);
    let named = Tags::of("a").server(Server::new().named("b").port(1));
    check(&named, "traefik.http.services.b.loadbalancer.", &["server.port=1"]);
    let same_sites = [SameSite::None, SameSite::Lax, SameSite::Strict].map(SameSite::as_str);
    assert_eq!(same_sites, ["none", "lax", "strict"]);
}

fn middlewares() -> [Middleware; 7] {
    let headers = Middleware::headers("h")
        .request_header("X-A", "1")
        .response_header("X-B", "2")
        .content_security_policy("default-src 'self'")
        .cors_methods(["GET"])
        .cors_methods(["PUT"])
        .cors_headers(["*"])
        .cors_origins(["https://a.lab"])
        .cors_max_age(100)
        .add_vary_header();
    [
        headers,
        Middleware::redirect_scheme("t", "https"),
        Middleware::redirect_regex("r", "^a", "b").permanent(),
        Middleware::strip_prefix("s", ["/a", "/b"]),
        Middleware::basic_auth("b", ["u:$apr1$x"]),
        Middleware::ip_allow_list("i", ["10.0.0.0/8"]),
        Middleware::other("f", "forwardauth").option("address", "http://auth"),
    ]
}

#[test]
fn middlewares_stand_beside_routes() {
    let expected = [
        "h.headers.customrequestheaders.X-A=1",
        "h.headers.customresponseheaders.X-B=2",
        "h.headers.contentsecuritypolicy=default-src 'self'",
        "h.headers.accesscontrolallowmethods=GET,PUT",
        "h.headers.accesscontrolallowheaders=*",
        "h.headers.accesscontrolalloworiginlist=https://a.lab",
        "h.headers.accesscontrolmaxage=100",
        "h.headers.addvaryheader=true",
        "t.redirectscheme.scheme=https",
        "r.redirectregex.regex=^a",
        "r.redirectregex.replacement=b",
        "r.redirectregex.permanent=true",
        "s.stripprefix.prefixes=/a,/b",
        "b.basicauth.users=u:$apr1$x",
        "i.ipallowlist.sourcerange=10.0.0.0/8",
        "f.forwardauth.address=http://auth",
    ];
    let tags = middlewares().into_iter().fold(Tags::of("a"), Tags::middleware);
    check(&tags, "traefik.http.middlewares.", &expected);
}

pub fn workload() -> Workload {
    Workload::service("app").image("app:1").port(Port::http(80))
}

fn two_ports() -> Workload {
    workload()
        .port(Port::dynamic("admin_ui"))
        .port(Port::dynamic("metrics"))
        .route(Route::host("app.lab"))
        .route(Route::host("admin.lab").to_port("admin_ui"))
}

#[test]
fn routed_ports_have_services_of_their_own() {
    let job = two_ports().job(&Site::new("lab"));
    let services = &job.groups[0].services;
    let names: Vec<&str> =
        services.iter().filter_map(|service| service.name.as_ref()?.as_str()).collect();
    assert_eq!(names, ["app-http", "app-admin-ui", "app"]);
    let tags = services[1].tags.as_ref().and_then(|tags| tags.get()).unwrap_or_default();
    let expected = [
        "traefik.http.routers.app-admin-ui.rule=Host(`admin.lab`)",
        "traefik.http.routers.app-admin-ui.service=app-admin-ui",
    ];
    assert_eq!(tags[1..], expected);
    assert_eq!(services[2].tags, None);
}

#[test]
fn nomad_takes_jobs_with_routes() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let renderer = Renderer::new(BTreeMap::new())?;
    let site = Site::new("lab").datacenters(["dc1"]).provider(Provider::Nomad);
    let canary = Route::host("next.lab").tags("app-canary").canary(Provider::Nomad);
    let service = Service::new("app").port("http").canary_tags(canary);
    let whole = middlewares().into_iter().fold(Route::host("a.lab"), Route::middleware);
    let whole =
        whole.and_path("/x").entry_points(["web"]).tls_domain("a.lab").tls_sans(["*.a.lab"]);
    let tcp = TcpRoute::host_sni("${meta.host}").passthrough().entry_points(["db"]);
    let jobs = [
        two_ports().job(&site),
        workload().route(whole.server(server()).tls_resolver("le").priority(7)).job(&site),
        workload().route(tcp).route(UdpRoute::new().entry_points(["dns"])).job(&site),
        workload().route(TcpRoute::any()).with_service(service).job(&site),
        workload()
            .route(Route::host(hcl("${var.name}.lab")).tls())
            .job(&site)
            .variable(Variable::new("name").default("app")),
    ];
    let folder = tempfile::tempdir()?;
    for (number, job) in jobs.iter().enumerate() {
        assert_eq!(found(&site, [job.clone()]), "");
        let file = folder.path().join(format!("{number}.nomad.hcl"));
        fs::write(&file, renderer.job(job, "")?)?;
        nomad.validate(&file)?;
    }
    Ok(())
}

/// What the rules find in a registry of these jobs.
pub fn found(site: &Site, jobs: impl IntoIterator<Item = Job>) -> String {
    let defined =
        |job| Defined { source: "registry/apps/one.rs".into(), definition: Definition::Job(job) };
    let defined: Vec<Defined> = jobs.into_iter().map(defined).collect();
    let defined: Vec<&Defined> = defined.iter().collect();
    let site = crate::lint::advice_apart(site.clone());
    let findings = lint::check(&Context::new(&site, &defined)).findings;
    findings.iter().map(|finding| format!("{finding}\n\n")).collect()
}

pub fn site() -> Site {
    Site::new("lab").datacenters(["dc1"])
}

#[test]
fn routes_that_traefik_would_not_take() {
    let routes = [
        Route::path("noslash"),
        Route::host("a`b"),
        Route::host(""),
        Route::host("*.x"),
        Route::host("https://a.lab"),
        Route::paths(Vec::<String>::new()),
        Route::host("a.lab").priority(0),
        Route::host("a.lab").priority(1).priority(2),
        Route::host("a.lab").with_rule("Method(`GET`)"),
        Route::rule(" "),
        Route::host("a.lab").middleware(Middleware::redirect_scheme("a.b", "https")),
    ];
    let mut said: String = routes
        .into_iter()
        .map(|route| found(&site(), [workload().route(route).job(&site())]))
        .collect();
    said += &found(&site(), [workload().route(TcpRoute::host_sni("*.x")).job(&site())]);
    snapshot!(said);
}

/// Traefik drops a whole service if it does not know all that its tags say.
#[test]
fn servers_and_middlewares_that_traefik_would_not_take() {
    let route = || Route::host("a.lab");
    let tcp = || TcpRoute::any();
    let strip = || Middleware::strip_prefix("s", ["/a"]);
    let workloads = [
        workload().route(route().server(Server::new().scheme("http").scheme("https"))),
        workload().route(
            route().middleware(Middleware::redirect_scheme("up", "http").option("scheme", "https")),
        ),
        workload().route(route().middleware(strip().permanent())),
        workload().route(route().middleware(strip().request_header("X-A", "1"))),
        workload().route(route().middleware(Middleware::headers("h"))),
        workload().route(route().middleware(Middleware::basic_auth("b", [""; 0]))),
        workload().route(tcp().middleware(strip())),
        workload().route(tcp().server(Server::new().port(1).sticky())),
        workload().route(UdpRoute::new().server(Server::new().transport("t@file"))),
        workload().route(TcpRoute::new().entry_points(["db"])),
        workload().rollout(Rollout::Canary).canary_route(Route::path("noslash")),
        workload().rollout(Rollout::Canary).canary_route(route().to_port("none")),
    ];
    let mut said: String =
        workloads.map(|workload| found(&site(), [workload.job(&site())])).concat();
    // In the full model too.
    let tags = Tags::of("own").route(Route::host("")).server(Server::new().port(1).port(2));
    let tags = tags.middleware(Middleware::headers("h"));
    let full = Group::new("g")
        .service(Service::new("own").tags(tags.clone()))
        .service(Service::new("own").canary_tags(tags.clone()))
        .task(Task::new("t", Docker::image("x:1")).service(Service::new("own").tags(tags)));
    said += &found(&site(), [site().complete(Job::service("full").group(full))]);
    snapshot!(said);
}

#[test]
fn servers_have_one_name() {
    let own = Server::new().named("own");
    let job = two_ports()
        .route(Route::host("more.lab").to_port("admin_ui").server(own.port(1)))
        .route(Route::new().to_port("metrics"))
        .route(Route::new().named("app-default"))
        .job(&site());
    let services = &job.groups[0].services;
    let tags = |at: usize| {
        services[at].tags.as_ref().and_then(|tags| tags.get()).unwrap_or_default()[1..].to_vec()
    };
    assert_eq!(tags(0)[2..], ["traefik.http.routers.app-default.service=app-http"]);
    let expected = [
        "traefik.http.routers.app-admin-ui.rule=Host(`admin.lab`)",
        "traefik.http.routers.app-admin-ui.service=own",
        "traefik.http.routers.app-admin-ui-2.rule=Host(`more.lab`)",
        "traefik.http.services.own.loadbalancer.server.port=1",
        "traefik.http.routers.app-admin-ui-2.service=own",
    ];
    assert_eq!(tags(1), expected);
    assert_eq!(tags(2), ["traefik.http.routers.app-metrics.service=app-metrics"]);
    let two = workload().route(Route::host("a.lab")).route(Route::new()).job(&site());
    let tags = two.groups[0].services[0].tags.as_ref().and_then(|tags| tags.get());
    assert_eq!(tags.unwrap_or_default()[2..], ["traefik.http.routers.app-2.service=app"]);
}

#[test]
fn canaries_have_routes_of_their_own() {
    let job = two_ports()
        .tags(["old"])
        .canary_route(Route::host("next.lab").to_port("admin_ui"))
        .canary_tags(["new"])
        .with_service(Service::new("own").port("metrics").provider("nomad").canary_tags(["mine"]))
        .canary_route(Route::host("metrics.lab").to_port("metrics").named("seen"))
        .job(&site());
    let services = &job.groups[0].services;
    let tags = services.iter().map(|service| {
        service.canary_tags.as_ref().and_then(|tags| tags.get()).unwrap_or_default()
    });
    let expected = [
        &["new"][..],
        &[
            "traefik.enable=true",
            "traefik.http.routers.app-admin-ui-canary.rule=Host(`next.lab`)",
            "traefik.consulcatalog.canary=true",
            "new",
        ],
        &[
            "mine",
            "traefik.enable=true",
            "traefik.http.routers.seen.rule=Host(`metrics.lab`)",
            "traefik.nomad.canary=true",
            "new",
        ],
    ];
    assert_eq!(tags.collect::<Vec<_>>(), expected);
    let closed = Service::new("own").port("http").canary_tags(expr("var.tags"));
    let canaries = workload().rollout(Rollout::Canary).with_service(closed);
    let job = canaries.canary_route(Route::host("next.lab")).job(&site());
    assert_eq!(job.base.problems.len(), 1);
}

pub fn other(name: &str) -> Workload {
    Workload::service(name).image("app:1").port(Port::http(80))
}

#[test]
fn router_names() {
    let two = workload().route(Route::host("a.lab")).route(Route::host("b.lab")).job(&site());
    let second = other("app-2").route(Route::host("c.lab")).job(&site());
    let same = |name: &str| {
        let route = Route::host(format!("{name}.lab")).named("same");
        other(name).route(route).job(&site())
    };
    let own = workload()
        .route(Route::host("a.lab").named("same"))
        .route(Route::host("b.lab").named("same"))
        .job(&site());
    let ports = workload()
        .port(Port::dynamic("b"))
        .route(Route::host("a.lab").named("same"))
        .route(Route::host("b.lab").named("same").to_port("b"))
        .job(&site());
    let said = [
        found(&site(), [two, second]),
        found(&site(), [same("one"), same("two")]),
        found(&site(), [own]),
        found(&site(), [ports]),
    ];
    snapshot!(said.concat());
    assert_eq!(found(&site().any_ids(), [same("one"), same("two")]), "");
}

#[test]
fn parts_of_one_name() {
    let with = |name: &str, path: &str, port: u16| {
        let strip = Middleware::strip_prefix("strip", [path]);
        let server = Server::new().named("shared").port(port);
        other(name).route(Route::host(format!("{name}.lab")).middleware(strip).server(server))
    };
    let job = |name: &str, path: &str, port: u16| with(name, path, port).job(&site());
    snapshot!(found(&site(), [job("one", "/a", 1), job("two", "/b", 1), job("three", "/a", 2)]));
    assert_eq!(found(&site(), [job("one", "/a", 1), job("two", "/a", 1)]), "");
    assert_eq!(found(&site().any_ids(), [job("one", "/a", 1), job("two", "/b", 2)]), "");
}

#[test]
fn routes_that_swallow_others() {
    let login = other("grafana").route(Route::paths(["/grafana", "/login"])).job(&site());
    let host = || other("netbox").route(Route::host("netbox.lab")).job(&site());
    snapshot!(found(&site(), [login, host()]));
    let quiet = [
        Route::paths(["/grafana", "/login"]).priority(1),
        Route::paths(["/grafana", "/login"]).tls(),
        Route::path("/grafana").and_path("/login").entry_points(["admin"]),
        Route::host("grafana.lab").and_path("/grafana"),
    ];
    for route in quiet {
        let netbox = other("netbox").route(Route::host("netbox.lab").entry_points(["web"]));
        let jobs = [other("grafana").route(route).job(&site()), netbox.job(&site())];
        assert_eq!(found(&site(), jobs), "");
    }
}

#[test]
fn unknown_routes() {
    let site = site().entry_points(["web", "websecure"]).middlewares(["auth@file"]);
    let route = || Route::host("a.lab");
    let routes = [
        route().entry_points(["websecur"]),
        route().middlewares(["auht@file"]),
        route().middlewares(["nobody"]),
        route().to_service("nobody"),
    ];
    let said = routes.map(|route| found(&site, [workload().route(route).job(&site)]));
    snapshot!(said.concat());
    let known = route()
        .entry_points(["web"])
        .middleware(Middleware::redirect_scheme("up", "https"))
        .middlewares(["auth@file", "up@nomad"])
        .to_service("app");
    assert_eq!(found(&site, [workload().route(known).job(&site)]), "");
}
