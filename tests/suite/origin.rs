//! Who said an attribute: the site, the category of the job, or the job itself.

use jobwright::origin::{By, of};
use jobwright::prelude::*;
use jobwright::{Defined, Definition};

use crate::support::Tested;

#[test]
fn the_last_word_says_it() -> Tested {
    let platform = Defaults::new().env("LEVEL", "warn").meta("team", "platform").tag("of-category");
    let site = Site::new("lab").env("TZ", "UTC").env("LEVEL", "info");
    let site = site.category("platform", platform).for_category("platform");
    let job =
        Workload::service("web").image("web:1").port(Port::http(80)).env("OWN", "1").job(&site);
    // The definition, the site and its category are in one file here; a definition's own file goes first.
    let in_file = |source: &'static str| Defined {
        source: source.into(),
        definition: Definition::Job(job.clone()),
    };
    let by = |source: &'static str, asked: &str| {
        of(&in_file(source), &site, asked).map(|found| found[0].by)
    };
    let (here, other) = ("tests/suite/origin.rs", "registry/platform/web.rs");
    assert_eq!(by(other, "env.TZ")?, By::Site);
    assert_eq!(by(other, "env.LEVEL")?, By::Category);
    assert_eq!(by(other, "meta.team")?, By::Category);
    assert_eq!(by(other, "service.tags")?, By::Category);
    assert_eq!(by(here, "env.OWN")?, By::Definition);
    assert_eq!(by(here, "task.kill_timeout")?, By::Nomad);
    assert_eq!(by(here, "task.user")?, By::Nobody);
    Ok(())
}
