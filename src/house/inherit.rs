//! How a job takes over the defaults of its site and of its category.

use super::Defaults;
use crate::jobspec::{Attr, Base, Constraint, Group, IntoAttr, Job, Map, Problem, Service, Value};

impl Defaults {
    /// Adds others, which take precedence.
    pub(super) fn take_in(&mut self, others: &Self) {
        self.env = merged(&self.env, &others.env);
        self.meta = merged(&self.meta, &others.meta);
        self.tags = tags(&self.tags, others.tags.clone());
        let own = std::mem::take(&mut self.constraints);
        let stays = |one: &Constraint| !others.constraints.iter().any(|two| is_about(one, two));
        self.constraints = own.into_iter().filter(stays).collect();
        self.constraints.extend(others.constraints.iter().cloned());
    }

    /// Sets what a job does not set itself.
    pub(super) fn complete(&self, job: &mut Job) {
        take(&mut job.meta, &self.meta);
        let of_job = job.constraints.clone();
        for group in &mut job.groups {
            self.constrain(group, &of_job);
            for task in &mut group.tasks {
                take(&mut task.env, &self.env);
                task.services.iter_mut().for_each(|service| self.tag_service(service));
            }
            group.services.iter_mut().for_each(|service| self.tag_service(service));
        }
    }

    /// Adds the constraints whose attribute is not in one of the job, of the group or of one of its
    /// tasks.
    fn constrain(&self, group: &mut Group, of_job: &[Constraint]) {
        let tasks = group.tasks.iter().flat_map(|task| &task.constraints);
        let own: Vec<&Constraint> = of_job.iter().chain(&group.constraints).chain(tasks).collect();
        let stays = |one: &&Constraint| !own.iter().any(|two| is_about(one, two));
        let new: Vec<Constraint> = self.constraints.iter().filter(stays).cloned().collect();
        group.constraints.splice(0..0, new);
    }

    fn tag_service(&self, service: &mut Service) {
        if self.tags.is_empty() {
            return;
        }
        self.add_tags(&mut service.tags, &mut service.base);
        // Without any, canaries have the tags of all others.
        if service.canary_tags.is_some() {
            self.add_tags(&mut service.canary_tags, &mut service.base);
        }
    }

    fn add_tags(&self, to: &mut Option<Attr<Vec<String>>>, base: &mut Base) {
        let own = match to.take().map(Attr::into_values) {
            None => Vec::new(),
            Some(Ok(values)) => values,
            Some(Err(expression)) => {
                let message =
                    "the tags of a service are an expression, so the site's tags cannot be added";
                let help = "put the site's tags into that expression, and call `.no_defaults()`";
                base.problems.push(Problem::new(message, help, expression.location()));
                return *to = Some(expression);
            }
        };
        *to = Some(tags(&self.tags, own).into_attr());
    }
}

/// Adds the names that are not there.
fn take(to: &mut Option<Map>, defaults: &Map) {
    if !defaults.is_empty() {
        let own = to.take().unwrap_or_default();
        *to = Some(merged(defaults, &own));
    }
}

/// Both, the first ones first; of a name that is in both, the value and the position are those of
/// the second.
fn merged(first: &Map, second: &Map) -> Map {
    let mut map = Map::new();
    let stays = first.placed().filter(|(name, ..)| second.get(name).is_none());
    for (name, value, location) in stays.chain(second.placed()) {
        map.set_at(name, value.clone(), location);
    }
    map
}

/// Both, the first ones first, without those of the same name as one of the second.
fn tags(first: &[Attr<String>], second: Vec<Attr<String>>) -> Vec<Attr<String>> {
    let gives_way = |one: &Attr<String>| {
        second.iter().any(|two| one == two || name(one).is_some() && name(one) == name(two))
    };
    let mut all: Vec<Attr<String>> = Vec::new();
    for tag in first {
        if !gives_way(tag) && !all.contains(tag) {
            all.push(tag.clone());
        }
    }
    all.extend(second);
    all
}

/// The part of a tag before its `=`.
fn name(tag: &Attr<String>) -> Option<&str> {
    Some(tag.as_str()?.split_once('=')?.0)
}

/// Whether two conditions are about the same attribute; of those without one, about the same of Nomad's words.
fn is_about(one: &Constraint, two: &Constraint) -> bool {
    fn subject(constraint: &Constraint) -> Option<&Value> {
        let attribute = constraint.attribute.as_ref().map(Attr::value);
        let operator = constraint.operator.as_ref();
        let is_distinct = operator
            .and_then(Attr::as_str)
            .is_some_and(|operator| operator.starts_with("distinct_"));
        if is_distinct { operator.map(Attr::value) } else { attribute }
    }
    subject(one).is_some() && subject(one) == subject(two)
}

#[cfg(test)]
mod tests {
    use crate::house::Defaults;
    use crate::jobspec::IntoAttr;
    use crate::prelude::*;

    fn only(site: &Site, workload: Workload) -> Group {
        workload.job(site).groups.remove(0)
    }

    #[test]
    fn a_condition_gives_way_to_one_about_the_same_attribute() {
        let site = Site::bare("lab")
            .constraint(Target::kernel("linux"))
            .constraint(Constraint::new("${node.class}", "worker"));
        let web = || Workload::service("web").image("web:1");
        let group = only(&site, web().target(Target::kernel("freebsd")));
        let class = Constraint::new("${node.class}", "worker");
        assert_eq!(group.constraints, [class.clone(), Target::kernel("freebsd").into()]);
        // What the whole job says holds for its group.
        let group = only(
            &site,
            web().adjust_job(|job| job.constraint(Constraint::is_set("${node.class}"))),
        );
        assert_eq!(group.constraints, [Target::kernel("linux").into()]);
        assert_eq!(only(&site, web()).constraints, [Target::kernel("linux").into(), class]);
    }

    #[test]
    fn tags_of_one_name_are_the_last_ones() {
        let site = Site::bare("lab").tag("owner=home").tag("v1").tag("scrape=yes");
        let site = site.category("apps", Defaults::new().tag("owner=apps")).for_category("apps");
        let web = Workload::service("web").image("web:1").port(Port::http(80));
        let group = only(&site, web.clone().tags(["scrape=no", "v1"]));
        let expected = ["owner=apps", "scrape=no", "v1"];
        assert_eq!(group.services[0].tags, Some(expected.into_attr()));
        // A canary has none of its own, and those of all others.
        assert_eq!(group.services[0].canary_tags, None);
        let group = only(&site, web.canary_tags(["canary"]));
        let expected = ["v1", "scrape=yes", "owner=apps", "canary"];
        assert_eq!(group.services[0].canary_tags, Some(expected.into_attr()));
    }

    #[test]
    fn tags_that_are_an_expression_are_not_replaced() {
        let site = Site::bare("lab").tag("v1");
        let web = Workload::service("web").image("web:1").port(Port::http(80));
        let web = web.with_service(Service::new("web").port("http").tags(expr("var.tags")));
        let group = only(&site, web);
        assert_eq!(group.services[0].tags, Some(expr("var.tags").into_attr()));
        assert_eq!(group.services[0].base.problems.len(), 1);
    }

    #[test]
    fn a_job_may_have_none() {
        let site = Site::bare("lab").env("TZ", "UTC").meta("a", "b").tag("v1");
        let web = || Workload::service("web").image("web:1").port(Port::http(80));
        assert_eq!(web().no_defaults().job(&site), web().job(&Site::bare("lab")));
        assert_ne!(web().job(&site), web().job(&Site::bare("lab")));
    }
}
