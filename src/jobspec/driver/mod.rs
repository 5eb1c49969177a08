//! A task's `config`: typed for the drivers that come with Nomad, free-form for any other.

mod docker;
mod exec;
mod java;
mod other;
mod podman;
mod qemu;
mod raw_exec;

pub use docker::{
    BindOptions, Docker, DockerAuth, DockerDevice, DockerHealthchecks, DockerLogging, Mount,
    TmpfsOptions, VolumeDriverConfig, VolumeOptions,
};
pub use exec::Exec;
pub use java::Java;
pub use other::Other;
pub use podman::{Podman, PodmanAuth, PodmanLogging};
pub use qemu::Qemu;
pub use raw_exec::RawExec;

use super::{Block, DriverConfig, FieldItem, Free, Schema};

/// Something that names a driver and configures it: what [`super::Task::new`] takes.
pub trait Driver {
    /// The driver's name and configuration.
    #[doc(hidden)]
    fn into_config(self) -> (String, Config);
}

macro_rules! drivers {
    ($($of:ident, $name:literal;)*) => {
        /// What a driver is told about a task.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Config {
            $(
                #[doc = concat!("`driver = \"", $name, "\"`")]
                $of(Box<$of>),
            )*
            /// Any other driver.
            Free(Box<Free>),
        }

        impl Config {
            /// The empty configuration of a driver.
            fn of_driver(driver: Option<&str>) -> Self {
                match driver {
                    $(Some($name) => Self::$of(Box::new(Block::blank())),)*
                    _ => Self::Free(Box::default()),
                }
            }

            /// The driver that it is for, where its type says so.
            pub(crate) fn driver(&self) -> Option<&'static str> {
                match self {
                    $(Self::$of(_) => Some($name),)*
                    Self::Free(_) => None,
                }
            }

            /// The configuration as an item of the task.
            pub(crate) fn item(&self) -> FieldItem<'_> {
                match self {
                    $(Self::$of(config) => FieldItem::Block(&**config),)*
                    Self::Free(config) => FieldItem::Free(config),
                }
            }

            /// The configuration as a block, where its driver is typed.
            pub(crate) fn block_mut(&mut self) -> Result<&mut dyn Block, &mut Free> {
                match self {
                    $(Self::$of(config) => Ok(&mut **config),)*
                    Self::Free(config) => Err(config),
                }
            }

            /// The schemas of all typed drivers, by the driver's name.
            #[must_use]
            pub fn schemas() -> &'static [(&'static str, &'static Schema)] {
                &[$(($name, &$of::SCHEMA)),*]
            }
        }

        $(
            impl Driver for $of {
                fn into_config(self) -> (String, Config) {
                    ($name.to_owned(), Config::$of(Box::new(self)))
                }
            }

            impl From<$of> for Config {
                fn from(config: $of) -> Self {
                    Self::$of(Box::new(config))
                }
            }
        )*
    };
}

drivers! {
    Docker, "docker";
    Exec, "exec";
    RawExec, "raw_exec";
    Java, "java";
    Qemu, "qemu";
    Podman, "podman";
}

impl DriverConfig for Option<Config> {
    fn start(&mut self, driver: Option<&str>) -> Result<&mut dyn Block, &mut Free> {
        self.insert(Config::of_driver(driver)).block_mut()
    }
}

impl From<Free> for Config {
    fn from(config: Free) -> Self {
        Self::Free(Box::new(config))
    }
}
