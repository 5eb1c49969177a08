//! Every route, server and middleware of the house layer: a job that has it, and requests with what must be in the answer.
//!
//! A request is an entry point, an address and options, as `ask.py` reads them; the words of an answer are its status,
//! headers (`<name=value`), what the service saw (`path=…`, `>name=value`) and who that was (`job/port`). A word that must
//! not be there has a `!`.

use jobwright::prelude::*;

/// A job, and what is asked because of it.
pub struct Way {
    pub job: Job,
    pub asked: Vec<(&'static str, &'static str)>,
}

/// All of them. Traefik itself answers at the port `secure`.
pub fn all(site: &Site, secure: u16) -> Vec<Way> {
    let mut ways = Vec::new();
    let mut add = |workload: Workload, asked: &[(&'static str, &'static str)]| {
        ways.push(Way { job: workload.job(site), asked: asked.to_vec() });
    };
    rules(&mut add);
    order(&mut add);
    doors(&mut add);
    ports(&mut add);
    servers(&mut add, secure);
    headers(&mut add);
    middlewares(&mut add);
    connections(&mut add);
    packets(&mut add);
    ways.push(expressions(site));
    ways.push(full_model(site));
    ways.push(Way {
        job: canary("1").job(site),
        asked: vec![("web http://canary.lab/", "200, version=1")],
    });
    ways
}

type Add<'a> = &'a mut dyn FnMut(Workload, &[(&'static str, &'static str)]);

/// One whose name is `me`, and whose password `secret`.
pub const USERS: &str = "me:$apr1$jobwrght$5q1gojIB06ONjoTBbSG/e.";

/// A job that says who it is, on each of its ports.
pub fn echo(name: &str) -> Workload {
    Workload::service(name)
        .port(Port::dynamic("http"))
        .driver(RawExec::command("python3").args(["local/echo.py"]))
        .template(Template::inline("local/echo.py", include_str!("echo.py")))
}

fn rules(add: Add<'_>) {
    let rules = echo("rules")
        .route(Route::host("plain.lab").or_host("also.lab"))
        .route(Route::host("part.lab").and_path("/a").and_path("/b"))
        .route(Route::host_regexp(r"^re\d+\.lab$").or_host_regexp(r"^rx\.lab$"))
        .route(Route::path("/everywhere"))
        .route(Route::paths(["/one", "/two"]))
        .route(Route::exact_path("/exact"))
        .route(Route::path_regexp("^/num/[0-9]+$"))
        .route(Route::host("mix.lab").and_exact_path("/e").and_path_regexp("^/r[0-9]$"))
        .route(Route::rule("Host(`own.lab`) && Method(`PUT`)"))
        .route(Route::new().with_rule("Host(`with.lab`)"))
        .route(Route::host("dotted.lab").named("dotted-name"))
        .route(Route::host("option.lab").option("rulesyntax", "v3"))
        .route(Route::new());
    let asked = [
        ("web http://plain.lab/x?y=1", "200, rules/http, path=/x?y=1, >host=plain.lab"),
        ("web http://also.lab/", "200, rules/http"),
        ("web http://nobody.lab/", "404"),
        ("web http://part.lab/a/x", "200, rules/http"),
        ("web http://part.lab/b", "200, rules/http"),
        ("web http://part.lab/c", "404"),
        ("web http://re7.lab/", "200, rules/http"),
        ("web http://rex.lab/", "404"),
        ("web http://rx.lab/", "200, rules/http"),
        ("web http://nobody.lab/everywhere/x", "200, rules/http"),
        ("web http://nobody.lab/two", "200, rules/http"),
        ("web http://nobody.lab/exact", "200, rules/http"),
        ("web http://nobody.lab/exact/x", "404"),
        ("web http://nobody.lab/num/12", "200, rules/http"),
        ("web http://nobody.lab/num/x", "404"),
        ("web http://mix.lab/e", "200, rules/http"),
        ("web http://mix.lab/r1", "200, rules/http"),
        ("web http://mix.lab/r", "404"),
        ("web http://own.lab/ method=PUT", "200, rules/http"),
        ("web http://own.lab/", "404"),
        ("web http://with.lab/", "200, rules/http"),
        ("web http://dotted.lab/", "200, rules/http"),
        ("web http://option.lab/", "200, rules/http"),
        ("web http://rules.lab/", "200, rules/http"),
    ];
    add(rules, &asked);
    let default = [("web http://default.lab/", "200, default/http")];
    add(echo("default").route(Route::new().entry_points(["web"])), &default);
}

fn order(add: Add<'_>) {
    add(echo("low").route(Route::host("order.lab").and_path("/deep/down").priority(1)), &[]);
    let asked = [
        ("web http://order.lab/deep/down", "200, high/http"),
        ("web http://longer.lab/deep/down", "200, longer/http"),
    ];
    let high = echo("high").route(Route::host("order.lab").priority(2));
    add(high.route(Route::host("longer.lab")), &asked);
    add(echo("longer").route(Route::host("longer.lab").and_path("/deep")), &[]);
}

fn doors(add: Add<'_>) {
    let doors = echo("doors")
        .route(Route::host("side.lab").entry_points(["side"]).entry_points(["web"]))
        .route(Route::host("aside.lab").entry_points(["side"]))
        .route(Route::host("front.lab"))
        .route(Route::host("tls.lab").tls())
        .route(Route::host("le.lab").tls_resolver("le").tls_domain("le.lab").tls_sans(["*.le.lab"]))
        .route(Route::host("old.lab").tls_options("old@file"))
        .route(Route::host("api.lab").and_path("/api/version").to_service("api@internal"))
        .route(Route::host("other.lab").to_service("ports-http"));
    let asked = [
        ("side http://side.lab/", "200, doors/http"),
        ("web http://side.lab/", "200, doors/http"),
        ("side http://aside.lab/", "200, doors/http"),
        ("web http://aside.lab/", "404"),
        ("side http://front.lab/", "404"),
        ("websecure https://tls.lab/", "200, doors/http, TLSv1.3, >x-forwarded-proto=https"),
        ("web http://tls.lab/", "404"),
        ("websecure https://front.lab/", "404"),
        ("websecure https://le.lab/", "200, doors/http"),
        ("websecure https://old.lab/", "200, doors/http, TLSv1.2"),
        ("web http://api.lab/api/version", "200, !doors/http"),
        ("web http://other.lab/", "200, ports/http"),
    ];
    add(doors, &asked);
}

fn ports(add: Add<'_>) {
    let lb = Server::new().named("own-lb").pass_host_header(true);
    let ports = echo("ports")
        .port(Port::dynamic("admin_ui"))
        .port(Port::dynamic("third"))
        .port(Port::dynamic("silent"))
        .route(Route::host("ports.lab"))
        .route(Route::host("admin.lab").to_port("admin_ui"))
        .route(TcpRoute::host_sni("ports.sni").tls().entry_points(["sni"]).to_port("admin_ui"))
        .route(Route::host("third.lab").to_port("third").server(lb))
        .route(Route::host("more.lab").to_port("third"));
    let asked = [
        ("web http://ports.lab/ times=4", "200, ports/http, instances=1"),
        ("web http://admin.lab/ times=4", "200, ports/admin_ui"),
        ("sni tls://ports.sni", "ports/admin_ui"),
        ("web http://third.lab/", "200, ports/third"),
        ("web http://more.lab/", "200, ports/third"),
    ];
    add(ports, &asked);
}

fn servers(add: Add<'_>, secure: u16) {
    // Traefik asks itself, over TLS.
    let server = Server::new().scheme("https").port(secure).transport("insecure@file");
    add(
        echo("outer").route(Route::host("loop.lab").entry_points(["web"]).server(server)),
        &[("web http://loop.lab/", "200, inner/http, >x-forwarded-proto=https")],
    );
    add(echo("inner").route(Route::host("loop.lab").tls().entry_points(["websecure"])), &[]);
    let server =
        Server::new().pass_host_header(false).option("responseforwarding.flushinterval", "1s");
    let asked = [("web http://hidden.lab/", "200, hidden/http, !>host=hidden.lab")];
    add(echo("hidden").route(Route::host("hidden.lab").server(server)), &asked);
    let two = |name: &str| echo(name).count(2);
    add(
        two("loose").route(Route::host("loose.lab")),
        &[("web http://loose.lab/ times=9", "instances=2")],
    );
    let named = Server::new()
        .sticky()
        .cookie_name("stay")
        .cookie_http_only()
        .cookie_secure()
        .cookie_same_site(SameSite::Lax);
    let plain = [("web http://sticky.lab/ times=9", "200, sticky/http, instances=1")];
    add(two("sticky").route(Route::host("sticky.lab").server(Server::new().sticky())), &plain);
    let asked = [(
        "web http://cookie.lab/ times=9",
        "200, cookie/http, instances=1, cookie: stay HttpOnly Path=/ SameSite=Lax Secure",
    )];
    add(two("cookie").route(Route::host("cookie.lab").server(named)), &asked);
}

fn headers(add: Add<'_>) {
    let headers = Middleware::headers("told")
        .request_header("X-Asked", "by us")
        .response_header("X-Answered", "by them")
        .content_security_policy("default-src 'self'");
    let cors = Middleware::headers("cors")
        .cors_methods(["GET"])
        .cors_methods(["PUT"])
        .cors_headers(["X-One", "X-Two"])
        .cors_origins(["https://page.lab"])
        .cors_max_age(100)
        .add_vary_header();
    let workload = echo("headers")
        .route(Route::host("told.lab").middleware(headers))
        .route(Route::host("cors.lab").middleware(cors))
        .route(Route::host("file.lab").middlewares(["teapot@file"]));
    let asked = [
        (
            "web http://told.lab/",
            "200, >x-asked=by us, <x-answered=by them, <content-security-policy=default-src 'self'",
        ),
        (
            "web http://cors.lab/ method=OPTIONS Origin=https://page.lab Access-Control-Request-Method=PUT",
            "200, <access-control-allow-methods=GET,PUT, <access-control-allow-headers=X-One,X-Two, \
             <access-control-allow-origin=https://page.lab, <access-control-max-age=100, !headers/http",
        ),
        ("web http://cors.lab/ Origin=https://page.lab", "200, <vary=Origin, headers/http"),
        (
            "web http://cors.lab/ Origin=https://bad.lab",
            "200, !<access-control-allow-origin=https://bad.lab",
        ),
        ("web http://file.lab/", "200, <x-pot=tea"),
    ];
    add(workload, &asked);
}

fn middlewares(add: Add<'_>) {
    let regex = |name| {
        Middleware::redirect_regex(name, "^http://(?:old|older)[.]lab/(.*)", "http://new.lab/${1}")
    };
    let prefix = Middleware::other("versioned", "addprefix").option("prefix", "/v1");
    let workload = echo("middle")
        .route(Route::host("up.lab").middleware(Middleware::redirect_scheme("up", "https")))
        .route(
            Route::host("up2.lab")
                .middleware(Middleware::redirect_scheme("up2", "https").permanent()),
        )
        .route(Route::host("old.lab").middleware(regex("moved")))
        .route(Route::host("older.lab").middleware(regex("moved2").permanent()))
        .route(Route::host("strip.lab").middleware(Middleware::strip_prefix("strip", ["/a", "/b"])))
        .route(Route::host("add.lab").middlewares(["strip"]).middleware(prefix))
        .route(Route::host("auth.lab").middleware(Middleware::basic_auth("auth", [USERS])))
        .route(
            Route::host("near.lab")
                .middleware(Middleware::ip_allow_list("near", ["127.0.0.0/8", "::1"])),
        )
        .route(Route::host("far.lab").middleware(Middleware::ip_allow_list("far", ["10.0.0.0/8"])))
        .route(Route::host("zip.lab").middleware(Middleware::other("zip", "compress")));
    let asked = [
        ("web http://up.lab/x", "302, <location=https://up.lab/x"),
        ("web http://up2.lab/x", "301, <location=https://up2.lab/x"),
        ("web http://old.lab/x", "302, <location=http://new.lab/x"),
        ("web http://older.lab/x", "301, <location=http://new.lab/x"),
        ("web http://strip.lab/a/x", "200, path=/x"),
        ("web http://strip.lab/b/x", "200, path=/x"),
        ("web http://strip.lab/c/x", "200, path=/c/x"),
        ("web http://add.lab/a/x", "200, path=/v1/x"),
        ("web http://auth.lab/", "401"),
        ("web http://auth.lab/ Authorization=Basic~bWU6c2VjcmV0", "200, middle/http"),
        ("web http://auth.lab/ Authorization=Basic~bWU6d3Jvbmc=", "401"),
        ("web http://near.lab/", "200, middle/http"),
        ("web http://far.lab/", "403, !middle/http"),
        ("web http://zip.lab/", "200, middle/http"),
    ];
    add(workload, &asked);
}

fn connections(add: Add<'_>) {
    let far = Middleware::ip_allow_list("tcp-far", ["10.0.0.0/8"]);
    let near = Middleware::ip_allow_list("tcp-near", ["127.0.0.0/8"]);
    let sni = |host: &str| TcpRoute::host_sni(host).entry_points(["sni"]);
    let workload = echo("tcp")
        .route(TcpRoute::any().entry_points(["db"]).priority(2))
        .route(sni("one.sni").or_host_sni("two.sni").tls())
        .route(sni("old.sni").tls_options("old@file"))
        .route(sni("pass.sni").passthrough())
        .route(sni("far.sni").tls().middleware(far))
        .route(sni("near.sni").tls().middleware(near))
        .route(
            TcpRoute::new()
                .with_rule("HostSNI(`rule.sni`) && ClientIP(`127.0.0.1`)")
                .tls()
                .entry_points(["sni"]),
        )
        .route(sni("other.sni").tls().to_service("tcp-low"))
        .route(sni("le.sni").tls_resolver("le").tls_domain("le.sni").tls_sans(["*.le.sni"]));
    let asked = [
        // 70 is the first letter of what was sent, and 16 that of TLS.
        ("db tcp://any", "tcp/http, 70"),
        ("sni tls://one.sni", "tcp/http, 70"),
        ("sni tls://two.sni", "tcp/http, 70"),
        ("sni tls://nobody.sni", "closed"),
        ("sni hello://pass.sni", "tcp/http, 16"),
        ("sni hello://one.sni", "!tcp/http"),
        ("sni tls://old.sni", "tcp/http, 70"),
        ("sni tls://far.sni", "closed"),
        ("sni tls://near.sni", "tcp/http, 70"),
        ("sni tls://rule.sni", "tcp/http, 70"),
        ("sni tls://other.sni", "tcp-low/http, 70"),
        ("sni tls://le.sni", "tcp/http, 70"),
    ];
    add(workload, &asked);
    let low = TcpRoute::any().entry_points(["db"]).priority(1);
    add(echo("tcp-low").route(low.server(Server::new().named("tcp-low"))), &[]);
}

fn packets(add: Add<'_>) {
    let workload = echo("udp").route(UdpRoute::new().entry_points(["dns"]));
    add(workload, &[("dns udp://any", "udp/http, 70")]);
}

/// Texts that Nomad fills in.
fn expressions(site: &Site) -> Way {
    let route = Route::host(hcl("${var.name}.lab"))
        .middleware(Middleware::headers("said").response_header("X-Said", hcl("${var.name}")));
    let job = echo("said").route(route).job(site).variable(Variable::new("name").default("said"));
    Way { job, asked: vec![("web http://said.lab/", "200, said/http, <x-said=said")] }
}

/// A job of the full model, with the tags of its service.
fn full_model(site: &Site) -> Way {
    let tags = site
        .tags("full")
        .tag("any-word")
        .middleware(Middleware::strip_prefix("full-strip", ["/full"]))
        .server(Server::new().pass_host_header(false))
        .route(Route::host("full.lab").middlewares(["full-strip"]))
        .route(Route::path("/full").entry_points(["side"]));
    let mut job = echo("full").no_services().job(site);
    let provider = site.provider.as_str();
    job.groups[0].services.push(Service::new("full").port("http").provider(provider).tags(tags));
    let asked = vec![
        ("web http://full.lab/full/x", "200, full/http, path=/x, !>host=full.lab"),
        ("side http://any.lab/full/x", "200, full/http, path=/full/x"),
    ];
    Way { job, asked }
}

/// A version of a job, of which the next one begins with a canary.
fn canary(version: &str) -> Workload {
    let update = Update::new().canary(1).min_healthy_time(secs(0)).auto_promote(false);
    echo("canary")
        .env("VERSION", version)
        .update(update)
        .route(Route::host("canary.lab"))
        .canary_route(Route::host("next.lab"))
}

/// The second version of the job that has a canary.
pub fn next(site: &Site) -> Way {
    let asked = vec![
        ("web http://canary.lab/ times=4", "200, version=1"),
        ("web http://next.lab/ times=4", "200, version=2"),
    ];
    Way { job: canary("2").job(site), asked }
}
