//! Routes that say a thing twice, lose it, or take what another takes.

use jobwright::prelude::*;

use crate::routes::{check, found, other, site, workload};
use crate::support::shown::snapshot;

/// The findings of each of these routes, of a workload of its own.
fn each(routes: impl IntoIterator<Item = Route>) -> String {
    let job = |route| workload().route(route).job(&site());
    routes.into_iter().map(|route| found(&site(), [job(route)])).collect()
}

#[test]
fn lists_names_and_values_that_say_nothing() {
    let route = || Route::host("a.lab");
    let said = each([
        route().entry_points([""; 0]),
        route().entry_points([""]),
        route().middlewares([""; 0]),
        route().tls_sans([""; 0]),
        route().named(""),
        route().named("a b=c"),
        route().option("", "v"),
        route().option("a=b", "v"),
        route().option("priority", "abc"),
        route().option("rule", "Method(`GET`)"),
        Route::new().option("rule", "Method(`GET`)").or_host("a.lab"),
        route().option("entrypoints", "a").entry_points(["b"]),
        route().entry_points(["b"]).option("entryPoints", "a"),
        route().tls_resolver(""),
        route().to_service(" "),
        route().named("one").named("two"),
        route().to_port("http").to_port("other"),
        Route::rule("Host(`a.lab`"),
        Route::rule("Host(`a.lab`))"),
        Route::rule("Host(`a.lab)"),
        Route::rule("Host(\"a.lab)"),
        Route::host_regexp("("),
        Route::path_regexp("["),
    ]);
    let canary = workload()
        .rollout(Rollout::Canary)
        .canary_route(route())
        .canary_tags(["traefik.enable=false"]);
    let own = Service::new("own").port("http").tags(["traefik.enable=0"]);
    let off = [
        workload().route(route()).tags(["traefik.enable=false"]).job(&site()),
        canary.job(&site()),
        workload().route(route()).with_service(own).job(&site()),
    ];
    snapshot!(said + &off.map(|job| found(&site(), [job])).concat());
    let quiet = [
        route().option("priority", "7").named("a_b-1").named("a_b-1").to_port("http"),
        Route::rule("Host(`(`) && (Path(\"/\\\")`\") || Method(`GET`))"),
        Route::host_regexp("^(?P<name>[a-z]+)\\.lab$").and_path_regexp("^/{x}"),
        route().tls_resolver("${meta.resolver}"),
    ];
    let said = each(quiet);
    assert_eq!(said, "");
    let off = workload().tags(["traefik.enable=false"]).job(&site());
    assert_eq!(found(&site(), [off]), "");
}

#[test]
fn values_that_servers_and_middlewares_do_not_know() {
    let with = |middleware| Route::host("a.lab").middleware(middleware);
    let server = |server| Route::host("a.lab").server(server);
    let said = each([
        server(Server::new().scheme("ftp")),
        server(Server::new().option("server.port", "many")),
        server(Server::new().transport("")),
        server(Server::new().option("", "v")),
        server(Server::new().named("").port(1)),
        server(Server::new().named("a").named("b").port(1)),
        with(Middleware::ip_allow_list("s", ["10.0.0.0/8", "notanip"])),
        with(Middleware::ip_allow_list("s", ["10.0.0.0/33"])),
        with(Middleware::basic_auth("s", ["user:plain"])),
        with(Middleware::strip_prefix("s", ["nolead"])),
        with(Middleware::redirect_regex("s", "(", "b")),
        with(Middleware::other("s", "forwardauth").option("a b", "c")),
    ]);
    let tags = Tags::of("own").prefix("a").prefix("b").tag("b.enable=false").route(Route::new());
    let service =
        Service::new("own").tags(tags.tags(["x"])).canary_tags(Tags::of("own").prefix(""));
    let full = Job::service("full").group(Group::new("g").service(service));
    snapshot!(said + &found(&site(), [site().complete(full)]));
    let quiet = each([
        with(Middleware::ip_allow_list("s", ["::1", "fd00::/8", "10.0.0.1"])),
        with(Middleware::basic_auth("s", ["a:{SHA}x", "b:$2y$05$x", "c:$apr1$x"])),
        with(Middleware::strip_prefix("s", ["${meta.path}"])),
    ]);
    assert_eq!(quiet, "");
}

#[test]
fn parts_of_one_name_in_one_service() {
    let route = || Route::host("a.lab");
    let port = |port| Server::new().port(port);
    let strip = |path: &str| Middleware::strip_prefix("s", [path]);
    let two = [
        workload().route(route().server(port(1)).server(port(2))),
        workload().route(route().server(port(1))).route(Route::host("b.lab").server(port(2))),
        workload().route(route().middleware(strip("/a")).middleware(strip("/b"))),
        workload().route(
            route().middleware(strip("/a")).middleware(Middleware::redirect_scheme("s", "https")),
        ),
        workload().rollout(Rollout::Canary).canary_route(route().server(port(1)).server(port(2))),
    ];
    let tags = route().tags("own").server(port(1)).server(port(2));
    let service = Service::new("own").tags(tags);
    let full = site().complete(Job::service("full").group(Group::new("g").service(service)));
    let said = two.map(|workload| found(&site(), [workload.job(&site())])).concat();
    snapshot!(said + &found(&site(), [full]));
    let alike = route().server(port(1)).server(port(1)).server(Server::new().scheme("https"));
    let alike = alike.middleware(strip("/a")).middleware(strip("/a"));
    assert_eq!(found(&site(), [workload().route(alike.clone()).job(&site())]), "");
    let expected = [
        "routers.app.rule=Host(`a.lab`)",
        "services.app.loadbalancer.server.port=1",
        "services.app.loadbalancer.server.scheme=https",
        "middlewares.s.stripprefix.prefixes=/a",
        "routers.app.middlewares=s",
    ];
    check(&alike.tags("app"), "traefik.http.", &expected);
}

#[test]
fn routes_for_the_same_requests() {
    let job = |name: &str, route: Route| other(name).route(route).job(&site());
    let host = || Route::host("c.lab");
    let two = |one, two| found(&site(), [job("one", one), job("two", two)]);
    let both = workload().route(host()).route(host()).job(&site());
    let udp = || UdpRoute::new().entry_points(["dns"]);
    let packets = ["one", "two"].map(|name| other(name).route(udp()).job(&site()));
    let said = [
        two(host(), host()),
        two(host(), Route::host("C.lab").entry_points(["web"])),
        two(host().or_host("d.lab"), Route::host("d.lab").or_host("c.lab")),
        two(Route::rule("Method(`GET`)"), Route::rule("Method(`GET`)")),
        found(&site(), [both]),
        found(&site(), packets),
    ];
    snapshot!(said.concat());
    let redirect = || host().entry_points(["web"]).named("to-https");
    let quiet = [
        two(host().entry_points(["websecure"]), redirect()),
        two(host(), host().priority(1)),
        two(host(), host().tls()),
        two(host().and_path("/a"), host().and_path("/A")),
        two(host(), Route::host("d.lab")),
        two(Route::host("${meta.a}"), Route::host("${meta.a}")),
        two(Route::new(), Route::new()),
    ];
    assert_eq!(quiet.concat(), "");
    assert_eq!(found(&site().any_ids(), [job("one", host()), job("two", host())]), "");
}
