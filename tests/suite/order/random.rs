//! Drawn registries: whatever they ask for, there is one order, and it keeps what it says.

use std::cell::Cell;
use std::collections::BTreeMap;

use jobwright::order::Order;
use jobwright::prelude::*;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::any;
use proptest::sample::select;
use proptest::strategy::Strategy;

use super::{Registry, given, job, of_jobs, of_volumes, sorted};
use crate::support::{Tested, drawn};

const CATEGORIES: [&str; 4] = ["a", "b", "c", "d"];

const JOBS: usize = 12;

/// What a job asks for.
#[derive(Clone, Debug)]
struct Asks {
    category: &'static str,
    /// The number of the job that it waits for, which there may not be.
    after: Option<usize>,
    /// The volume that it mounts.
    mounts: Option<usize>,
    /// The plugin that it runs.
    runs: Option<usize>,
}

/// A registry, and what its site says.
#[derive(Clone, Debug)]
struct Asked {
    /// By their numbers.
    jobs: BTreeMap<usize, Asks>,
    volumes: usize,
    is_ordered: bool,
}

fn asks() -> impl Strategy<Value = Asks> {
    let after = weighted(0.2, 0..=JOBS);
    (select(&CATEGORIES[..]), after, weighted(0.5, 0..4_usize), weighted(0.25, 0..2_usize))
        .prop_map(|(category, after, mounts, runs)| Asks { category, after, mounts, runs })
}

fn asked() -> impl Strategy<Value = Asked> {
    let jobs = vec(weighted(0.7, asks()), JOBS).prop_map(|jobs| {
        let numbered = jobs.into_iter().enumerate();
        numbered.filter_map(|(number, job)| Some((number, job?))).collect()
    });
    (jobs, 0..4_usize, any::<bool>()).prop_map(|(jobs, volumes, is_ordered)| Asked {
        jobs,
        volumes,
        is_ordered,
    })
}

impl Asked {
    fn registry(&self) -> Registry {
        let mut registry = Registry::new();
        for (number, asks) in &self.jobs {
            let mut job = job(&format!("j{number}"));
            if let Some(after) = asks.after {
                job = job.after(&format!("j{after}"));
            }
            if let Some(volume) = asks.mounts {
                job.groups[0].volumes.push(Volume::csi("v", format!("v{volume}")));
            }
            if let Some(plugin) = asks.runs {
                let plugin = CsiPlugin::controller(format!("p{plugin}"));
                job.groups[0].tasks[0].csi_plugin = Some(plugin.into());
            }
            registry.extend(of_jobs(asks.category, [job]));
        }
        let volume = |at: usize| VolumeSpec::csi(&format!("v{at}"), &format!("p{}", at % 2));
        registry.extend(of_volumes((0..self.volumes).map(volume)));
        registry
    }

    fn site(&self) -> Site {
        let site = Site::new("lab");
        if self.is_ordered { site.order(["b", "a", "c"]) } else { site }
    }
}

/// Whether an order keeps what it says.
fn kept(order: &Order) -> Tested {
    let mut rank = 0;
    for (at, step) in order.steps.iter().enumerate() {
        let own = step.rank().unwrap_or(rank);
        let lower = order
            .steps
            .iter()
            .filter(|other| step.rank().zip(other.rank()).is_some_and(|(own, other)| other < own));
        let before: Vec<usize> = order.before(at).collect();
        for (is_so, what) in [
            (step.after.iter().all(|first| *first < at), "it waits for what comes later"),
            (own >= rank, "its category has a lower rank than the step before"),
            (
                before.len() >= lower.count().max(step.after.len()),
                "not all that it waits for is before it",
            ),
            (
                before.is_sorted() && before.iter().all(|first| *first < at),
                "what is before it is no list of earlier steps",
            ),
        ] {
            if !is_so {
                return Err(format!("{}: {what}: {}", step.name(), order.text()).into());
            }
        }
        rank = own;
    }
    Ok(())
}

#[test]
fn every_order_keeps_what_it_says() {
    let faulty = Cell::new(0);
    drawn::each(15, 3_000, &asked(), |asked| {
        let registry = asked.registry();
        let sorted = sorted(&asked.site(), &registry);
        let order = &sorted.order;
        if order.steps.len() != registry.len() {
            return Err(format!("{} of {} steps", order.steps.len(), registry.len()).into());
        }
        faulty.set(faulty.get() + usize::from(!sorted.faults.is_empty()));
        if sorted.faults.iter().any(|fault| fault.message(&given(&registry)).is_empty()) {
            return Err("a fault without a message".into());
        }
        kept(order)?;
        match Order::parse("order.json".as_ref(), &order.text()) {
            Ok(read) if read == *order => Ok(()),
            other => Err(format!("read as {other:?}: {}", order.text()).into()),
        }
    });
    let faulty = faulty.get();
    println!("{faulty} of 3000 ask for what cannot be");
    assert!((300..2_700).contains(&faulty), "{faulty} of them are no test");
}
