//! `config` of the `java` driver.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// A Java program, isolated as with `exec`.
///
/// ```hcl
/// config {
///   jar_path    = "local/app.jar"
///   jvm_options = ["-Xmx256m"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Java;
/// let config = Java::jar("local/app.jar").jvm_options(["-Xmx256m"]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "config", go = "java", config, constructor)]
pub struct Java {
    /// The archive to run, below the task's directory.
    pub jar_path: Option<Attr<String>>,
    /// The class to run, in place of an archive.
    pub class: Option<Attr<String>>,
    /// Where classes are looked for.
    pub class_path: Option<Attr<String>>,
    /// The program's arguments.
    pub args: Option<Attr<Vec<String>>>,
    /// Options of the virtual machine.
    pub jvm_options: Option<Attr<Vec<String>>>,
    /// The directory in which it starts.
    #[field(words = "the task's directory")]
    pub work_dir: Option<Attr<String>>,
    /// Whose processes it sees: `private` or `host`.
    #[field(default = "private")]
    pub pid_mode: Option<Attr<String>>,
    /// Whose memory segments it shares: `private` or `host`.
    #[field(default = "private")]
    pub ipc_mode: Option<Attr<String>>,
    /// Rights that are added; the client must allow them.
    pub cap_add: Option<Attr<Vec<String>>>,
    /// Rights that are taken away.
    pub cap_drop: Option<Attr<Vec<String>>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Java {
    /// An archive, below the task's directory.
    #[must_use]
    #[track_caller]
    pub fn jar(jar_path: impl IntoAttr<String>) -> Self {
        let block = Self::blank().jar_path(jar_path);
        written_at(block, Location::here())
    }

    /// A class, which `class_path` leads to.
    #[must_use]
    #[track_caller]
    pub fn main_class(class: impl IntoAttr<String>) -> Self {
        let block = Self::blank().class(class);
        written_at(block, Location::here())
    }
}
