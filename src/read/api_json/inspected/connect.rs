//! Consul's service mesh: the proxies, gateways and ports that a server adds for it.

use super::attributes::{is, is_blank, is_text, without_blank};
use crate::jobspec::{Attr, Check, Connect, Expose, Gateway, Group, Port, Service};

/// The kinds of tasks that the server adds, which are the start of their names too.
const ADDED: [&str; 4] =
    ["connect-proxy", "connect-ingress", "connect-terminating", "connect-mesh"];

/// Takes away what the server has added to a group for the services in the mesh.
pub fn simplify(group: &mut Group) {
    let Group { services, tasks, networks, .. } = group;
    let mode = networks.first().and_then(|network| network.mode.clone());
    let mut ports = Vec::new();
    for service in services {
        let Some(mut connect) = service.connect.take() else { continue };
        let name = service.name.as_ref().and_then(Attr::as_str).unwrap_or_default().to_owned();
        let is_native = is(&connect.native, &true);
        let count = tasks.len();
        for task in tasks.iter_mut() {
            if is_native && is_text(&task.kind, &format!("connect-native:{name}")) {
                task.kind = None;
                // Where there is but one, the server finds it by itself.
                service.task.take_if(|of| count == 1 && of.as_str() == Some(task.name.as_str()));
            }
        }
        if !is_native {
            tasks.retain(|task| {
                let added =
                    ADDED.iter().find(|kind| is_text(&task.kind, &format!("{kind}:{name}")));
                added.is_none_or(|kind| !task.name.starts_with(&format!("{kind}-{name}")))
            });
        }
        if connect.sidecar_service.is_some() {
            exposed(service, &mut connect, &mut ports);
            ports.push(format!("connect-proxy-{name}"));
        }
        if let Some(gateway) = connect.gateway.as_mut() {
            self::gateway(gateway, mode.as_ref().and_then(Attr::as_str) == Some("bridge"));
            let own = format!("connect-terminating-{name}");
            if gateway.terminating.is_some() && is_text(&service.port, &own) {
                service.port = None;
                ports.push(own);
            }
            if gateway.mesh.is_some() {
                ports.push(format!("connect-mesh-{name}-lan"));
            }
        }
        service.connect = Some(connect);
    }
    if let Some(network) = networks.first_mut() {
        network.ports.retain(|port| !(ports.contains(&port.label) && is_added(port)));
    }
}

/// A port as the server adds it: the same number inside and outside.
fn is_added(port: &Port) -> bool {
    is(&port.to, &-1) && port.static_.is_none() && port.host_network.is_none()
}

/// The ports and paths of checks that go past the proxy.
fn exposed(service: &mut Service, connect: &mut Connect, ports: &mut Vec<String>) {
    let Some(sidecar) = &mut connect.sidecar_service else { return };
    let Some(proxy) = &mut sidecar.proxy else { return };
    let Some(expose) = &mut proxy.expose else { return };
    let name = service.name.as_ref().and_then(Attr::as_str).unwrap_or_default();
    let own = format!("svc_{name}_ck_");
    for check in service.checks.iter_mut().filter(|check| is(&check.expose, &true)) {
        take_path(expose, check);
        if let Some(label) = check.port.as_ref().and_then(Attr::as_str)
            && label.starts_with(&own)
        {
            ports.push(label.to_owned());
            check.port = None;
        }
    }
    without_blank(&mut proxy.expose);
    if is_blank(&**proxy) {
        sidecar.proxy = None;
    }
}

/// Takes the path away that leads to a check.
fn take_path(expose: &mut Expose, check: &Check) {
    expose.paths.retain(|path| {
        path.path != check.path
            || path.listener_port != check.port
            || path.protocol != check.protocol
    });
}

/// In a network of its own, a gateway listens where the server says.
fn gateway(gateway: &mut Gateway, bridge: bool) {
    let Some(proxy) = &mut gateway.proxy else { return };
    let names: Vec<(String, i64)> = match (&gateway.ingress, &gateway.terminating, &gateway.mesh) {
        (Some(ingress), _, _) => {
            let listeners = ingress.listeners.iter();
            let pairs = listeners.flat_map(|listener| {
                let port = listener.port.as_ref().and_then(Attr::get).unwrap_or_default();
                let name = |name: &Option<Attr<String>>| {
                    name.as_ref().and_then(Attr::as_str).unwrap_or_default().to_owned()
                };
                listener.services.iter().map(move |service| (name(&service.name), port))
            });
            pairs.collect()
        }
        (_, Some(_), _) => vec![("default".to_owned(), -1)],
        (_, _, Some(_)) => vec![("wan".to_owned(), -1), ("lan".to_owned(), -1)],
        _ => return,
    };
    let addresses = &mut proxy.envoy_gateway_bind_addresses;
    let is_usual = addresses.len() == names.len()
        && addresses.iter().all(|one| {
            let port = one.port.as_ref().and_then(Attr::get).unwrap_or_default();
            is_text(&one.address, "0.0.0.0") && names.contains(&(one.name.clone(), port))
        });
    if bridge && is_usual && is(&proxy.envoy_gateway_no_default_bind, &true) {
        addresses.clear();
        proxy.envoy_gateway_no_default_bind = None;
    }
    without_blank(&mut gateway.proxy);
}
