//! Each block with nothing but its labels and what Nomad's parser insists on.

use jobwright::jobspec::*;

/// A block with nothing in it.
fn blank<B: Block>() -> B {
    B::blank()
}

pub fn jobs() -> Vec<Job> {
    let mut job = Job { id: "minimal".to_owned(), ..blank() };
    let everything = [group(), services(), tasks()];
    job.groups = everything.into();
    let mut alone = Job { id: "alone".to_owned(), ..blank() };
    alone.ui = Some(blank());
    alone.multiregion = Some(blank());
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
    job.periodic = Some(blank());
    job.parameterized = Some(blank());
    job.update = Some(blank());
    job.reschedule = Some(blank());
    job.migrate = Some(blank());
    job.meta = Some(Map::new());
    job.ui = Some(Ui { links: vec![blank()], ..blank() });
    job.multiregion = Some(Multiregion {
        strategy: Some(blank()),
        regions: vec![MultiregionRegion { name: "r".to_owned(), ..blank() }],
        ..blank()
    });
    job.groups = vec![Group { name: "empty".to_owned(), ..blank() }, wrappers()];
    job
}

/// Blocks whose only content is other blocks.
fn wrappers() -> Group {
    let gateways = [
        Gateway { ingress: Some(blank()), ..blank() },
        Gateway { terminating: Some(blank()), ..blank() },
        blank(),
    ];
    let connect = |gateway| Connect { gateway: Some(Box::new(gateway)), ..blank() };
    let mut services: Vec<Service> = gateways
        .into_iter()
        .map(|gateway| Service { connect: Some(connect(gateway)), ..blank() })
        .collect();
    services.push(Service {
        connect: Some(Connect { sidecar_service: Some(blank()), ..blank() }),
        ..blank()
    });
    let proxy = Proxy { expose: Some(blank()), ..blank() };
    let sidecar = SidecarService { proxy: Some(proxy), ..blank() };
    services.push(Service {
        connect: Some(Connect { sidecar_service: Some(sidecar), ..blank() }),
        ..blank()
    });
    let mut task = Task { name: "wrappers".to_owned(), ..blank() };
    task.schedule = Some(blank());
    let job_ui_and_regions = Group { name: "wrappers".to_owned(), services, ..blank() };
    Group { tasks: vec![task], ..job_ui_and_regions }
}

fn group() -> Group {
    let mut group = Group { name: "group".to_owned(), ..blank() };
    group.scaling = Some(Scaling { max: Some(1.into()), ..blank() });
    group.update = Some(blank());
    group.restart = Some(blank());
    group.disconnect = Some(blank());
    group.ephemeral_disk = Some(blank());
    group.consul = Some(blank());
    let port = |label: &str| Port { label: label.to_owned(), ..blank() };
    let inside =
        Network { dns: Some(blank()), cni: Some(blank()), ports: vec![port("a")], ..blank() };
    let mut reserved = Network { reserved_ports: vec![port("kept")], ..blank() };
    reserved.reserved_ports[0].static_ = Some(70.into());
    group.networks = vec![blank(), inside, reserved];
    let mounted = Volume { name: "b".to_owned(), mount_options: Some(blank()), ..blank() };
    group.volumes = vec![Volume { name: "a".to_owned(), ..blank() }, mounted];
    group
}

fn services() -> Group {
    let proxy = Proxy {
        expose: Some(Expose { paths: vec![blank()], ..blank() }),
        upstreams: vec![blank(), Upstream { mesh_gateway: Some(blank()), ..blank() }],
        transparent_proxy: Some(blank()),
        ..blank()
    };
    let connect = Connect {
        gateway: Some(Box::new(gateway())),
        sidecar_service: Some(SidecarService { proxy: Some(proxy), ..blank() }),
        sidecar_task: Some(Box::new(blank())),
        ..blank()
    };
    let check = Check { check_restart: Some(blank()), header: Some(Map::new()), ..blank() };
    let service = Service {
        checks: vec![blank(), check],
        weights: Some(blank()),
        identity: Some(blank()),
        connect: Some(connect),
        ..blank()
    };
    let native = Service { connect: Some(blank()), ..blank() };
    let proxied = SidecarService { proxy: Some(blank()), ..blank() };
    let plain =
        Service { connect: Some(Connect { sidecar_service: Some(proxied), ..blank() }), ..blank() };
    let empty = GatewayProxy { ..blank() };
    let gateway = Gateway {
        proxy: Some(empty),
        ingress: Some(Ingress { tls: Some(blank()), ..blank() }),
        ..blank()
    };
    let bare = Service {
        connect: Some(Connect { gateway: Some(Box::new(gateway)), ..blank() }),
        ..blank()
    };
    Group {
        name: "services".to_owned(),
        services: vec![blank(), service, native, plain, bare],
        ..blank()
    }
}

fn gateway() -> Gateway {
    let tls = || Some(GatewayTls { sds: Some(blank()), ..blank() });
    let service = IngressService {
        tls: Some(blank()),
        request_headers: Some(blank()),
        response_headers: Some(HeaderModifiers { add: Some(Map::new()), ..blank() }),
        ..blank()
    };
    let listener = Listener { services: vec![service, blank()], ..blank() };
    Gateway {
        proxy: Some(GatewayProxy {
            envoy_gateway_bind_addresses: vec![BindAddress { name: "n".to_owned(), ..blank() }],
            config: Some(Free::new()),
            ..blank()
        }),
        ingress: Some(Ingress { tls: tls(), listeners: vec![blank(), listener], ..blank() }),
        terminating: Some(Terminating { services: vec![blank()], ..blank() }),
        mesh: Some(blank()),
        ..blank()
    }
}

fn tasks() -> Group {
    let of_driver = |driver: &str, config: Config| {
        let task = Task { name: driver.to_owned(), config: Some(config), ..blank() };
        task.driver(driver)
    };
    let mount = Mount {
        volume_options: Some(Box::new(VolumeOptions { driver_config: Some(blank()), ..blank() })),
        ..blank()
    };
    let other = Mount {
        bind_options: Some(blank()),
        tmpfs_options: Some(blank()),
        volume_options: Some(Box::new(blank())),
        ..blank()
    };
    let docker = Docker {
        auth: Some(blank()),
        logging: Some(blank()),
        healthchecks: Some(blank()),
        devices: vec![blank()],
        mounts: vec![blank(), mount, other],
        ..blank()
    };
    let podman = Podman { auth: Some(blank()), logging: Some(blank()), ..blank() };
    let mut tasks = vec![Task { name: "empty".to_owned(), ..blank() }, task()];
    tasks.push(Task { name: "r".to_owned(), resources: Some(blank()), ..blank() });
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
        numa: Some(blank()),
        devices: vec![device("gpu")],
        networks: vec![blank()],
        ..blank()
    };
    let mut task = Task { name: "task".to_owned(), ..blank() };
    task.lifecycle = Some(Lifecycle::poststop());
    task.schedule = Some(Schedule { cron: Some(blank()), ..blank() });
    task.artifacts = vec![blank(), Artifact { options: Some(Map::new()), ..blank() }];
    task.templates =
        vec![blank(), Template { change_script: Some(blank()), wait: Some(blank()), ..blank() }];
    task.volume_mounts = vec![blank()];
    task.csi_plugin = Some(blank());
    task.vault = Some(blank());
    task.secrets = vec![Secret { name: "s".to_owned(), ..blank() }];
    task.identities = vec![blank(), blank()];
    task.dispatch_payload = Some(blank());
    task.actions = vec![Action { name: "a".to_owned(), ..blank() }.command("c")];
    task.scalings = vec![TaskScaling::cpu(), TaskScaling::mem()];
    task.resources = Some(resources);
    task.logs = Some(blank());
    task.env = Some(Map::new());
    task.services = vec![blank()];
    task
}
