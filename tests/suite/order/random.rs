//! Random registries: whatever they ask for, there is one order, and it keeps what it says.

use jobwright::order::Order;
use jobwright::prelude::*;

use super::{Registry, given, job, of_jobs, of_volumes, sorted};

/// A few random numbers, the same at each run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

const CATEGORIES: [&str; 4] = ["a", "b", "c", "d"];

fn registry(random: &mut Random) -> Registry {
    let jobs = 1 + random.below(12);
    let mut registry = Registry::new();
    for at in 0..jobs {
        let mut job = job(&format!("j{at}"));
        if random.below(4) == 0 {
            job = job.after(&format!("j{}", random.below(jobs + 1)));
        }
        if random.below(2) == 0 {
            job.groups[0].volumes.push(Volume::csi("v", format!("v{}", random.below(4))));
        }
        if random.below(4) == 0 {
            let plugin = CsiPlugin::controller(format!("p{}", random.below(2)));
            job.groups[0].tasks[0].csi_plugin = Some(plugin.into());
        }
        registry.extend(of_jobs(CATEGORIES[random.below(4)], [job]));
    }
    let volume = |at: usize| VolumeSpec::csi(&format!("v{at}"), &format!("p{}", at % 2));
    registry.extend(of_volumes((0..random.below(4)).map(volume)));
    registry
}

#[test]
fn every_order_keeps_what_it_says() {
    let (mut random, mut faulty) = (Random(15), 0);
    for round in 0..3_000 {
        let registry = registry(&mut random);
        let site = [Site::new("lab"), Site::new("lab").order(["b", "a", "c"])];
        let site = &site[round % 2];
        let sorted = sorted(site, &registry);
        let order = &sorted.order;
        assert_eq!(order.steps.len(), registry.len());
        faulty += usize::from(!sorted.faults.is_empty());
        for fault in &sorted.faults {
            assert!(!fault.message(&given(&registry)).is_empty());
        }
        let mut rank = 0;
        for (at, step) in order.steps.iter().enumerate() {
            assert!(step.after.iter().all(|first| *first < at), "{}", order.text());
            let own = step.rank().unwrap_or(rank);
            assert!(own >= rank, "{}", order.text());
            rank = own;
            let lower = order.steps.iter().filter(|other| {
                step.rank().zip(other.rank()).is_some_and(|(own, other)| other < own)
            });
            let before: Vec<usize> = order.before(at).collect();
            assert!(before.len() >= lower.count().max(step.after.len()));
            assert!(before.is_sorted() && before.iter().all(|first| *first < at));
        }
        let read = Order::parse("order.json".as_ref(), &order.text()).expect("an order");
        assert_eq!(&read, order, "{}", order.text());
    }
    println!("{faulty} of 3000 ask for what cannot be");
    assert!((300..2_700).contains(&faulty), "{faulty} of them are no test");
}
