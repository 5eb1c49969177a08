//! `config` of the `qemu` driver.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, Map, written_at};

/// A virtual machine.
///
/// ```hcl
/// config {
///   image_path  = "local/linux.img"
///   accelerator = "kvm"
///
///   port_map {
///     ssh = 22
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Qemu;
/// let config = Qemu::image("local/linux.img").accelerator("kvm").port_map("ssh", 22);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "config", go = "qemu", config, constructor)]
pub struct Qemu {
    /// The disk image, below the task's directory.
    #[field(required)]
    pub image_path: Option<Attr<String>>,
    /// The program of QEMU; the client must allow it.
    #[field(default = "qemu-system-x86_64")]
    pub emulator: Option<Attr<String>>,
    /// The kind of machine.
    #[field(default = "pc")]
    pub machine_type: Option<Attr<String>>,
    /// What runs its instructions, such as `tcg`, `kvm` or `hvf`.
    #[field(default = "tcg")]
    pub accelerator: Option<Attr<String>>,
    /// How the disk is attached, such as `virtio`.
    #[field(default = "ide")]
    pub drive_interface: Option<Attr<String>>,
    /// Whether the machine is asked to shut down before it is killed.
    #[field(default = "false")]
    pub graceful_shutdown: Option<Attr<bool>>,
    /// Whether there is a socket for QEMU's guest agent.
    #[field(default = "false")]
    pub guest_agent: Option<Attr<bool>>,
    /// Further arguments of QEMU; the client must allow them.
    pub args: Option<Attr<Vec<String>>>,
    /// Ports inside the machine by the labels of the group's ports.
    #[field(values = i64, attribute_form)]
    pub port_map: Option<Map>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Qemu {
    /// A machine from a disk image.
    #[must_use]
    #[track_caller]
    pub fn image(image_path: impl IntoAttr<String>) -> Self {
        let block = Self::blank().image_path(image_path);
        written_at(block, Location::here())
    }
}
