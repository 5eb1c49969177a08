//! The order in which the jobs and volumes of the registry are deployed.

use crate::house::Site;
use crate::order::{self, Fault, Given, Leg};
use crate::registry::{Defined, Definition};

/// What is deployed, and what is wrong with its order.
#[derive(Debug)]
pub struct Deployment<'a> {
    /// What is deployed.
    pub given: Vec<Given<'a>>,
    /// What defines each.
    pub defined: Vec<&'a Defined>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

impl<'a> Deployment<'a> {
    /// That of these definitions.
    pub fn of(site: &Site, all: &[&'a Defined]) -> Self {
        let (mut given, mut defined) = (Vec::new(), Vec::new());
        for one in all.iter().copied() {
            let file = one.source.as_ref();
            given.push(match &one.definition {
                Definition::Job(job) => Given::job(file, one.category(), job),
                Definition::Volume(volume) => Given::volume(file, volume),
                Definition::Reference(_) => continue,
            });
            defined.push(one);
        }
        let faults = order::of(site, &given).faults;
        Self { given, defined, faults }
    }

    /// The way of a fault, each step with what defines what waits there.
    pub fn way<'f>(&'f self, fault: &'f Fault) -> impl Iterator<Item = (&'a Defined, &'f Leg)> {
        fault.way().iter().filter_map(|leg| Some((*self.defined.get(leg.from)?, leg)))
    }
}
