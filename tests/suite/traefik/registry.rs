//! The Traefik of the registry, with its own options: who sees its dashboard, and where ordinary routes are.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use jobwright::prelude::*;
use jobwright::render::Renderer;
use serde_json::Value;

use super::cluster::{Cluster, Programs};
use super::ways::{USERS, Way, echo};
use super::{ask, site};
use crate::support::nomad::nomad;
use crate::support::{Tested, daemon, repository, skip};

const ASKED: [(&str, &str); 10] = [
    ("websecure https://traefik.slab.lan/dashboard/", "401"),
    ("websecure https://traefik.slab.lan/api/version", "401"),
    ("websecure https://traefik.slab.lan/api/version Authorization=Basic~bWU6c2VjcmV0", "200"),
    ("web http://traefik.slab.lan/api/version Authorization=Basic~bWU6c2VjcmV0", "404"),
    ("admin http://traefik.slab.lan/api/version Authorization=Basic~bWU6c2VjcmV0", "404"),
    ("admin http://traefik.slab.lan/dashboard/", "404"),
    ("admin http://any.lab/ping", "200, OK"),
    ("web http://ordinary.lab/", "200, ordinary/http"),
    ("websecure https://ordinary.lab/", "200, ordinary/http"),
    ("admin http://ordinary.lab/", "404"),
];

/// The options and the tags in `out/`; the catalogue is Nomad's, and the file of users the test's.
#[test]
fn its_dashboard_is_not_for_everybody() -> Tested {
    let test = skip::name_of(|| ());
    let (Some(nomad), Some(programs)) = (nomad!(), Programs::or_skip(test, false)) else {
        return Ok(());
    };
    let job = nomad.output_json(&repository("out/traefik.nomad.hcl"))?;
    let group = &job["Job"]["TaskGroups"][0];
    let options = texts(&group["Tasks"][0]["Config"]["args"])?.into_iter().map(|option| {
        let option = option.replace("consulcatalog", "nomad").replace("=30s", "=1s");
        option.replace("address=consul.slab.lan:8500", "address=http://NOMAD_ADDRESS")
    });
    let cluster = Cluster::with_options(&nomad, &programs, &options.collect::<Vec<_>>())?;
    let folder = daemon::folder("users-")?;
    let users = folder.path().join("users");
    fs::write(&users, USERS)?;
    let tags = texts(&group["Services"][2]["Tags"])?.into_iter();
    let tags = tags.map(|tag| tag.replace("/secrets/users", &users.display().to_string()));
    let site = site(Provider::Nomad);
    let jobs = [
        echo("dashboard").tags(tags).job(&site),
        echo("ordinary").route(Route::host("ordinary.lab")).job(&site),
    ];
    let renderer = Renderer::new(BTreeMap::new())?;
    let asked = ASKED.to_vec();
    for job in &jobs {
        let file = folder.path().join(format!("{}.nomad.hcl", job.id));
        fs::write(&file, renderer.job(job, "")?)?;
        cluster.nomad().register(&file)?;
    }
    let [job, _] = jobs;
    let wrong = ask(&cluster, &[Way { job, asked }])?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    Ok(())
}

fn texts(list: &Value) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(serde_json::from_value(list.clone())?)
}
