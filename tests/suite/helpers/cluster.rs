//! Three servers, two nodes.

use crate::support::cluster::Cluster;
use crate::support::nomad::nomad;
use crate::support::{Tested, repository};

#[test]
fn a_cluster_survives_its_leader() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let mut cluster = Cluster::start(&nomad)?;
    let service = repository("tests/suite/deploy/service.nomad.hcl");
    cluster.agent("node-1").nomad().run(&service)?;

    let dead = cluster.kill_leader()?;
    let leader = cluster.leads()?;
    assert_ne!(leader, dead);
    let alive = cluster.agent(leader);
    assert!(!alive.nomad().plan(&service)?.differs);
    let nodes = alive.get("/v1/nodes").unwrap_or_default();
    let mut names: Vec<_> =
        nodes.as_array().into_iter().flatten().map(|node| node["Name"].clone()).collect();
    names.sort_by_key(ToString::to_string);
    assert_eq!(names, ["node-1", "node-2"]);

    cluster.start_again(&dead)?;
    cluster.leads()?;
    let addresses = cluster.addresses();
    assert_eq!(addresses.len(), 3);
    for address in addresses {
        let again = nomad.at(&format!("http://{address}")).plan(&service)?;
        assert!(!again.differs, "{address}: {}", again.text);
    }
    Ok(())
}
