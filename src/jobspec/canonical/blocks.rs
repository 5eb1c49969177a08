//! All blocks of a job, to be changed.

use crate::jobspec::{
    Block, Connect, Device, Gateway, Group, Job, Network, Resources, Service, Task, Template,
};

type See<'s> = &'s mut dyn FnMut(&mut dyn Block);

/// Shows every block of a job whose attributes have defaults that Nomad knows: all but the configurations of drivers.
pub fn each(job: &mut Job, see: See<'_>) {
    see(job);
    all(&mut job.constraints, see);
    all(&mut job.affinities, see);
    job.spreads.iter_mut().for_each(|spread| {
        all(&mut spread.targets, see);
        see(spread);
    });
    all(&mut job.periodic, see);
    all(&mut job.parameterized, see);
    if let Some(regions) = &mut job.multiregion {
        all(&mut regions.strategy, see);
        all(&mut regions.regions, see);
    }
    if let Some(ui) = &mut job.ui {
        all(&mut ui.links, see);
        see(ui);
    }
    job.groups.iter_mut().for_each(|each| group(each, see));
}

fn all<'b, B: Block + 'b>(blocks: impl IntoIterator<Item = &'b mut B>, see: See<'_>) {
    blocks.into_iter().for_each(|block| see(block));
}

fn group(group: &mut Group, see: See<'_>) {
    see(group);
    all(&mut group.constraints, see);
    all(&mut group.affinities, see);
    for spread in &mut group.spreads {
        all(&mut spread.targets, see);
        see(spread);
    }
    all(&mut group.scaling, see);
    all(&mut group.update, see);
    all(&mut group.restart, see);
    all(&mut group.reschedule, see);
    all(&mut group.disconnect, see);
    all(&mut group.migrate, see);
    all(&mut group.ephemeral_disk, see);
    group.networks.iter_mut().for_each(|each| network(each, see));
    for volume in &mut group.volumes {
        all(&mut volume.mount_options, see);
        see(volume);
    }
    all(&mut group.consul, see);
    group.services.iter_mut().for_each(|each| service(each, see));
    group.tasks.iter_mut().for_each(|each| task(each, see));
}

fn network(network: &mut Network, see: See<'_>) {
    see(network);
    all(&mut network.dns, see);
    all(&mut network.cni, see);
    all(&mut network.reserved_ports, see);
    all(&mut network.ports, see);
}

fn task(task: &mut Task, see: See<'_>) {
    see(task);
    all(&mut task.lifecycle, see);
    if let Some(schedule) = &mut task.schedule {
        all(&mut schedule.cron, see);
        see(schedule);
    }
    all(&mut task.constraints, see);
    all(&mut task.affinities, see);
    all(&mut task.artifacts, see);
    task.templates.iter_mut().for_each(|each| template(each, see));
    all(&mut task.volume_mounts, see);
    all(&mut task.csi_plugin, see);
    all(&mut task.vault, see);
    all(&mut task.consul, see);
    all(&mut task.secrets, see);
    all(&mut task.identities, see);
    all(&mut task.dispatch_payload, see);
    task.services.iter_mut().for_each(|each| service(each, see));
    all(&mut task.restart, see);
    all(&mut task.actions, see);
    all(&mut task.scalings, see);
    task.resources.iter_mut().for_each(|each| resources(each, see));
    all(&mut task.logs, see);
}

fn template(template: &mut Template, see: See<'_>) {
    see(template);
    all(&mut template.change_script, see);
    all(&mut template.wait, see);
}

fn resources(resources: &mut Resources, see: See<'_>) {
    see(resources);
    all(&mut resources.numa, see);
    resources.devices.iter_mut().for_each(|each| device(each, see));
    resources.networks.iter_mut().for_each(|each| network(each, see));
}

fn device(device: &mut Device, see: See<'_>) {
    see(device);
    all(&mut device.constraints, see);
    all(&mut device.affinities, see);
}

fn service(service: &mut Service, see: See<'_>) {
    see(service);
    for check in &mut service.checks {
        see(check);
        all(&mut check.check_restart, see);
    }
    all(&mut service.weights, see);
    all(&mut service.identity, see);
    service.connect.iter_mut().for_each(|each| connect(each, see));
}

fn connect(connect: &mut Connect, see: See<'_>) {
    see(connect);
    if let Some(gateway) = &mut connect.gateway {
        self::gateway(gateway, see);
    }
    if let Some(sidecar) = &mut connect.sidecar_service {
        see(sidecar);
        if let Some(proxy) = &mut sidecar.proxy {
            see(proxy);
            if let Some(expose) = &mut proxy.expose {
                all(&mut expose.paths, see);
            }
            for upstream in &mut proxy.upstreams {
                all(&mut upstream.mesh_gateway, see);
                see(upstream);
            }
            all(&mut proxy.transparent_proxy, see);
        }
    }
    if let Some(task) = &mut connect.sidecar_task {
        see(&mut **task);
        all(&mut task.volume_mounts, see);
        all(&mut task.identities, see);
        task.resources.iter_mut().for_each(|each| resources(each, see));
        all(&mut task.logs, see);
    }
}

fn gateway(gateway: &mut Gateway, see: See<'_>) {
    see(gateway);
    if let Some(proxy) = &mut gateway.proxy {
        see(proxy);
        all(&mut proxy.envoy_gateway_bind_addresses, see);
    }
    if let Some(ingress) = &mut gateway.ingress {
        see(ingress);
        for listener in &mut ingress.listeners {
            see(listener);
            all(&mut listener.services, see);
        }
    }
    if let Some(terminating) = &mut gateway.terminating {
        all(&mut terminating.services, see);
    }
}
