//! Each block with nothing but its labels and what Nomad's parser insists on.

use jobwright::jobspec::*;

/// A block with nothing in it.
fn blank<B: Block>() -> B {
    B::blank()
}

/// A block that stands at most once.
fn one<B: Block>(block: B) -> Option<Box<B>> {
    Some(Box::new(block))
}

pub fn jobs() -> Vec<Job> {
    let mut job = Job { id: "minimal".to_owned(), ..blank() };
    let everything = [group(), services(), tasks()];
    job.groups = everything.into();
    let mut alone = Job { id: "alone".to_owned(), ..blank() };
    alone.ui = one(blank());
    alone.multiregion = one(blank());
    let nothing = Job { id: "nothing".to_owned(), ..blank() };
    vec![job, alone, nothing, blocks_of_the_job()]
}

fn blocks_of_the_job() -> Job {
    let mut job = Job { id: "minimal-job-blocks".to_owned(), ..blank() };
    job.constraints = vec![blank()];
    job.affinities = vec![blank()];
    job.spreads = vec![
        blank(),
        Spread { targets: vec![SpreadTarget { value: "v".to_owned(), ..blank() }], ..blank() },
    ];
    job.periodic = one(blank());
    job.parameterized = one(blank());
    job.update = one(blank());
    job.reschedule = one(blank());
    job.migrate = one(blank());
    job.meta = Some(Map::new());
    job.ui = one(Ui { links: vec![blank()], ..blank() });
    job.multiregion = one(Multiregion {
        strategy: one(blank()),
        regions: vec![MultiregionRegion { name: "r".to_owned(), ..blank() }],
        ..blank()
    });
    job.groups = vec![Group { name: "empty".to_owned(), ..blank() }, wrappers()];
    job
}

/// Blocks whose only content is other blocks.
fn wrappers() -> Group {
    let gateways = [
        Gateway { ingress: one(blank()), ..blank() },
        Gateway { terminating: one(blank()), ..blank() },
        blank(),
    ];
    let connect = |gateway| Connect { gateway: one(gateway), ..blank() };
    let mut services: Vec<Service> = gateways
        .into_iter()
        .map(|gateway| Service { connect: one(connect(gateway)), ..blank() })
        .collect();
    services.push(Service {
        connect: one(Connect { sidecar_service: one(blank()), ..blank() }),
        ..blank()
    });
    let proxy = Proxy { expose: one(blank()), ..blank() };
    let sidecar = SidecarService { proxy: one(proxy), ..blank() };
    services.push(Service {
        connect: one(Connect { sidecar_service: one(sidecar), ..blank() }),
        ..blank()
    });
    let mut task = Task { name: "wrappers".to_owned(), ..blank() };
    task.schedule = one(blank());
    let job_ui_and_regions = Group { name: "wrappers".to_owned(), services, ..blank() };
    Group { tasks: vec![task], ..job_ui_and_regions }
}

fn group() -> Group {
    let mut group = Group { name: "group".to_owned(), ..blank() };
    group.scaling = one(Scaling { max: Some(1.into()), ..blank() });
    group.update = one(blank());
    group.restart = one(blank());
    group.disconnect = one(blank());
    group.ephemeral_disk = one(blank());
    group.consul = one(blank());
    let port = |label: &str| Port { label: label.to_owned(), ..blank() };
    let inside =
        Network { dns: one(blank()), cni: one(blank()), ports: vec![port("a")], ..blank() };
    let mut reserved = Network { reserved_ports: vec![port("kept")], ..blank() };
    reserved.reserved_ports[0].static_ = Some(70.into());
    group.networks = vec![blank(), inside, reserved];
    let mounted = Volume { name: "b".to_owned(), mount_options: one(blank()), ..blank() };
    group.volumes = vec![Volume { name: "a".to_owned(), ..blank() }, mounted];
    group
}

fn services() -> Group {
    let proxy = Proxy {
        expose: one(Expose { paths: vec![blank()], ..blank() }),
        upstreams: vec![blank(), Upstream { mesh_gateway: one(blank()), ..blank() }],
        transparent_proxy: one(blank()),
        ..blank()
    };
    let connect = Connect {
        gateway: one(gateway()),
        sidecar_service: one(SidecarService { proxy: one(proxy), ..blank() }),
        sidecar_task: one(blank()),
        ..blank()
    };
    let check = Check { check_restart: one(blank()), header: Some(Map::new()), ..blank() };
    let service = Service {
        checks: vec![blank(), check],
        weights: one(blank()),
        identity: one(blank()),
        connect: one(connect),
        ..blank()
    };
    let native = Service { connect: one(blank()), ..blank() };
    let proxied = SidecarService { proxy: one(blank()), ..blank() };
    let plain =
        Service { connect: one(Connect { sidecar_service: one(proxied), ..blank() }), ..blank() };
    let empty = GatewayProxy { ..blank() };
    let gateway = Gateway {
        proxy: one(empty),
        ingress: one(Ingress { tls: one(blank()), ..blank() }),
        ..blank()
    };
    let bare = Service { connect: one(Connect { gateway: one(gateway), ..blank() }), ..blank() };
    Group {
        name: "services".to_owned(),
        services: vec![blank(), service, native, plain, bare],
        ..blank()
    }
}

fn gateway() -> Gateway {
    let tls = || one(GatewayTls { sds: one(blank()), ..blank() });
    let service = IngressService {
        tls: one(blank()),
        request_headers: one(blank()),
        response_headers: one(HeaderModifiers { add: Some(Map::new()), ..blank() }),
        ..blank()
    };
    let listener = Listener { services: vec![service, blank()], ..blank() };
    Gateway {
        proxy: one(GatewayProxy {
            envoy_gateway_bind_addresses: vec![BindAddress { name: "n".to_owned(), ..blank() }],
            config: Some(Free::new()),
            ..blank()
        }),
        ingress: one(Ingress { tls: tls(), listeners: vec![blank(), listener], ..blank() }),
        terminating: one(Terminating { services: vec![blank()], ..blank() }),
        mesh: one(blank()),
        ..blank()
    }
}

fn tasks() -> Group {
    let of_driver = |driver: &str, config: Config| {
        let task = Task { name: driver.to_owned(), config: Some(config), ..blank() };
        task.driver(driver)
    };
    let mount = Mount {
        volume_options: one(VolumeOptions { driver_config: one(blank()), ..blank() }),
        ..blank()
    };
    let other = Mount {
        bind_options: one(blank()),
        tmpfs_options: one(blank()),
        volume_options: one(blank()),
        ..blank()
    };
    let docker = Docker {
        auth: one(blank()),
        logging: one(blank()),
        healthchecks: one(blank()),
        devices: vec![blank()],
        mounts: vec![blank(), mount, other],
        ..blank()
    };
    let podman = Podman { auth: one(blank()), logging: one(blank()), ..blank() };
    let mut tasks = vec![Task { name: "empty".to_owned(), ..blank() }, task()];
    tasks.push(Task { name: "r".to_owned(), resources: one(blank()), ..blank() });
    tasks.extend([
        of_driver("docker", docker.into()),
        of_driver("podman", podman.into()),
        of_driver("exec", blank::<Exec>().into()),
        of_driver("raw_exec", blank::<RawExec>().into()),
        of_driver("java", blank::<Java>().into()),
        of_driver("qemu", blank::<Qemu>().into()),
        of_driver("none", Free::new().into()),
    ]);
    for (name, config) in
        [("docker", Config::from(blank::<Docker>())), ("podman", blank::<Podman>().into())]
    {
        tasks.push(
            Task { name: format!("bare-{name}"), config: Some(config), ..blank() }.driver(name),
        );
    }
    Group { name: "tasks".to_owned(), tasks, ..blank() }
}

fn task() -> Task {
    let device = |name: &str| Device { name: name.to_owned(), ..blank() };
    let resources = Resources {
        numa: one(blank()),
        devices: vec![device("gpu")],
        networks: vec![blank()],
        ..blank()
    };
    let mut task = Task { name: "task".to_owned(), ..blank() };
    task.lifecycle = one(Lifecycle::poststop());
    task.schedule = one(Schedule { cron: one(blank()), ..blank() });
    task.artifacts = vec![blank(), Artifact { options: Some(Map::new()), ..blank() }];
    task.templates =
        vec![blank(), Template { change_script: one(blank()), wait: one(blank()), ..blank() }];
    task.volume_mounts = vec![blank()];
    task.csi_plugin = one(blank());
    task.vault = one(blank());
    task.secrets = vec![Secret { name: "s".to_owned(), ..blank() }];
    task.identities = vec![blank(), blank()];
    task.dispatch_payload = one(blank());
    task.actions = vec![Action { name: "a".to_owned(), ..blank() }.command("c")];
    task.scalings = vec![TaskScaling::cpu(), TaskScaling::mem()];
    task.resources = one(resources);
    task.logs = one(blank());
    task.env = Some(Map::new());
    task.services = vec![blank()];
    task
}
