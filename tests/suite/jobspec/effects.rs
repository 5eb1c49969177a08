//! What a change does to allocations that run: said of every field of a job, and as Nomad's scheduler has it.

use std::collections::BTreeMap;

use jobwright::jobspec::Effect::{self, *};
use jobwright::jobspec::{Config, Field, Job, Kind, Schema, all_schemas};

/// The ways to all fields of a job: their names with dots between, and the fields.
fn ways() -> BTreeMap<String, Vec<&'static Field>> {
    let mut all = BTreeMap::new();
    collect(&Job::SCHEMA, "", &[], &mut all);
    all
}

fn collect(
    schema: &'static Schema,
    to: &str,
    way: &[&'static Field],
    all: &mut BTreeMap<String, Vec<&'static Field>>,
) {
    for field in schema.fields {
        let name =
            if to.is_empty() { field.name.to_owned() } else { format!("{to}.{}", field.name) };
        let way: Vec<_> = way.iter().copied().chain([field]).collect();
        match field.kind {
            Kind::Block(inner) | Kind::Blocks(inner) => collect(inner, &name, &way, all),
            Kind::Config => {
                for (driver, inner) in Config::schemas() {
                    collect(inner, &format!("{name}.{driver}"), &way, all);
                }
            }
            Kind::Label | Kind::Attr(_) | Kind::Map(_) | Kind::Free => {}
        }
        all.insert(name, way);
    }
}

#[test]
fn every_field_of_a_job_has_one() {
    let ways = ways();
    for (name, way) in &ways {
        assert!(Effect::of(way.iter().copied()).is_some(), "{name}");
    }
    assert!(ways.len() > 900, "{}", ways.len());
}

/// A new field cannot be forgotten: where one field of a block says it, all do.
#[test]
fn a_block_says_it_of_all_its_fields_or_of_none() {
    for schema in all_schemas() {
        let silent: Vec<_> = schema
            .fields
            .iter()
            .filter(|field| field.update.is_none())
            .map(|field| field.name)
            .collect();
        assert!(
            silent.is_empty() || silent.len() == schema.fields.len(),
            "{}: {silent:?}",
            schema.name
        );
        for field in schema.fields.iter().filter(|field| field.whole || field.reorder) {
            assert!(field.update.is_some(), "{}.{}", schema.name, field.name);
        }
    }
}

/// What Nomad's scheduler does, by name, with all that is in a block unless that is listed itself.
const LISTED: [(Effect, &[&str]); 12] = [
    (
        Destructive,
        &[
            "group.task",
            "group.task.name",
            "group.ephemeral_disk.size",
            "group.ephemeral_disk.sticky",
            "group.ephemeral_disk.migrate",
            "group.network",
            "group.network.mode",
            "group.network.mbits",
            "group.network.hostname",
            "group.network.dns",
            "group.network.dns.servers",
            "group.network.dns.searches",
            "group.network.dns.options",
            "group.network.cni",
            "group.network.cni.args",
            "group.network.port",
            "group.network.port.label",
            "group.network.port.static",
            "group.network.port.to",
            "group.network.port.host_network",
            "group.consul.namespace",
            "group.task.consul.namespace",
            "group.volume",
            "group.volume.name",
            "group.volume.type",
            "group.volume.source",
            "group.volume.read_only",
            "group.volume.sticky",
            "group.volume.access_mode",
            "group.volume.attachment_mode",
            "group.volume.per_alloc",
            "group.volume.mount_options.fs_type",
            "group.volume.mount_options.mount_flags",
            "group.restart.render_templates",
            "group.task.restart.render_templates",
            "group.service.connect",
            "group.service.connect.native",
            "group.service.connect.gateway",
            "group.service.connect.gateway.ingress.listener.service.hosts",
            "group.service.connect.gateway.ingress.listener.service.tls.enabled",
            "group.service.connect.gateway.terminating.service.name",
            "group.service.connect.gateway.mesh",
            "group.service.connect.gateway.proxy.connect_timeout",
            "group.service.connect.sidecar_service",
            "group.service.connect.sidecar_service.port",
            "group.service.connect.sidecar_task",
            "group.service.connect.sidecar_task.name",
            "group.service.connect.sidecar_task.driver",
            "group.service.connect.sidecar_task.user",
            "group.service.connect.sidecar_task.config",
            "group.service.connect.sidecar_task.env",
            "group.service.connect.sidecar_task.resources.cpu",
            "group.service.connect.sidecar_task.resources.iops",
            "group.service.connect.sidecar_task.meta",
            "group.service.connect.sidecar_task.kill_timeout",
            "group.service.connect.sidecar_task.logs.max_files",
            "group.service.connect.sidecar_task.logs.disabled",
            "group.service.connect.sidecar_task.shutdown_delay",
            "group.service.connect.sidecar_task.kill_signal",
            "group.service.connect.sidecar_task.volume_mount.volume",
            "group.service.connect.sidecar_task.identity.aud",
            "group.task.driver",
            "group.task.user",
            "group.task.config",
            "group.task.config.docker.image",
            "group.task.env",
            "group.task.artifact",
            "group.task.artifact.source",
            "group.task.artifact.options",
            "group.task.artifact.headers",
            "group.task.artifact.mode",
            "group.task.artifact.insecure",
            "group.task.artifact.destination",
            "group.task.artifact.chown",
            "group.task.vault",
            "group.task.vault.role",
            "group.task.vault.namespace",
            "group.task.vault.cluster",
            "group.task.vault.env",
            "group.task.vault.disable_file",
            "group.task.vault.change_mode",
            "group.task.vault.change_signal",
            "group.task.vault.allow_token_expiration",
            "group.task.secret",
            "group.task.secret.name",
            "group.task.secret.provider",
            "group.task.secret.path",
            "group.task.secret.config",
            "group.task.secret.env",
            "group.task.template",
            "group.task.template.source",
            "group.task.template.destination",
            "group.task.template.data",
            "group.task.template.change_mode",
            "group.task.template.change_signal",
            "group.task.template.change_script.command",
            "group.task.template.change_script.args",
            "group.task.template.change_script.timeout",
            "group.task.template.change_script.fail_on_error",
            "group.task.template.change_script.run_on_first_render",
            "group.task.template.once",
            "group.task.template.splay",
            "group.task.template.perms",
            "group.task.template.uid",
            "group.task.template.gid",
            "group.task.template.left_delimiter",
            "group.task.template.right_delimiter",
            "group.task.template.env",
            "group.task.template.vault_grace",
            "group.task.template.wait.min",
            "group.task.template.wait.max",
            "group.task.template.error_on_missing_key",
            "group.task.csi_plugin",
            "group.task.csi_plugin.id",
            "group.task.csi_plugin.type",
            "group.task.csi_plugin.mount_dir",
            "group.task.csi_plugin.stage_publish_base_dir",
            "group.task.csi_plugin.health_timeout",
            "group.task.volume_mount",
            "group.task.volume_mount.volume",
            "group.task.volume_mount.destination",
            "group.task.volume_mount.read_only",
            "group.task.volume_mount.propagation_mode",
            "group.task.volume_mount.selinux_label",
            "group.task.resources.cpu",
            "group.task.resources.cores",
            "group.task.resources.memory",
            "group.task.resources.memory_max",
            "group.task.resources.secrets",
            "group.task.resources.device",
            "group.task.resources.device.name",
            "group.task.resources.device.count",
            "group.task.resources.device.constraint.value",
            "group.task.resources.device.affinity.weight",
            "group.task.resources.numa",
            "group.task.resources.numa.affinity",
            "group.task.resources.numa.devices",
            "group.task.resources.network.mode",
            "group.task.resources.network.port.to",
            "group.task.identity",
            "group.task.identity.name",
            "group.task.identity.aud",
            "group.task.identity.change_mode",
            "group.task.identity.change_signal",
            "group.task.identity.env",
            "group.task.identity.file",
            "group.task.identity.filepath",
            "group.task.identity.service_name",
            "group.task.identity.ttl",
            "group.task.identity.extra_claims",
            "group.task.logs.disabled",
        ],
    ),
    (
        InPlace,
        &[
            "name",
            "priority",
            "all_at_once",
            "affinity",
            "affinity.weight",
            "spread",
            "spread.target.percent",
            "update",
            "update.canary",
            "ui",
            "ui.description",
            "ui.link.url",
            "multiregion",
            "reschedule",
            "reschedule.attempts",
            "migrate",
            "migrate.max_parallel",
            "group.affinity",
            "group.spread",
            "group.update",
            "group.update.auto_revert",
            "group.migrate",
            "group.reschedule",
            "group.disconnect",
            "group.disconnect.lost_after",
            "group.scaling",
            "group.scaling.max",
            "group.shutdown_delay",
            "group.max_run_duration",
            "group.restart.attempts",
            "group.restart.interval",
            "group.restart.delay",
            "group.restart.mode",
            "group.network.port.ignore_collision",
            "group.network.ip",
            "group.network.cidr",
            "group.service",
            "group.service.tags",
            "group.service.check",
            "group.service.check.interval",
            "group.service.meta",
            "group.service.provider",
            "group.service.weights.passing",
            "group.service.identity.aud",
            "group.service.connect.sidecar_service.tags",
            "group.service.connect.sidecar_service.meta",
            "group.service.connect.sidecar_service.disable_default_tcp_check",
            "group.service.connect.sidecar_service.proxy.upstreams.local_bind_port",
            "group.service.connect.sidecar_service.proxy.expose.path.path",
            "group.service.connect.sidecar_service.proxy.config",
            "group.service.connect.sidecar_service.proxy.local_service_port",
            "group.service.connect.sidecar_service.proxy.transparent_proxy.uid",
            "group.service.connect.sidecar_task.resources.numa.affinity",
            "group.task.leader",
            "group.task.lifecycle",
            "group.task.lifecycle.hook",
            "group.task.lifecycle.sidecar",
            "group.task.kill_timeout",
            "group.task.kill_signal",
            "group.task.shutdown_delay",
            "group.task.affinity",
            "group.task.service",
            "group.task.service.check.check_restart.limit",
            "group.task.logs.max_files",
            "group.task.logs.max_file_size",
            "group.task.restart.attempts",
            "group.task.restart.interval",
            "group.task.restart.delay",
            "group.task.restart.mode",
            "group.task.scaling",
            "group.task.dispatch_payload.file",
            "group.task.kind",
            "group.task.action.command",
            "group.task.schedule.cron.start",
            "group.task.resources.iops",
            // A block that comes with nothing in it is no change.
            "group.consul",
            "group.task.consul",
        ],
    ),
    (
        Placement,
        &[
            "datacenters",
            "node_pool",
            "constraint",
            "constraint.value",
            "group.constraint.attribute",
            "group.task.constraint.operator",
        ],
    ),
    (Count, &["group.count"]),
    (Allocations, &["group", "group.name"]),
    (Meta, &["meta", "group.meta", "group.task.meta"]),
    (Mesh, &["group.service.name", "group.service.port", "group.service.cluster"]),
    (
        IfBoth,
        &[
            "group.consul.cluster",
            "group.consul.partition",
            "group.task.consul.cluster",
            "group.task.consul.partition",
        ],
    ),
    (
        Version,
        &[
            "periodic.cron",
            "periodic.crons",
            "periodic.enabled",
            "periodic.time_zone",
            "periodic.prohibit_overlap",
            "parameterized.payload",
            "parameterized.meta_required",
            "parameterized.meta_optional",
        ],
    ),
    (
        Nothing,
        &[
            "group.task.vault.policies",
            "group.task.logs.enabled",
            "group.task.resources.disk",
            "group.network.device",
            "group.stop_after_client_disconnect",
            "group.max_client_disconnect",
            "group.prevent_reschedule_on_lost",
            "group.service.connect.sidecar_task.resources.disk",
            "group.service.connect.sidecar_task.logs.enabled",
        ],
    ),
    (Another, &["id", "namespace", "region"]),
    (Refused, &["type", "periodic", "parameterized"]),
];

#[test]
fn they_are_those_of_nomads_scheduler() {
    let ways = ways();
    for (effect, names) in LISTED {
        for name in names {
            let way = ways.get(*name).unwrap_or_else(|| panic!("no {name}"));
            assert_eq!(Effect::of(way.iter().copied()), Some(effect), "{name}");
        }
    }
}

/// The order alone of these makes Nomad replace the allocations.
#[test]
fn the_order_of_some_blocks_is_a_change() {
    let ordered: Vec<String> = ways()
        .into_iter()
        .filter(|(_, way)| way.last().is_some_and(|field| field.reorder))
        .map(|(name, _)| name)
        .collect();
    let mesh = "group.service.connect.sidecar_task.resources.network";
    let of_mesh: Vec<_> = ordered.iter().filter(|name| name.starts_with("group.service")).collect();
    assert!(of_mesh.iter().all(|name| name.starts_with(mesh)), "{of_mesh:?}");
    let of_tasks = ordered.iter().filter(|name| !name.contains("service."));
    assert_eq!(
        of_tasks.collect::<Vec<_>>(),
        [
            "group.network",
            "group.network.port",
            "group.network.reserved_ports",
            "group.task.artifact",
            "group.task.identity",
            "group.task.resources.network",
            "group.task.resources.network.port",
            "group.task.resources.network.reserved_ports",
            "group.task.secret",
            "group.task.template",
            "group.task.volume_mount",
        ]
    );
}
