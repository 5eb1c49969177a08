//! The steps of a deployment.

use crate::jobspec::{FreeItem, VolumeSpec};

/// The steps in the order of deployment: what must be done before a step is above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The steps.
    pub steps: Vec<Step>,
}

/// A job or a volume to deploy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is.
    pub kind: Kind,
    /// The path of its file from the directory of `order.json`, with slashes.
    pub file: String,
    /// The job's ID; the volume's ID, or the name of a host volume.
    pub id: String,
    /// The namespace, unless it is `default`.
    pub namespace: Option<String>,
    /// The region, unless it is the site's.
    pub region: Option<String>,
    /// The indices of the steps that it names or mounts, or whose plugin it uses, in order. Those
    /// of earlier categories are not included: see [`Order::before`].
    pub after: Vec<usize>,
}

/// What a step deploys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A job.
    Job {
        /// Its category, if the site orders categories and lists it.
        category: Option<String>,
        /// A job waits for all jobs of a lower rank: the position of its category in the site's
        /// order.
        rank: usize,
    },
    /// A volume.
    Volume {
        /// `csi` or `host`.
        type_: String,
        /// The plugin that provides it.
        plugin: Option<String>,
        /// Whether it is created or registered.
        action: Action,
    },
}

/// What is done with a volume that the cluster does not have yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `nomad volume create`: the storage provider makes it.
    Create,
    /// `nomad volume register`: the storage exists, and the specification names it: by
    /// `external_id`, or by `host_path`.
    Register,
}

impl Order {
    /// The indices of all steps that must be done before this one begins, in order: those in
    /// [`Step::after`], and for a job also the jobs of earlier categories.
    pub fn before(&self, index: usize) -> impl Iterator<Item = usize> {
        let step = self.steps.get(index);
        let rank = step.and_then(Step::rank);
        let is_before = move |(at, other): (usize, &Step)| {
            let by_rank = rank.zip(other.rank()).is_some_and(|(own, other)| other < own);
            let after = step.is_some_and(|step| step.after.binary_search(&at).is_ok());
            (by_rank || after).then_some(at)
        };
        self.steps.iter().take(index).enumerate().filter_map(is_before)
    }

    /// The same for some of the steps. What comes after an omitted step comes after the steps
    /// before that one.
    #[must_use]
    pub fn only(&self, is_wanted: impl Fn(&Step) -> bool) -> Self {
        let mut steps = Vec::new();
        // What to wait for in place of each.
        let mut instead: Vec<Vec<usize>> = Vec::new();
        for step in &self.steps {
            let first = step.after.iter().filter_map(|at| instead.get(*at));
            let mut after: Vec<usize> = first.flatten().copied().collect();
            after.sort_unstable();
            after.dedup();
            instead.push(if is_wanted(step) {
                steps.push(Step { after, ..step.clone() });
                vec![steps.len() - 1]
            } else {
                after
            });
        }
        Self { steps }
    }

    /// The step of a job.
    #[must_use]
    pub fn job(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.is_job() && step.id == id)
    }
}

impl Step {
    /// Whether it deploys a job.
    #[must_use]
    pub fn is_job(&self) -> bool {
        matches!(self.kind, Kind::Job { .. })
    }

    /// The rank of a job: it waits for all jobs of a lower one.
    #[must_use]
    pub fn rank(&self) -> Option<usize> {
        match self.kind {
            Kind::Job { rank, .. } => Some(rank),
            Kind::Volume { .. } => None,
        }
    }

    /// The name of a step: a job's ID, or `volume ID`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.kind {
            Kind::Job { .. } => self.id.clone(),
            Kind::Volume { .. } => format!("volume {}", self.id),
        }
    }

    /// The scope on the clusters, in which IDs are unique: region and namespace.
    pub(super) fn place(&self) -> (&str, &str) {
        (self.region.as_deref().unwrap_or_default(), self.namespace.as_deref().unwrap_or_default())
    }
}

impl Action {
    /// The action for a volume that the cluster does not have: existing storage is only registered.
    #[must_use]
    pub fn of(volume: &VolumeSpec) -> Self {
        let has_path = |item: &FreeItem| match item {
            FreeItem::Attr(name, _) => name == "host_path",
            _ => false,
        };
        match volume.external_id.is_some() || volume.base.extra.iter().any(has_path) {
            true => Self::Register,
            false => Self::Create,
        }
    }

    /// The subcommand of `nomad volume`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Register => "register",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Action;
    use crate::jobspec::VolumeSpec;
    use crate::read;

    #[test]
    fn storage_that_is_there_is_only_made_known() {
        for (line, action) in [
            ("", Action::Create),
            ("external_id = \"vol-1\"\n", Action::Register),
            ("host_path = \"/srv/data\"\n", Action::Register),
        ] {
            let text = format!("name = \"data\"\ntype = \"host\"\n{line}");
            let spec = read::file::<VolumeSpec>(&text).expect(&text);
            assert_eq!(Action::of(&spec), action, "{line}");
        }
    }
}
