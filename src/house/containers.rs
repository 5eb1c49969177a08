//! Containers by another driver than docker.

use std::fmt;
use std::sync::Arc;

use crate::jobspec::{Attr, Config, Docker, Driver, Task};

/// What runs containers in place of docker: see [`Site::containers`](super::Site::containers()). Two are equal if one is a copy of the other.
#[derive(Clone)]
pub struct Containers(Arc<dyn Fn(Docker) -> (String, Config) + Send + Sync>);

impl Containers {
    pub(super) fn new<D: Driver>(convert: impl Fn(Docker) -> D + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |docker| convert(docker).into_config()))
    }

    /// Gives a task this driver, if docker is to run it.
    pub(super) fn run(&self, task: &mut Task) {
        let docker = match task.config.take() {
            Some(Config::Docker(docker)) => docker,
            other => return task.config = other,
        };
        let here = docker.base.location;
        let (driver, mut config) = (self.0)(*docker);
        if let Ok(block) = config.block_mut() {
            block.base_mut().location = here;
        }
        let place = task.driver.as_ref().map_or(here, Attr::location);
        task.driver = Some(Attr::from(driver).at(place));
        task.config = Some(config);
    }
}

impl PartialEq for Containers {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Containers {}

impl fmt::Debug for Containers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Containers")
    }
}
