//! References that Nomad resolves when it places or starts a task, under names that cannot be misspelt.
//!
//! They are strings such as `${NOMAD_PORT_http}`: a plain string that holds one means the same. Each function says what
//! the reference becomes.
//!
//! ```
//! use jobwright::jobspec::{Docker, runtime};
//! let web = Docker::image("web:1").args([
//!     format!("--listen={}", runtime::addr("http")),
//!     format!("--rack={}", runtime::node::meta("rack")),
//! ]);
//! assert_eq!(runtime::port("http").to_string(), "${NOMAD_PORT_http}");
//! ```

use std::fmt;

use super::{Attr, IntoAttr, Text, Value};

/// A reference that Nomad resolves at run time. It prints as it is written in a job:
/// `${NOMAD_PORT_http}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${{{}}}", self.0)
    }
}

impl From<Reference> for Text {
    fn from(reference: Reference) -> Self {
        Self::Plain(reference.to_string())
    }
}

impl From<Reference> for Value {
    fn from(reference: Reference) -> Self {
        Self::Text(reference.into())
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

impl IntoAttr<String> for Reference {
    fn into_attr(self) -> Attr<String> {
        Text::from(self).into_attr()
    }
}

macro_rules! words {
    ($all:ident: $($(#[doc = $doc:literal])* $name:ident = $word:literal;)*) => {
        $(
            $(#[doc = $doc])*
            #[must_use]
            pub fn $name() -> Reference {
                Reference($word.to_owned())
            }
        )*

        /// All of them, with what they become.
        pub(crate) const $all: &[(&str, &str)] = &[$(($word, concat!($($doc),*))),*];
    };
}

macro_rules! of_name {
    ($all:ident: $($(#[doc = $doc:literal])* $name:ident($of:ident) = $start:literal;)*) => {
        $(
            $(#[doc = $doc])*
            #[must_use]
            pub fn $name($of: &str) -> Reference {
                Reference(format!(concat!($start, "{}"), $of))
            }
        )*

        /// What all of them begin with, and what they become.
        pub(crate) const $all: &[(&str, &str)] = &[$(($start, concat!($($doc),*))),*];
    };
}

of_name! {
    NAMED:
    /// The number by which the task itself reaches a port of its group.
    port(label) = "NOMAD_PORT_";
    /// The address at which a port is bound.
    ip(label) = "NOMAD_IP_";
    /// Address and number of a port, as `address:number`.
    addr(label) = "NOMAD_ADDR_";
    /// The number of a port on the node.
    host_port(label) = "NOMAD_HOST_PORT_";
    /// The address of a port on the node.
    host_ip(label) = "NOMAD_HOST_IP_";
    /// Address and number of a port on the node.
    host_addr(label) = "NOMAD_HOST_ADDR_";
    /// The number of a port inside the allocation's network.
    alloc_port(label) = "NOMAD_ALLOC_PORT_";
    /// A meta value of the job, group or task.
    meta(key) = "NOMAD_META_";
    /// Address and number at which the sidecar offers an upstream.
    upstream_addr(service) = "NOMAD_UPSTREAM_ADDR_";
}

words! {
    ALL:
    /// The ID of the allocation.
    alloc_id = "NOMAD_ALLOC_ID";
    /// The first eight letters of the allocation's ID.
    short_alloc_id = "NOMAD_SHORT_ALLOC_ID";
    /// The name of the allocation: `job.group[index]`.
    alloc_name = "NOMAD_ALLOC_NAME";
    /// The number of the allocation within its group, from 0.
    alloc_index = "NOMAD_ALLOC_INDEX";
    /// The directory that the group's tasks share.
    alloc_dir = "NOMAD_ALLOC_DIR";
    /// The task's own directory, `local/`.
    task_dir = "NOMAD_TASK_DIR";
    /// The task's directory for secrets, which lies in memory.
    secrets_dir = "NOMAD_SECRETS_DIR";
    /// The name of the task.
    task_name = "NOMAD_TASK_NAME";
    /// The name of the group.
    group_name = "NOMAD_GROUP_NAME";
    /// The ID of the job.
    job_id = "NOMAD_JOB_ID";
    /// The name of the job.
    job_name = "NOMAD_JOB_NAME";
    /// The ID of the job that this one was dispatched or started from.
    job_parent_id = "NOMAD_JOB_PARENT_ID";
    /// The namespace of the job.
    namespace = "NOMAD_NAMESPACE";
    /// The region.
    region = "NOMAD_REGION";
    /// The datacenter.
    datacenter = "NOMAD_DC";
    /// The task's CPU in MHz.
    cpu_limit = "NOMAD_CPU_LIMIT";
    /// The cores that are reserved for the task.
    cpu_cores = "NOMAD_CPU_CORES";
    /// The task's memory in MB.
    memory_limit = "NOMAD_MEMORY_LIMIT";
    /// The most memory in MB that the task may use.
    memory_max_limit = "NOMAD_MEMORY_MAX_LIMIT";
}

/// A string for task `config` that the client evaluates verbatim, with references of names that are
/// not known here: `runtime::text("${DOCKER_USER}")`.
#[must_use]
pub fn text(text: &str) -> Text {
    Text::Runtime(text.to_owned())
}

/// A value of a `secret` block of the task.
#[must_use]
pub fn secret(name: &str, key: &str) -> Reference {
    Reference(format!("secret.{name}.{key}"))
}

/// What is known of the node, for constraints, affinities, spreads and strings.
pub mod node {
    use super::Reference;

    of_name! {
        NAMED:
        /// A fact that Nomad found out about the node, such as `kernel.name` or `unique.hostname`.
        attr(name) = "attr.";
        /// A value that the node's configuration gives it.
        meta(key) = "meta.";
    }

    words! {
        ALL:
        /// The node's ID.
        unique_id = "node.unique.id";
        /// The node's name.
        unique_name = "node.unique.name";
        /// The node's datacenter.
        datacenter = "node.datacenter";
        /// The node's region; not for constraints.
        region = "node.region";
        /// The node's class.
        class = "node.class";
        /// The node's pool.
        pool = "node.pool";
    }
}

/// What is known of a device, for the constraints and affinities inside `device`.
pub mod device {
    use super::Reference;

    of_name! {
        NAMED:
        /// A fact that the device's plugin found out, such as `memory`.
        attr(name) = "device.attr.";
    }

    words! {
        ALL:
        /// The maker.
        vendor = "device.vendor";
        /// The kind of device.
        device_type = "device.type";
        /// The model.
        model = "device.model";
        /// The IDs.
        ids = "device.ids";
    }
}
