//! What `diff` predicts beside what the plan of a real agent says.

use std::collections::{BTreeMap, BTreeSet};

use jobwright::diff::{self, Class, Counts};
use jobwright::house::Site;
use jobwright::jobspec::{Job, Version};
use jobwright::lint::{self, Context};
use jobwright::{Defined, Definition, Severity};

use super::edits::{self, Edit};
use super::plan;
use super::random::Random;
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::nomad::{Nomad, nomad};

/// Jobs that are registered, and changes of each that are planned.
const BASES: usize = 16;
const CHANGES: usize = 80;

/// Why most are put aside, before anybody is asked.
const INVALID: &str = "Nomad's rules refuse it";

/// At most so many are put aside for one other reason.
const MOST_LEFT: usize = 60;

/// At least so many pairs must be judged.
const LEAST: usize = 600;

/// Whether Nomad takes a job, as far as its own rules tell.
pub fn is_valid(job: &Job, nomad: &Nomad) -> bool {
    let site = Site::bare("test");
    let defined =
        Defined { source: "test.nomad.hcl".into(), definition: Definition::Job(job.clone()) };
    let all = [&defined];
    let context = Context::new(&site, &all).plain().for_nomad(nomad.version());
    let found = lint::check(&context).findings;
    !found.iter().any(|one| one.rule.starts_with("nomad/") && one.severity == Severity::Error)
}

/// What runs nowhere here: a node would need more than this one has.
pub const NOT_RUNNABLE: [&str; 14] = [
    "volume",
    "vault",
    "csi_plugin",
    "connect",
    "artifact",
    "network",
    "device",
    "consul",
    "lifecycle",
    "secret",
    "identity",
    "numa",
    "cores",
    "reserved",
];

/// What a Nomad before 1.11 does otherwise, by the block or attribute that an edit is about, with the reason.
const OTHERWISE: [(&str, &str); 6] = [
    ("consul", "only Nomad Enterprise keeps a namespace of Consul"),
    ("affinity", "before 1.11, another affinity replaces allocations"),
    ("spread", "before 1.11, another spread replaces allocations"),
    ("volume", "before 1.11, another volume of a group replaces nothing"),
    ("max_client_disconnect", "before 1.8, it is no older word for `disconnect`"),
    ("stop_after_client_disconnect", "before 1.8, it is no older word for `disconnect`"),
];

/// The first Nomad whose scheduler has all that `diff` says.
const JUDGED: Version = Version::new(1, 11, 0);

/// Why another version of Nomad does something else.
pub fn otherwise(running: &[Edit], edits: &[Edit], version: Version) -> Option<&'static str> {
    let key = |edit: &Edit| (edit.name.clone(), edit.seed);
    let differs = |one: &&Edit, others: &[Edit]| !others.iter().any(|other| key(other) == key(one));
    let gone = running.iter().filter(|one| differs(one, edits));
    let mut all = gone.chain(edits.iter().filter(|one| differs(one, running)));
    let found = all.find_map(|edit| {
        OTHERWISE.iter().find(|(name, _)| edit.name.split('.').any(|step| step == *name))
    });
    found.filter(|_| version < JUDGED).map(|(_, why)| *why)
}

/// A job that runs: what it was made of, and how.
struct Running {
    base: Job,
    edits: Vec<Edit>,
    job: Job,
}

struct Tally {
    judged: usize,
    left: BTreeMap<&'static str, usize>,
    differences: Vec<String>,
    fields: BTreeSet<String>,
}

#[test]
fn the_plan_of_an_agent_says_the_same() -> Tested {
    let _alone = super::alone();
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::start(&nomad)?;
    let mut tally = Tally {
        judged: 0,
        left: BTreeMap::new(),
        differences: Vec::new(),
        fields: BTreeSet::new(),
    };
    let edits = edits::all(nomad.version(), "service");
    let mut random = Random::new(14);
    for number in 0..BASES {
        let id = format!("base-{number}");
        let running = running(&agent, &id, &edits, &mut random, &nomad);
        for _ in 0..CHANGES {
            let changed = change(&running.edits, &edits, &mut random);
            judge(&agent, &running, &changed, &nomad, &mut tally);
        }
        plan::purge(&agent, &id)?;
    }
    assert!(
        tally.differences.is_empty(),
        "{}\n{} of {} judged; left: {:?}",
        tally.differences.join("\n"),
        tally.differences.len(),
        tally.judged,
        tally.left
    );
    // What is put aside is little, and not more than it was.
    for (why, count) in &tally.left {
        assert!(*why == INVALID || *count <= MOST_LEFT, "{count} are left: {why}");
    }
    assert!(tally.judged >= LEAST, "{} judged; left: {:?}", tally.judged, tally.left);
    println!(
        "{} changes of {} fields judged alike by the plan; left: {:?}",
        tally.judged,
        tally.fields.len(),
        tally.left
    );
    Ok(())
}

/// A job that runs on the agent, with some edits.
fn running(agent: &Agent, id: &str, all: &[Edit], random: &mut Random, nomad: &Nomad) -> Running {
    let count = 1 + random.below(3) as i64;
    let base = edits::base(id, "service", count);
    for attempt in (0..8).rev() {
        let runnable: Vec<&Edit> = all
            .iter()
            .filter(|edit| !NOT_RUNNABLE.iter().any(|name| edit.name.contains(name)))
            .collect();
        let own: Vec<Edit> = (0..attempt).map(|_| pick(&runnable, random)).collect();
        let job = edits::with(&base, &own);
        if !is_valid(&job, nomad) || plan::register(agent, &job).is_err() {
            continue;
        }
        let wanted = job.groups[0].count.as_ref().and_then(|count| count.get()).unwrap_or(1);
        if plan::wait(agent, id, wanted as usize, "running", 12) {
            return Running { base, edits: own, job };
        }
        let _ = plan::purge(agent, id);
    }
    plan::register(agent, &base).expect("the smallest job is taken");
    assert!(plan::wait(agent, id, count as usize, "running", 30), "the smallest job runs");
    Running { job: base.clone(), edits: Vec::new(), base }
}

/// One of several, with a seed of its own.
pub fn pick(all: &[&Edit], random: &mut Random) -> Edit {
    let at = random.below(all.len());
    all[at].seeded(random)
}

/// Other edits: one or two more, one less, or another value.
fn change(own: &[Edit], all: &[Edit], random: &mut Random) -> Vec<Edit> {
    let mut edits = own.to_vec();
    let every: Vec<&Edit> = all.iter().collect();
    match random.below(6) {
        0 if !edits.is_empty() => {
            let at = random.below(edits.len());
            edits.remove(at);
        }
        1 if !edits.is_empty() => {
            let at = random.below(edits.len());
            edits[at] = edits[at].seeded(random);
        }
        2 => edits.extend([pick(&every, random), pick(&every, random)]),
        _ => edits.push(pick(&every, random)),
    }
    edits
}

fn judge(agent: &Agent, running: &Running, edits: &[Edit], nomad: &Nomad, tally: &mut Tally) {
    let (old, new) = (&running.job, edits::with(&running.base, edits));
    let count = old.groups[0].count.as_ref().and_then(|count| count.get()).unwrap_or(1);
    let mut leave = |why: &'static str| *tally.left.entry(why).or_default() += 1;
    if !is_valid(&new, nomad) {
        return leave(INVALID);
    }
    let (theirs, no_place) = match plan::plan(agent, &new) {
        Ok(planned) => planned,
        Err(said) => {
            // An agent that does not answer says nothing about the job.
            assert!(!said.contains("os error"), "{said}");
            return leave("the agent refuses it");
        }
    };
    let comparison = diff::compare(std::slice::from_ref(old), std::slice::from_ref(&new));
    let ours: BTreeMap<String, Counts> =
        match comparison.jobs.first().filter(|job| !job.groups.is_empty()) {
            Some(job) => job.groups.iter().map(|group| (group.name.clone(), group.first)).collect(),
            None => {
                [("web".to_owned(), Counts { ignore: count.unsigned_abs(), ..Counts::default() })]
                    .into()
            }
        };
    if ours == theirs {
        tally.judged += 1;
        tally.fields.extend(edits.iter().map(|edit| edit.name.clone()));
        return;
    }
    if no_place {
        return leave("no node has what it needs");
    }
    let is_same = comparison.jobs.iter().all(|job| job.class == Class::Nothing);
    if is_same && old.groups[0].scaling.is_some() {
        return leave("with `scaling`, Nomad takes the same job for another version each time");
    }
    if let Some(why) = otherwise(&running.edits, edits, nomad.version()) {
        return leave(why);
    }
    let before: BTreeSet<String> =
        running.edits.iter().map(|edit| format!("{}#{}", edit.name, edit.seed)).collect();
    let after: BTreeSet<String> =
        edits.iter().map(|edit| format!("{}#{}", edit.name, edit.seed)).collect();
    let said: Vec<String> = comparison
        .jobs
        .iter()
        .flat_map(|job| &job.changes)
        .map(|one| format!("{} {:?}", one.path, one.class))
        .collect();
    tally.differences.push(format!(
        "{:?}: ours {ours:?}\n    theirs {theirs:?}\n    {said:?}",
        before.symmetric_difference(&after).collect::<Vec<_>>()
    ));
}
