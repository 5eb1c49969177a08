//! A task's `config`: typed for the drivers that come with Nomad, free-form for any other.

mod docker;
mod exec;
mod other;
mod raw_exec;

pub use docker::{Docker, Mount};
pub use exec::Exec;
pub use other::Other;
pub use raw_exec::RawExec;

use super::{Block, Free, Item, Schema};

/// What a driver is told about a task.
#[derive(Clone, Debug, PartialEq)]
pub enum Config {
    /// `driver = "docker"`
    Docker(Box<Docker>),
    /// `driver = "exec"`
    Exec(Box<Exec>),
    /// `driver = "raw_exec"`
    RawExec(Box<RawExec>),
    /// Any other driver.
    Free(Free),
}

/// Something that names a driver and configures it: what [`super::Task::new`] takes.
pub trait Driver {
    /// The driver's name and configuration.
    #[doc(hidden)]
    fn into_config(self) -> (String, Config);
}

impl Config {
    /// The empty configuration of a driver.
    pub(crate) fn of_driver(driver: Option<&str>) -> Self {
        match driver {
            Some("docker") => Self::Docker(Box::new(Block::blank())),
            Some("exec") => Self::Exec(Box::new(Block::blank())),
            Some("raw_exec") => Self::RawExec(Box::new(Block::blank())),
            _ => Self::Free(Free::new()),
        }
    }

    /// The configuration as an item of the task.
    pub(crate) fn item(&self) -> Item<'_> {
        match self {
            Self::Docker(config) => Item::Block(&**config),
            Self::Exec(config) => Item::Block(&**config),
            Self::RawExec(config) => Item::Block(&**config),
            Self::Free(config) => Item::Free(config),
        }
    }

    /// The configuration as a block, where its driver is typed.
    pub(crate) fn block_mut(&mut self) -> Result<&mut dyn Block, &mut Free> {
        match self {
            Self::Docker(config) => Ok(&mut **config),
            Self::Exec(config) => Ok(&mut **config),
            Self::RawExec(config) => Ok(&mut **config),
            Self::Free(config) => Err(config),
        }
    }

    /// The schemas of all typed drivers, by the driver's name.
    #[must_use]
    pub fn schemas() -> &'static [(&'static str, &'static Schema)] {
        &[("docker", &Docker::SCHEMA), ("exec", &Exec::SCHEMA), ("raw_exec", &RawExec::SCHEMA)]
    }
}

macro_rules! driver {
    ($($of:ident, $name:literal;)*) => {$(
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
    )*};
}

driver! {
    Docker, "docker";
    Exec, "exec";
    RawExec, "raw_exec";
}

impl From<Free> for Config {
    fn from(config: Free) -> Self {
        Self::Free(config)
    }
}
