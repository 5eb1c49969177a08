//! `volume-second-writer`: a volume for one writer is not written to by two groups.

use std::collections::BTreeMap;

use crate::jobspec::{Attr, Base, Group, Job, Volume};
use crate::lint::placement::{both, is_one};
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};
use crate::registry::{Defined, Definition};

pub const RULE: Rule = Rule {
    name: "house/volume-second-writer",
    what: "a volume for one writer is not written to by two groups",
    why: "Nomad gives the volume to the first allocation. The allocation of the other group stays \
        pending with `volume max claims reached` until the first one stops, and vice versa at the \
        next update.",
    level: Level::Error,
    bad: Sample::Groups(&[WRITER, WRITER]),
    good: Sample::Groups(&[
        WRITER,
        r#"volume "data" {
  type            = "csi"
  source          = "data-2"
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}"#,
    ]),
    view: View::Written,
    needs_site: false,
    check: Check::Registry(check),
};

const WRITER: &str = r#"volume "data" {
  type            = "csi"
  source          = "data"
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}"#;

/// Who writes to a volume.
struct Writer<'a> {
    one: &'a Defined,
    job: &'a Job,
    group: &'a Group,
    volume: &'a Volume,
}

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.site.any_ids {
        return;
    }
    let mut first: BTreeMap<(&str, &str, &str, &str), Writer<'_>> = BTreeMap::new();
    for one in context.defined {
        let Definition::Job(job) = &one.definition else { continue };
        let Some((region, namespace)) =
            known(&job.region, "global").zip(known(&job.namespace, "default"))
        else {
            continue;
        };
        for group in
            job.groups.iter().filter(|group| group.count.as_ref().and_then(Attr::get) != Some(0))
        {
            for volume in group.volumes.iter().filter(|volume| is_exclusive(volume)) {
                let Some(source) = volume.source.as_ref().and_then(Attr::as_str) else { continue };
                let kind = known(&volume.type_, "").unwrap_or_default();
                let writer = Writer { one, job, group, volume };
                match first.get(&(region, namespace, kind, source)) {
                    None => _ = first.insert((region, namespace, kind, source), writer),
                    Some(before)
                        if std::ptr::eq(before.group, group) || is_one(before.job, job) => {}
                    Some(before) => tell(before, &writer, source, report),
                }
            }
        }
    }
}

fn known<'j>(attr: &'j Option<Attr<String>>, usual: &'j str) -> Option<&'j str> {
    attr.as_ref().map_or(Some(usual), Attr::as_str)
}

/// Whether one allocation alone may write to a volume, and this group wants to.
fn is_exclusive(volume: &Volume) -> bool {
    let writes =
        volume.read_only.as_ref().map_or(Some(true), |attr| attr.get().map(|reads| !reads));
    let alone = volume.per_alloc.as_ref().map_or(Some(true), |attr| attr.get().map(|each| !each));
    let modes: &[&str] = match known(&volume.type_, "") {
        Some("csi") => &["single-node-writer", "multi-node-single-writer"],
        Some("host") => &["single-node-single-writer"],
        _ => return false,
    };
    let mode = volume.access_mode.as_ref().and_then(Attr::as_str);
    writes == Some(true) && alone == Some(true) && mode.is_some_and(|mode| modes.contains(&mode))
}

fn tell(before: &Writer<'_>, writer: &Writer<'_>, source: &str, report: &mut Report<'_, '_>) {
    let who = both((before.job, before.group), (writer.job, writer.group));
    let mode = writer.volume.access_mode.as_ref();
    let shown = mode.and_then(Attr::as_str).unwrap_or_default();
    let message = format!(
        "{who} both write to the volume `{source}`, which allows only one writer: `{shown}`"
    );
    let place = |own: &Writer<'_>| {
        let said = own.volume.source.as_ref().map(Attr::location).unwrap_or_default();
        report.context.place_in(own.one, said.or(own.volume.base.location))
    };
    let finding =
        report.finding(message, writer.one, place(writer)).related(place(before), "the other one");
    let help = "use separate volumes, set `read_only = true` in one of them, or use a mode for \
        several writers";
    let around: [&Base; 2] = [&writer.group.base, &writer.volume.base];
    report.report(finding.help(help), writer.one, &around);
}
