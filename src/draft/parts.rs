//! Ports, storage and routes, each written as one word.

use std::str::FromStr;

use crate::house::{Route, Site, Storage};
use crate::jobspec::Port;

/// A port: `http=8080`, or the number alone, which is that of `http`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortDraft {
    /// Its label.
    pub label: String,
    /// The number at which the program listens.
    pub number: u16,
}

impl FromStr for PortDraft {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (label, number) = text.split_once('=').unwrap_or(("http", text));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        match number.parse() {
            Ok(number @ 1..) if !label.is_empty() && label.bytes().all(plain) => {
                Ok(Self { label: label.to_owned(), number })
            }
            _ => Err("expected a name and a number, such as `http=8080`".to_owned()),
        }
    }
}

impl PortDraft {
    /// The port of a workload. Nomad chooses the number on the node.
    #[must_use]
    pub fn port(&self) -> Port {
        match self.label.as_str() {
            "http" => Port::http(self.number),
            label => Port::dynamic(label).to(i64::from(self.number)),
        }
    }
}

/// The kind of storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageKind {
    /// A directory of the allocation, which is removed with it.
    Ephemeral,
    /// A volume of the node.
    Host,
    /// A volume of a storage plugin.
    Csi,
}

/// Storage: `csi:grafana:/var/lib/grafana`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageDraft {
    /// Its kind.
    pub place: StorageKind,
    /// The name of the volume, or of the directory.
    pub source: String,
    /// The path at which the program sees it.
    pub at: String,
}

impl FromStr for StorageDraft {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            "expected a type (`ephemeral`, `host` or `csi`), a name and a path, such as \
             `csi:data:/data`"
                .to_owned()
        };
        let mut parts = text.splitn(3, ':');
        let place = match parts.next() {
            Some("ephemeral") => StorageKind::Ephemeral,
            Some("host") => StorageKind::Host,
            Some("csi") => StorageKind::Csi,
            _ => return Err(wrong()),
        };
        match (parts.next(), parts.next()) {
            (Some(source), Some(at)) if !source.is_empty() && at.starts_with('/') => {
                Ok(Self { place, source: source.to_owned(), at: at.to_owned() })
            }
            _ => Err(wrong()),
        }
    }
}

impl StorageDraft {
    /// The storage of a workload.
    #[must_use]
    pub fn storage(&self) -> Storage {
        let storage = match self.place {
            StorageKind::Ephemeral => Storage::ephemeral(&self.source),
            StorageKind::Host => Storage::host(&self.source),
            StorageKind::Csi => Storage::csi(&self.source),
        };
        storage.at(&self.at)
    }
}

/// The route that a word denotes: a path begins with a slash, a host has a dot, and any other word
/// is a host of the site.
pub fn route(word: &str, site: &Site) -> Route {
    if word.starts_with('/') {
        Route::path(word)
    } else if word.contains('.') {
        Route::host(word)
    } else {
        Route::host(site.host(word))
    }
}
