//! Containers, whichever driver runs them, and the names of images.

use crate::jobspec::{Attr, Base, Config, Location, Mount, Task, Value};
use crate::reference::Reference;

/// The container of a task, of the driver `docker` or `podman`.
#[derive(Clone, Copy)]
pub struct Container<'c> {
    pub image: Option<&'c Attr<String>>,
    /// An archive that the image is loaded from, instead of an image registry.
    pub archive: Option<&'c Attr<String>>,
    pub ports: Option<&'c Attr<Vec<String>>>,
    pub volumes: Option<&'c Attr<Vec<String>>>,
    pub mounts: &'c [Mount],
    pub network_mode: Option<&'c Attr<String>>,
    pub privileged: Option<&'c Attr<bool>>,
    pub cap_drop: Option<&'c Attr<Vec<String>>>,
    pub readonly_rootfs: Option<&'c Attr<bool>>,
    pub image_pull_timeout: Option<&'c Attr<String>>,
    /// What the blocks have in common, and the container's own allowances.
    pub base: &'c Base,
}

/// A directory or file of the node that is mounted into a container.
pub struct Bind<'c> {
    pub path: &'c str,
    pub location: Location,
}

/// An image's name in its parts.
#[derive(Debug, PartialEq, Eq)]
pub struct Image<'i> {
    pub tag: Option<&'i str>,
    pub digest: Option<&'i str>,
}

impl<'c> Container<'c> {
    /// The container of a task, if it has one.
    pub fn of(task: &'c Task) -> Option<Self> {
        match task.config.as_ref()? {
            Config::Docker(docker) => Some(Self {
                image: docker.image.as_ref(),
                archive: docker.load.as_ref(),
                ports: docker.ports.as_ref(),
                volumes: docker.volumes.as_ref(),
                mounts: &docker.mounts,
                network_mode: docker.network_mode.as_ref(),
                privileged: docker.privileged.as_ref(),
                cap_drop: docker.cap_drop.as_ref(),
                readonly_rootfs: docker.readonly_rootfs.as_ref(),
                image_pull_timeout: docker.image_pull_timeout.as_ref(),
                base: &docker.base,
            }),
            Config::Podman(podman) => Some(Self {
                image: podman.image.as_ref(),
                archive: None,
                ports: podman.ports.as_ref(),
                volumes: podman.volumes.as_ref(),
                mounts: &[],
                network_mode: podman.network_mode.as_ref(),
                privileged: podman.privileged.as_ref(),
                cap_drop: podman.cap_drop.as_ref(),
                readonly_rootfs: podman.readonly_rootfs.as_ref(),
                image_pull_timeout: podman.image_pull_timeout.as_ref(),
                base: &podman.base,
            }),
            _ => None,
        }
    }

    /// The image's name with its location, if it is known and is in an image registry.
    pub fn image(&self) -> Option<(&'c str, Location)> {
        let image = self.image.filter(|_| self.archive.is_none())?;
        image.as_str().map(|name| (name, image.location()))
    }

    /// The parts of an entry in a list of volumes, if it names a source.
    pub fn parts(volume: &str) -> Option<Parts<'_>> {
        let cut = |text: &'_ str| {
            let drive = usize::from(is_drive(text)) * 2;
            Some(drive + text.get(drive..)?.find(':')?)
        };
        let end = cut(volume)?;
        let (source, rest) = (volume.get(..end)?, volume.get(end + 1..)?);
        let (destination, options) = match cut(rest) {
            Some(end) => (rest.get(..end)?, rest.get(end + 1..)?),
            None => (rest, ""),
        };
        Some(Parts { source, destination, options })
    }

    /// Whether a path is one of the node, and not one of the allocation.
    pub fn is_path_of_node(path: &str) -> bool {
        is_absolute(path)
    }

    /// What of the node the container sees.
    pub fn binds(&self) -> impl Iterator<Item = Bind<'c>> {
        let volumes = texts(self.volumes)
            .filter_map(|(text, location)| Some(Bind { path: host_path(text)?, location }));
        let mounts = self.mounts.iter().filter_map(|mount| {
            let kind = mount.type_.as_ref().and_then(Attr::as_str);
            let source = mount.source.as_ref().filter(|_| kind == Some("bind"))?;
            let path = source.as_str().filter(|path| is_absolute(path))?;
            Some(Bind { path, location: source.location() })
        });
        volumes.chain(mounts)
    }
}

/// The strings of a list, each with its location.
pub fn texts(list: Option<&Attr<Vec<String>>>) -> impl Iterator<Item = (&str, Location)> {
    list.into_iter().flat_map(|list| {
        let values = match list.value() {
            Value::List(values) => values.as_slice(),
            _ => &[],
        };
        values.iter().enumerate().filter_map(|(at, value)| {
            value.as_str().map(|text| (text, list.locations().of_value(at)))
        })
    })
}

/// The parts of `SOURCE:DESTINATION[:OPTIONS]`.
pub struct Parts<'v> {
    pub source: &'v str,
    pub destination: &'v str,
    /// What follows, separated by commas: `ro`.
    pub options: &'v str,
}

/// The part of `/srv/data:/data:ro` before the first colon, if it is a path of the node and neither
/// a path of the allocation nor a volume.
fn host_path(volume: &str) -> Option<&str> {
    Container::parts(volume).map(|parts| parts.source).filter(|path| is_absolute(path))
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || is_drive(path)
}

/// Whether it begins as `C:\` does.
fn is_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic())
}

impl<'i> Image<'i> {
    /// The parts of an image's name: nothing where a part is known only when the task runs, or where no registry has it.
    pub fn parse(name: &'i str) -> Option<Self> {
        const ARCHIVES: [&str; 5] =
            ["docker-archive:", "oci-archive:", "oci:", "dir:", "containers-storage:"];
        if name.is_empty()
            || name.contains("${")
            || ARCHIVES.iter().any(|kind| name.starts_with(kind))
        {
            return None;
        }
        let name = name
            .strip_prefix("https://")
            .or_else(|| name.strip_prefix("docker://"))
            .unwrap_or(name);
        let Reference { tag, digest, .. } = Reference::split(name);
        let tag = tag.filter(|tag| !tag.is_empty());
        Some(Self { tag, digest })
    }
}

#[cfg(test)]
mod tests {
    use super::{Image, host_path};

    #[test]
    fn images_have_tags_behind_their_registries() {
        let parts = |name| Image::parse(name).map(|image| (image.tag, image.digest));
        for (name, expected) in [
            ("redis", Some((None, None))),
            ("redis:7.2", Some((Some("7.2"), None))),
            ("host:5000/app", Some((None, None))),
            ("host:5000/app:1.2", Some((Some("1.2"), None))),
            ("app@sha256:00", Some((None, Some("sha256:00")))),
            ("app:1@sha256:00", Some((Some("1"), Some("sha256:00")))),
            ("https://quay.io/app:1", Some((Some("1"), None))),
            ("docker://app", Some((None, None))),
            ("docker-archive:/app.tar", None),
            ("app:${NOMAD_META_version}", None),
            ("app:", Some((None, None))),
            ("", None),
        ] {
            assert_eq!(parts(name), expected, "{name}");
        }
    }

    #[test]
    fn paths_of_the_node_are_absolute() {
        for (volume, expected) in [
            ("/srv/data:/data:ro", Some("/srv/data")),
            ("local/a:/a", None),
            ("data:/data", None),
            ("/data", None),
            ("C:\\data:C:\\inside", Some("C:\\data")),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(host_path(volume), expected, "{volume}");
        }
    }
}
