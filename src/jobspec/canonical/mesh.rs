//! Consul's service mesh: the proxies, gateways and ports that a server adds for a group's services.

use super::policies::under;
use super::services::ServiceOwner;
use super::task::text;
use crate::jobspec::{
    Attr, BindAddress, Block, Config, Connect, Constraint, Docker, FieldItem, Free, Gateway,
    GatewayProxy, Group, Lifecycle, Location, Logs, Map, Podman, Port, Resources, Service,
    SidecarTask, Task, Value, secs,
};

/// Adds the tasks and ports that the services of a group need in the mesh. Without a network, Nomad adds nothing, and
/// refuses the job. Whether there was something to add.
pub fn join(group: &mut Group, job: &str) -> bool {
    if group.networks.is_empty() || group.services.iter().all(|service| service.connect.is_none()) {
        return false;
    }
    let mut services = std::mem::take(&mut group.services);
    for service in &mut services {
        let Some(mut connect) = service.connect.take() else { continue };
        let name = named(service, job, &group.name);
        if connect.sidecar_service.is_some() {
            sidecar(group, service, &connect, &name);
        } else if connect.native.as_ref().and_then(Attr::get) == Some(true) {
            native(group, service, &name);
        } else if let Some(gateway) = &mut connect.gateway {
            let mode = group.networks.first().and_then(|network| text(&network.mode));
            gateway.proxy = Some(proxy(gateway, mode.unwrap_or_default()));
            self::gateway(group, service, &connect, &name);
        }
        service.connect = Some(connect);
    }
    group.services = services;
    true
}

/// The name of a service, as the tasks and ports around it are named.
fn named(service: &mut Service, job: &str, group: &str) -> String {
    if let Some(name) = &mut service.name {
        ServiceOwner { job, group, task: None }.replace_known(name);
    }
    text(&service.name).unwrap_or_default().to_owned()
}

/// The proxy beside the tasks of a group.
fn sidecar(group: &mut Group, service: &Service, connect: &Connect, name: &str) {
    let kind = format!("connect-proxy:{name}");
    let known = group.tasks.iter().position(|task| text(&task.kind) == Some(&kind));
    let at = known.unwrap_or_else(|| {
        let mut task = added("connect-proxy", name, service, group);
        let place = task.base.location;
        task.config = Some(envoy(driver(group), "${meta.connect.sidecar_image}", false));
        let mut lifecycle = Lifecycle::blank();
        lifecycle.hook = Some("prestart".into());
        lifecycle.sidecar = Some(true.into());
        lifecycle.base.location = place;
        task.lifecycle = Some(lifecycle.into());
        group.tasks.push(task);
        group.tasks.len() - 1
    });
    let own = connect.sidecar_task.as_deref();
    group.tasks.get_mut(at).into_iter().for_each(|task| changed(task, own));
    let port = connect.sidecar_service.as_ref().and_then(|sidecar| text(&sidecar.port));
    let port = port.filter(|port| !port.is_empty());
    add_port(group, port.unwrap_or(&format!("connect-proxy-{name}")), service.base.location);
}

/// The task that is in the mesh by itself.
fn native(group: &mut Group, service: &mut Service, name: &str) {
    let of = text(&service.task).filter(|of| !of.is_empty()).map(str::to_owned);
    let task = match of {
        None if group.tasks.len() == 1 => group.tasks.first_mut(),
        None => None,
        Some(of) => group.tasks.iter_mut().find(|task| task.name == of),
    };
    if let Some(task) = task {
        task.kind = Some(format!("connect-native:{name}").into());
        service.task = Some(task.name.clone().into());
    }
}

/// The gateway that a group is for.
fn gateway(group: &mut Group, service: &mut Service, connect: &Connect, name: &str) {
    let Some(gateway) = &connect.gateway else { return };
    let prefix = match (&gateway.ingress, &gateway.terminating, &gateway.mesh) {
        (Some(_), ..) => "connect-ingress",
        (_, Some(_), _) => "connect-terminating",
        (_, _, Some(_)) => "connect-mesh",
        _ => return,
    };
    let has_port = text(&service.port).is_some_and(|port| !port.is_empty());
    if prefix == "connect-terminating" && !has_port {
        let label = format!("{prefix}-{name}");
        add_port(group, &label, service.base.location);
        service.port = Some(label.into());
    }
    if prefix == "connect-mesh" {
        add_port(group, &format!("{prefix}-{name}-lan"), service.base.location);
    }
    let kinds = ["connect-ingress", "connect-terminating", "connect-mesh"];
    let is_its_own = |task: &Task| {
        kinds.iter().any(|kind| text(&task.kind) == Some(format!("{kind}:{name}").as_str()))
    };
    if group.tasks.iter().any(is_its_own) {
        return;
    }
    let mut task = added(prefix, name, service, group);
    let mode = group.networks.first().and_then(|network| text(&network.mode));
    let is_host = mode == Some("host");
    task.config = Some(envoy(driver(group), "${meta.connect.gateway_image}", is_host));
    let tls = gateway.ingress.as_ref().and_then(|ingress| ingress.tls.as_ref());
    let is_custom = tls.is_some_and(|tls| {
        [&tls.tls_min_version, &tls.tls_max_version]
            .into_iter()
            .any(|version| version.as_ref().is_some_and(|version| version.as_str() != Some("")))
            || tls.cipher_suites.is_some()
    });
    if is_custom {
        let version = attribute(&cluster(service, group), "version");
        task.constraints.push(constraint(&version, "semver", ">= 1.11.2"));
    }
    changed(&mut task, connect.sidecar_task.as_deref());
    group.tasks.push(task);
}

/// A task as a server begins it.
fn added(prefix: &str, name: &str, service: &Service, group: &Group) -> Task {
    let mut task = Task::blank();
    task.base.location = service.base.location;
    task.name = format!("{prefix}-{name}");
    task.kind = Some(format!("{prefix}:{name}").into());
    task.driver = Some(driver(group).into());
    task.shutdown_delay = Some(secs(5).into());
    let cluster = cluster(service, group);
    task.constraints = vec![
        constraint(&attribute(&cluster, "version"), "semver", ">= 1.8.0"),
        constraint(&attribute(&cluster, "grpc"), ">", "0"),
    ];
    let logs = Logs { max_files: Some(2.into()), max_file_size: Some(2.into()), ..Logs::blank() };
    task.logs = Some(logs.into());
    let size = Resources { cpu: Some(250.into()), memory: Some(128.into()), ..Resources::blank() };
    task.resources = Some(size.into());
    task
}

/// The driver of the group's tasks, if it is one that can run a proxy.
fn driver(group: &Group) -> &'static str {
    let has = |driver| group.tasks.iter().any(|task| text(&task.driver) == Some(driver));
    if has("podman") && !has("docker") { "podman" } else { "docker" }
}

/// What Envoy is told.
fn envoy(driver: &str, image: &str, host: bool) -> Config {
    let args = [
        "-c",
        "${NOMAD_SECRETS_DIR}/envoy_bootstrap.json",
        "-l",
        "${meta.connect.log_level}",
        "--concurrency",
        "${meta.connect.proxy_concurrency}",
        "--disable-hot-restart",
    ];
    let args = Some(Attr::from(args.map(str::to_owned).to_vec()));
    let image = Some(image.into());
    let network_mode: Option<Attr<String>> = host.then(|| "host".into());
    match driver {
        "podman" => {
            Config::Podman(Box::new(Podman { image, args, network_mode, ..Podman::blank() }))
        }
        _ => Config::Docker(Box::new(Docker { image, args, network_mode, ..Docker::blank() })),
    }
}

fn cluster(service: &Service, group: &Group) -> String {
    let of_group = group.consul.as_ref().and_then(|consul| text(&consul.cluster));
    let own = text(&service.cluster).filter(|own| !own.is_empty());
    own.or(of_group).filter(|own| !own.is_empty()).unwrap_or("default").to_owned()
}

fn attribute(cluster: &str, name: &str) -> String {
    match cluster {
        "default" => format!("${{attr.consul.{name}}}"),
        cluster => format!("${{attr.consul.{cluster}.{name}}}"),
    }
}

fn constraint(attribute: &str, operator: &str, value: &str) -> Constraint {
    Constraint {
        attribute: Some(attribute.into()),
        operator: Some(operator.into()),
        value: Some(value.into()),
        ..Constraint::blank()
    }
}

/// Changes a task as its author asks for.
fn changed(task: &mut Task, own: Option<&SidecarTask>) {
    let Some(own) = own else { return };
    let said = |own: &Option<Attr<String>>| own.clone().filter(|own| own.as_str() != Some(""));
    if let Some(name) = said(&own.name).as_ref().and_then(Attr::as_str) {
        task.name = name.to_owned();
    }
    let other = said(&own.driver).filter(|other| other.as_str() != text(&task.driver));
    match (other, own.config.clone()) {
        (Some(driver), config) => (task.driver, task.config) = (Some(driver), config),
        (None, Some(config)) => task.config = Some(over(config, task.config.take())),
        (None, None) => {}
    }
    task.user = said(&own.user).or(task.user.take());
    task.kill_signal = said(&own.kill_signal).or(task.kill_signal.take());
    task.kill_timeout = own.kill_timeout.clone().or(task.kill_timeout.take());
    task.shutdown_delay = own.shutdown_delay.clone().or(task.shutdown_delay.take());
    entries(&mut task.env, own.env.as_ref());
    entries(&mut task.meta, own.meta.as_ref());
    if !own.volume_mounts.is_empty() {
        task.volume_mounts.clone_from(&own.volume_mounts);
    }
    if !own.identities.is_empty() {
        task.identities.clone_from(&own.identities);
    }
    if let Some(own) = &own.resources {
        let resources = task.resources.get_or_insert_with(Resources::boxed);
        resources.base.location = own.base.location;
        numbers(own, resources);
        if !own.networks.is_empty() {
            resources.networks.clone_from(&own.networks);
        }
        if !own.devices.is_empty() {
            resources.devices.clone_from(&own.devices);
        }
    }
    if let Some(own) = &own.logs {
        let logs = task.logs.get_or_insert_with(Logs::boxed);
        let more = |own: &Option<Attr<i64>>| own.clone().filter(|own| own.get() > Some(0));
        logs.max_files = more(&own.max_files).or(logs.max_files.take());
        logs.max_file_size = more(&own.max_file_size).or(logs.max_file_size.take());
    }
}

/// Takes over what is more than nothing.
fn numbers(own: &Resources, of: &mut Resources) {
    own.visit(&mut |index, item| {
        if let FieldItem::Attr(value) = item
            && !matches!(value, Value::Int(0))
        {
            of.set(index, value.clone());
        }
    });
}

/// What the author tells the driver, over what a server does.
fn over(own: Config, usual: Option<Config>) -> Config {
    match (own, usual) {
        (Config::Docker(mut own), Some(Config::Docker(usual))) => {
            under(&mut *own, &*usual);
            Config::Docker(own)
        }
        (Config::Podman(mut own), Some(Config::Podman(usual))) => {
            under(&mut *own, &*usual);
            Config::Podman(own)
        }
        (Config::Free(own), Some(usual)) => {
            let mut all = free(&usual);
            all.merge(*own);
            all.into()
        }
        (own, _) => own,
    }
}

/// The attributes that a server gives, as free ones.
fn free(usual: &Config) -> Free {
    let mut all = Free::new();
    let block: &dyn Block = match usual {
        Config::Docker(usual) => &**usual,
        Config::Podman(usual) => &**usual,
        _ => return all,
    };
    block.visit(&mut |index, item| {
        if let FieldItem::Attr(value) = item {
            all.set(block.schema().fields[index].name, value.clone());
        }
    });
    all
}

fn entries(of: &mut Option<Map>, own: Option<&Map>) {
    let Some(own) = own else { return };
    let all = of.get_or_insert_with(Map::default);
    for (name, value) in own.iter() {
        all.set(name, value.clone());
    }
}

/// A port that is the same inside and outside.
fn add_port(group: &mut Group, label: &str, location: Location) {
    let Some(network) = group.networks.first_mut() else { return };
    let is_there = |port: &Port| port.label == label && port.static_.is_none();
    if !network.ports.iter().any(is_there) {
        let mut port = Port { label: label.to_owned(), to: Some((-1).into()), ..Port::blank() };
        port.base.location = location;
        network.ports.push(port);
    }
}

/// How the proxy of a gateway is set up: in a network of its own, it listens where the server says.
fn proxy(gateway: &Gateway, mode: &str) -> Box<GatewayProxy> {
    let own = gateway.proxy.clone();
    let is_set = |attr: &Option<Attr<bool>>| attr.as_ref().and_then(Attr::get) == Some(true);
    let is_custom = |own: &GatewayProxy| {
        is_set(&own.envoy_gateway_no_default_bind)
            || is_set(&own.envoy_gateway_bind_tagged_addresses)
            || !own.envoy_gateway_bind_addresses.is_empty()
    };
    if let Some(own) = own.as_ref().filter(|own| is_custom(own)) {
        return own.clone();
    }
    let mut proxy = own.unwrap_or_else(GatewayProxy::boxed);
    proxy.connect_timeout.get_or_insert_with(|| secs(5).into());
    if mode != "bridge" && !mode.starts_with("cni/") {
        return proxy;
    }
    let addresses: Vec<(String, Attr<i64>)> =
        match (&gateway.ingress, &gateway.terminating, &gateway.mesh) {
            (Some(ingress), ..) => {
                let of = |port: Option<Attr<i64>>| port.unwrap_or_else(|| 0.into());
                let services = ingress.listeners.iter().flat_map(|listener| {
                    let port = of(listener.port.clone());
                    let services = listener.services.iter();
                    services.map(move |service| {
                        (text(&service.name).unwrap_or_default().to_owned(), port.clone())
                    })
                });
                services.collect()
            }
            (_, Some(_), _) => vec![("default".to_owned(), (-1).into())],
            (_, _, Some(_)) => {
                vec![("wan".to_owned(), (-1).into()), ("lan".to_owned(), (-1).into())]
            }
            _ => return proxy,
        };
    proxy.envoy_gateway_no_default_bind = Some(true.into());
    for (name, port) in addresses {
        proxy.envoy_gateway_bind_addresses.retain(|address| address.name != name);
        proxy.envoy_gateway_bind_addresses.push(BindAddress {
            name,
            address: Some("0.0.0.0".into()),
            port: Some(port),
            ..BindAddress::blank()
        });
    }
    proxy
}
