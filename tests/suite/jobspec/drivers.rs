//! The typed `config` of each driver.

use jobwright::jobspec::*;

pub fn saturated() -> Vec<Job> {
    let drivers = Group::new("all")
        .task(Task::new("docker", docker_rights(docker_network(docker()))))
        .task(Task::new("exec", exec()))
        .task(Task::new("raw_exec", raw_exec()))
        .task(Task::new("java", java()))
        .task(Task::new("qemu", qemu()))
        .task(Task::new("podman", podman_rights(podman())));
    vec![Job::batch("saturated-drivers").group(drivers)]
}

fn docker() -> Docker {
    Docker::image("web:1")
        .command("/bin/web")
        .args(["--port=${NOMAD_PORT_http}", "${1}"])
        .entrypoint(["/bin/tini"])
        .ports(["http"])
        .volumes(["local/a:/a:ro"])
        .volume_driver("rexray")
        .force_pull(true)
        .image_pull_timeout("10m")
        .load("web.tar")
        .auth_soft_fail(true)
        .work_dir("/work")
        .init(true)
        .interactive(true)
        .tty(true)
        .shm_size(1_048_576)
        .readonly_rootfs(true)
        .runtime("runsc")
        .isolation("process")
        .container_exists_attempts(7)
        .labels("com.example/a", "%{x}")
        .labels("plain", "b")
        .storage_opt("size", "10G")
        .auth(DockerAuth::new().username("u").password("p").email("e@x").server_address("r.lab"))
        .logging(DockerLogging::new("syslog").driver("journald").config("tag", "web"))
        .healthchecks(DockerHealthchecks::new().disable(true))
        .devices(DockerDevice::new("/dev/a").container_path("/dev/b").cgroup_permissions("rw"))
        .devices(DockerDevice::new("/dev/c"))
        .mount(mount())
        .mount(Mount::tmpfs("/cache"))
        .mount(Mount::volume("v", "/v"))
}

fn mount() -> Mount {
    let driver = VolumeDriverConfig::new("local").options("type", "nfs").options("o.x", "1");
    Mount::bind("/srv", "/srv")
        .readonly(true)
        .bind_options(BindOptions::new("rslave"))
        .tmpfs_options(TmpfsOptions::new().size(67_108_864).mode(0o777))
        .volume_options(VolumeOptions::new().no_copy(true).labels("a", "b").driver_config(driver))
}

fn docker_network(docker: Docker) -> Docker {
    docker
        .network_mode("net")
        .network_aliases(["web"])
        .hostname("web")
        .extra_hosts(["a:192.0.2.1"])
        .dns_servers(["1.1.1.1"])
        .dns_search_domains(["lab"])
        .dns_options(["ndots:2"])
        .ipv4_address("192.0.2.2")
        .ipv6_address("2001:db8::2")
        .advertise_ipv6_address(true)
        .mac_address("02:42:ac:11:00:02")
        .port_map("http", 80)
        .sysctl("net.core.somaxconn", "16384")
}

fn docker_rights(docker: Docker) -> Docker {
    docker
        .privileged(true)
        .cap_add(["net_admin"])
        .cap_drop(["all"])
        .security_opt(["no-new-privileges"])
        .cpu_hard_limit(true)
        .cpu_cfs_period(200_000)
        .cpuset_cpus("0-3")
        .memory_hard_limit(512)
        .oom_score_adj(100)
        .pids_limit(50)
        .group_add(["audio"])
        .ipc_mode("private")
        .pid_mode("host")
        .uts_mode("host")
        .userns_mode("host")
        .cgroupns("private")
        .ulimit("nofile", "1024:2048")
}

fn exec() -> Exec {
    Exec::command("/bin/a")
        .args(["a"])
        .work_dir("/work")
        .pid_mode("host")
        .ipc_mode("private")
        .cap_add(["net_raw"])
        .cap_drop(["mknod"])
}

fn raw_exec() -> RawExec {
    RawExec::command("/bin/b")
        .args(["b"])
        .work_dir("/tmp")
        .oom_score_adj(10)
        .denied_envvars(["AWS_*"])
        .cgroup_v2_override("custom.slice")
        .cgroup_v1_override("pids", "custom/path")
}

fn java() -> Java {
    Java::jar("local/app.jar")
        .class("Main")
        .class_path("local/lib")
        .args(["c"])
        .jvm_options(["-Xmx1g"])
        .work_dir("/w")
        .pid_mode("private")
        .ipc_mode("host")
        .cap_add(["a"])
        .cap_drop(["b"])
}

fn qemu() -> Qemu {
    Qemu::image("local/a.img")
        .emulator("qemu-system-aarch64")
        .machine_type("virt")
        .accelerator("kvm")
        .drive_interface("virtio")
        .graceful_shutdown(true)
        .guest_agent(true)
        .args(["-nographic"])
        .port_map("ssh", 22)
}

fn podman() -> Podman {
    Podman::image("docker.io/web:1")
        .command("/bin/web")
        .args(["${1}"])
        .entrypoint(["/bin/tini"])
        .ports(["http"])
        .volumes(["/a:/b"])
        .tmpfs(["/var"])
        .network_mode("host")
        .force_pull(true)
        .image_pull_timeout("10m")
        .auth_soft_fail(true)
        .working_dir("/w")
        .hostname("web")
        .extra_hosts(["a:192.0.2.1"])
        .init(true)
        .init_path("/init")
        .tty(true)
        .socket("app")
        .devices(["/dev/a"])
        .shm_size("64m")
        .labels("a.b", "c")
        .port_map("http", 80)
        .auth(PodmanAuth::new().username("u").password("p").tls_verify(false))
        .logging(PodmanLogging::new("journald").options("tag", "web"))
}

fn podman_rights(podman: Podman) -> Podman {
    podman
        .privileged(true)
        .cap_add(["a"])
        .cap_drop(["b"])
        .selinux_opts(["type:x"])
        .apparmor_profile("unconfined")
        .readonly_rootfs(true)
        .userns("keep-id")
        .cpu_hard_limit(true)
        .cpu_cfs_period(100_000)
        .memory_reservation("100m")
        .memory_swap("180m")
        .memory_swappiness(60)
        .pids_limit(64)
        .sysctl("net.core.somaxconn", "1")
        .ulimit("nofile", "1:2")
}
