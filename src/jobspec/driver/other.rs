//! Drivers that do not come with Nomad.

use super::{Config, Driver};
use crate::jobspec::{Free, Map, Value};

/// The configuration of a third-party driver, under the driver's own names.
///
/// ```
/// use jobwright::jobspec::{Other, Task};
/// let jail = Other::driver("jail-task-driver").attr("Path", "/zroot/jails/echo").attr("Persist", true);
/// let task = Task::new("echo", jail);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    driver: String,
    config: Free,
}

impl Other {
    /// A driver by its name.
    #[must_use]
    pub fn driver(name: impl Into<String>) -> Self {
        Self { driver: name.into(), config: Free::new() }
    }

    /// Takes a whole body in, from wherever a [`Free`] can come: attributes replace earlier ones of their names, and blocks
    /// append.
    ///
    /// ```
    /// use jobwright::hcl;
    /// use jobwright::jobspec::{Free, Other};
    /// let macro_ = Other::driver("jail").config(hcl::body!({ Path = "/jails/echo" }));
    /// let text = Other::driver("jail").config(Free::hcl("Path = \"/jails/echo\""));
    /// assert_eq!(macro_, text);
    /// ```
    #[must_use]
    pub fn config(mut self, content: impl Into<Free>) -> Self {
        self.config.merge(content.into());
        self
    }

    /// Sets an attribute.
    #[must_use]
    #[track_caller]
    pub fn attr(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.config.set(name, value);
        self
    }

    /// Sets a plain object, where the driver wants one: in [`Other::attr`] an object arrives in a list, as a block does.
    #[must_use]
    #[track_caller]
    pub fn object(mut self, name: &str, entries: Map) -> Self {
        self.config.set_object(name, entries);
        self
    }

    /// Adds a block.
    #[must_use]
    #[track_caller]
    pub fn block(mut self, name: &str, body: Free) -> Self {
        self.config = self.config.block(name, body);
        self
    }
}

impl Driver for Other {
    fn into_config(self) -> (String, Config) {
        (self.driver, self.config.into())
    }
}
