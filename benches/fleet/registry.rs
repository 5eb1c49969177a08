//! The registry of the fleet: a thousand files, which define all jobs between them.

use std::sync::atomic::{AtomicUsize, Ordering};

use jobwright::lint::Level;
use jobwright::prelude::Site;
use jobwright::{Definition, Entry, Registry};

use crate::job;

/// How many jobs the registry has: an entry's function takes no other argument than the site.
pub static COUNT: AtomicUsize = AtomicUsize::new(0);

pub const FLEET: Registry =
    Registry { sites: || vec![site()], entries: ENTRIES.as_flattened().as_flattened() };

static ENTRIES: [[[Entry; 10]; 10]; 10] = times_ten!(hundred, 0);

/// An array of ten, of what a macro makes of ten numbers in a row.
macro_rules! times_ten {
    ($of:ident, $n:expr) => {
        [
            $of!($n * 10),
            $of!($n * 10 + 1),
            $of!($n * 10 + 2),
            $of!($n * 10 + 3),
            $of!($n * 10 + 4),
            $of!($n * 10 + 5),
            $of!($n * 10 + 6),
            $of!($n * 10 + 7),
            $of!($n * 10 + 8),
            $of!($n * 10 + 9),
        ]
    };
}
use times_ten;

macro_rules! hundred {
    ($n:expr) => {
        times_ten!(ten, ($n))
    };
}
use hundred;

macro_rules! ten {
    ($n:expr) => {
        times_ten!(one, ($n))
    };
}
use ten;

macro_rules! one {
    ($n:expr) => {
        entry::<{ $n }>()
    };
}
use one;

const fn entry<const N: usize>() -> Entry {
    Entry {
        source: "benches/fleet/job.rs",
        category: "fleet",
        doc: "One job of the fleet.",
        define: define::<N>,
    }
}

fn define<const N: usize>(_: &Site) -> Vec<Definition> {
    let from = |part: usize| part * COUNT.load(Ordering::Relaxed) / 1000;
    (from(N)..from(N + 1)).map(|index| Definition::Job(job::job(index))).collect()
}

pub fn site() -> Site {
    let names = (0..COUNT.load(Ordering::Relaxed)).map(|index| format!("svc-{index:05}-data"));
    Site::new("fleet")
        .datacenters(["dc1", "dc2"])
        .domain("example.com")
        .host_volumes(names)
        .services(["alertmanager"])
        // The jobs are those that the yardstick's template prints.
        .lint("house/shutdown-delay", Level::Off)
}
