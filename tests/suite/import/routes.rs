//! Tags for Traefik become routes: how many of the lists that strangers wrote do, and what some of them look like.

use std::fs;

use jobwright::import::rust;
use jobwright::jobspec::{Attr, IntoAttr};
use jobwright::prelude::*;
use jobwright::read;

use crate::support::corpus::Corpus;
use crate::support::shown::snapshot;
use crate::support::{Tested, files, skip};

/// The definition of a job with a service of these tags.
fn definition(service: &str, tags: impl IntoAttr<Vec<String>>) -> String {
    let service = Service::new(service).port("http").tags(tags);
    let group =
        Group::new("g").network(Network::new().port(Port::dynamic("http"))).service(service);
    let job = Job::service("job").group(group.task(Task::new("t", Exec::command("/bin/true"))));
    rust(&job, &Site::bare("lab"), &[]).text
}

fn is_router(tag: &str) -> bool {
    [".http.routers.", ".tcp.routers.", ".udp.routers."].iter().any(|part| tag.contains(part))
}

#[test]
fn tags_of_strangers_become_routes() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let (mut lists, mut routed, mut left) = (0, 0, Vec::new());
    for file in files(&corpus.join("nomad"))? {
        let job = read::api_json(&fs::read_to_string(&file)?);
        let job = job.map_err(|findings| format!("{}: {findings:?}", file.display()))?;
        let groups = job.groups.iter();
        let services = groups.flat_map(|group| {
            group.services.iter().chain(group.tasks.iter().flat_map(|task| &task.services))
        });
        for service in services {
            let Some(tags) = service.tags.as_ref().and_then(Attr::get) else { continue };
            if !tags.iter().any(|tag| is_router(tag)) {
                continue;
            }
            lists += 1;
            let name = service.name.as_ref().and_then(Attr::as_str).unwrap_or("web");
            let text = definition(name, tags.clone());
            if text.contains("Route::") {
                routed += 1;
            } else {
                left.push(format!("{}: {tags:?}", file.display()));
            }
        }
    }
    left.iter().for_each(|left| println!("{left}"));
    println!("{routed} of {lists} lists of tags with routers become routes");
    corpus.has_at_least(routed, 200);
    corpus.has_at_least(lists, 210);
    Ok(())
}

#[test]
fn tags_in_any_order_become_routes() {
    let lists: [&[&str]; 6] = [
        &[
            "traefik.enable=true",
            "traefik.http.routers.web.entrypoints=websecure",
            "traefik.http.routers.web.rule=Host(`a.lab`) && (Path(`/a`) || PathPrefix(`/b`))",
            "traefik.http.routers.web.tls=true",
            "traefik.http.routers.web.tls.certresolver=le",
            "metrics",
        ],
        &[
            "public",
            "traefik.enable=true",
            "traefik.http.routers.api.rule=Method(`GET`)",
            "traefik.http.middlewares.strip.stripprefix.prefixes=/a",
            "traefik.http.middlewares.strip.stripprefix.forceSlash=false",
            "traefik.http.routers.api.middlewares=strip,auth@file",
            "traefik.http.services.web.loadbalancer.server.scheme=https",
            "traefik.http.services.web.loadbalancer.sticky.cookie.samesite=strict",
        ],
        &[
            "traefik.enable=true",
            "traefik.http.middlewares.up.redirectscheme.scheme=https",
            "traefik.http.routers.${NOMAD_TASK_NAME}.tls.domains[0].sans=${NOMAD_TASK_NAME}.lab",
            "traefik.http.routers.${NOMAD_TASK_NAME}.middlewares=up",
            "icon",
            "traefik.http.routers.${NOMAD_TASK_NAME}.priority=5",
        ],
        &[
            "ingress.enable=true",
            "ingress.tcp.routers.web.rule=HostSNI(`*`)",
            "ingress.tcp.routers.web.entryPoints=db",
            "ingress.udp.routers.dns.entrypoints=dns",
        ],
        // Neither of these can be said with routes alone.
        &["traefik.http.routers.web.rule=Host(`a.lab`)", "traefik.enable=true"],
        &["traefik.enable=true", "traefik.port=80"],
    ];
    let mut shown = String::new();
    for list in lists {
        shown += &service_of(&definition("web", list));
    }
    let rule = "traefik.http.routers.web.rule=Host(`${var.name}.lab`)";
    shown += &service_of(&definition("web", vec![hcl("traefik.enable=true"), hcl(rule)]));
    snapshot!(shown);
}

/// The lines from that of the service to that of the task.
fn service_of(definition: &str) -> String {
    let lines = definition.lines().skip_while(|line| !line.contains("Service::new"));
    let lines = lines.take_while(|line| !line.contains("Task::new"));
    lines.map(|line| format!("{}\n", line.trim_end())).collect::<String>() + "\n"
}
