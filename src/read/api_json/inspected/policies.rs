//! Policies that a server merges: those of the job into its groups, those of a group into its tasks.

use std::collections::BTreeMap;

use super::attributes::{is_blank, without_blank};
use crate::jobspec::{
    Attr, Block, FieldItem, Job, Update, Value, secs, usual_reschedule, usual_restart, usual_update,
};

/// `deploys_systems`: system jobs have a policy of updates without a word, too.
pub fn simplify(job: &mut Job, deploys_systems: bool) {
    let kind = job.type_.as_ref().and_then(Attr::as_str).unwrap_or("service").to_owned();
    update(job, kind == "service" || kind == "system" && deploys_systems);
    let reschedule = usual_reschedule(&kind);
    let restart = usual_restart(&kind);
    for group in &mut job.groups {
        if let Some(own) = &group.restart {
            for task in &mut group.tasks {
                strip(&mut task.restart, own);
            }
        }
        strip(&mut group.restart, &restart);
        strip(&mut group.reschedule, &reschedule);
        if kind == "service" {
            without_blank(&mut group.migrate);
        }
    }
    share(job, |job| &mut job.reschedule, |group| &mut group.reschedule);
    share(job, |job| &mut job.migrate, |group| &mut group.migrate);
}

/// Of the job's own policy, a server keeps how many allocations are replaced at once and how long it waits in between;
/// the rest is in the groups. Some jobs have a policy without a word: `by_default`.
fn update(job: &mut Job, by_default: bool) {
    let own = job.update.take();
    let number = |own: &Update| own.max_parallel.as_ref().and_then(Attr::get).unwrap_or_default();
    let any = job.groups.iter().any(|group| group.update.is_some());
    let own = own.filter(|own| number(own) > 0 || by_default && any).map(|own| {
        let stagger = if number(&own) > 0 { own.stagger } else { Some(secs(30).into()) };
        Box::new(Update { stagger, max_parallel: own.max_parallel, ..usual_update() })
    });
    let base = own.clone().unwrap_or_else(|| usual_update().into());
    let first = job.groups.first().and_then(|group| group.update.clone());
    let shared = first.filter(|first| {
        let is_own = first.stagger == base.stagger && first.max_parallel == base.max_parallel;
        // A single group says it itself, unless the job did.
        let of_job = job.groups.len() > 1 || without(&*base, &usual_update()).is_some();
        is_own && of_job && job.groups.iter().all(|group| group.update.as_ref() == Some(first))
    });
    if own.is_some() {
        job.update = shared.clone().or(own.clone());
        reduce(&mut job.update, &usual_update(), !by_default);
        for group in &mut job.groups {
            match shared {
                Some(_) => group.update = None,
                None => reduce(&mut group.update, &base, false),
            }
        }
    } else {
        job.groups.iter_mut().for_each(|group| reduce(&mut group.update, &base, true));
    }
}

/// Removes what `base` sets, too. A block that is then empty is removed as a whole, unless it must
/// be `there`.
fn reduce(own: &mut Option<Box<Update>>, base: &Update, there: bool) {
    if let Some(update) = own.take() {
        *own = without(&*update, base).or_else(|| there.then(Update::boxed));
    }
}

fn strip<B: Block>(own: &mut Option<Box<B>>, base: &B) {
    *own = own.take().and_then(|own| without(&*own, base));
}

/// The block without the attributes that `base` has too; nothing, if it has no others.
fn without<B: Block>(block: &B, base: &B) -> Option<Box<B>> {
    let mut known: BTreeMap<usize, &Value> = BTreeMap::new();
    base.visit(&mut |index, item| {
        if let FieldItem::Attr(value) = item {
            known.insert(index, value);
        }
    });
    let mut kept = B::boxed();
    block.visit(&mut |index, item| match item {
        FieldItem::Attr(value) if known.get(&index) != Some(&value) => {
            kept.set(index, value.clone())
        }
        _ => {}
    });
    if !block.base().extra.is_empty() {
        kept.base_mut().extra = block.base().extra.clone();
    }
    (!is_blank(&*kept)).then_some(kept)
}

/// A policy that several groups have alike is the job's.
fn share<B: Block + Clone + PartialEq>(
    job: &mut Job,
    of_job: impl Fn(&mut Job) -> &mut Option<Box<B>>,
    of_group: impl Fn(&mut crate::jobspec::Group) -> &mut Option<Box<B>>,
) {
    let mut all = job.groups.iter_mut().map(&of_group);
    let Some(Some(first)) = all.next().map(|first| first.clone()) else { return };
    if job.groups.len() > 1
        && job.groups.iter_mut().all(|group| of_group(group).as_ref() == Some(&first))
    {
        job.groups.iter_mut().for_each(|group| *of_group(group) = None);
        *of_job(job) = Some(first);
    }
}
