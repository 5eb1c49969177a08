//! What separates tasks from the node and from each other.

pub mod cap_drop;
pub mod docker_socket;
pub mod host_bind;
pub mod host_namespace;
pub mod host_network;
pub mod host_path;
pub mod privileged;
pub mod raw_exec;
pub mod read_only_root;
pub mod root_user;

/// Whether a path of the node is the socket of what runs containers.
fn is_socket(path: &str) -> bool {
    ["docker.sock", "podman.sock", "containerd.sock", "crio.sock"]
        .into_iter()
        .any(|socket| path.strip_suffix(socket).is_some_and(|folder| folder.ends_with('/')))
}

/// Directories of the system, with all that is in them.
const SYSTEM: [&str; 13] = [
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/sys",
    "/usr",
    "/var/lib/docker",
    "/var/run",
];

/// Paths that contain no secrets, and that do no harm in a container.
const HARMLESS: [&str; 8] = [
    "/dev/dri",
    "/dev/shm",
    "/etc/localtime",
    "/etc/resolv.conf",
    "/etc/ssl/certs",
    "/etc/timezone",
    "/usr/share/zoneinfo",
    "/usr/share/ca-certificates",
];

/// Whether a path of the node is one of the system.
fn is_of_system(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let is_in = |folder: &&str| {
        path.strip_prefix(*folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let root = path.is_empty() || path.ends_with(':');
    root || !is_socket(path) && SYSTEM.iter().any(&is_in) && !HARMLESS.iter().any(is_in)
}

#[cfg(test)]
mod tests {
    use super::{is_of_system, is_socket};

    #[test]
    fn paths_of_the_system_are_told_from_others() {
        for path in ["/", "/etc", "/etc/", "/proc", "/var/run", "/var/lib/docker/volumes", "C:/"] {
            assert!(is_of_system(path), "{path}");
        }
        for path in
            ["/srv", "/etcetera", "/etc/localtime", "/var/lib/app", "/var/run/docker.sock", "/home"]
        {
            assert!(!is_of_system(path), "{path}");
        }
        assert!(is_socket("/run/podman/podman.sock") && !is_socket("/srv/mydocker.sock"));
    }
}
