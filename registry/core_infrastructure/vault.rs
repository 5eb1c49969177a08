//! A Vault server on each server node. The real one runs outside of Nomad, since jobs need it before Nomad can run them.

use crate::site::*;

pub fn job(site: &Site) -> Reference<Workload> {
    let why = "the servers join each other, and unsealing finds them, without any catalogue";
    Workload::service("vault")
        .allow("host-network", "the servers know each other by the nodes' addresses")
        .target(target::SERVER)
        .count(3)
        .constraint(Constraint::distinct_hosts())
        .host_network()
        .port(Port::fixed("api", 8200).because(why))
        .port(Port::fixed("cluster", 8201).because(why))
        .with_service(Service::new("vault-cluster").port("cluster").check(alive(Check::tcp())))
        .args(["server", "-config=/local/config/vault.hcl"])
        .file("vault.hcl", include_text!("../files/vault.hcl.tpl", FIRST = site.host("server-0")))
        .env("VAULT_RAFT_NODE_ID", "${attr.unique.hostname}")
        .env("VAULT_API_ADDR", "https://${NOMAD_ADDR_api}")
        .env("VAULT_CLUSTER_ADDR", "https://${NOMAD_ADDR_cluster}")
        .bind("/opt/vault/data", "/vault/file")
        .storage(Storage::bind("/opt/vault/tls").at("/vault/tls").read_only())
        .check(alive(Check::http("/v1/sys/health?standbyok=true").protocol("https")))
        .reference_only()
}
