//! Services: those that the house makes for ports, with checks, routes and tags, and those that are given.

use std::collections::HashSet;

use super::draft::{Draft, GROUP, plain, text};
use crate::house::{Provider, Workload, alive};
use crate::import::definition::code::{Code, Link};
use crate::import::definition::printer::Printer;
use crate::import::definition::routes::{Parts, Piece};
use crate::jobspec::{Attr, Check, IntoAttr, Service, Type};

impl Draft<'_> {
    /// The services. `whole` leaves all of them unchanged.
    pub fn services(&mut self, printer: &mut Printer, whole: bool) -> Option<()> {
        let group = self.group;
        let ports: Vec<&str> = group
            .networks
            .iter()
            .flat_map(|network| &network.ports)
            .map(|port| port.label.as_str())
            .collect();
        let labels: HashSet<&str> = ports.iter().copied().collect();
        if group.services.is_empty() && !ports.is_empty() && self.task.csi_plugin.is_none() {
            self.step(Link::method("no_services", []), Workload::no_services);
        }
        let before = self.links.len();
        for (number, service) in group.services.iter().enumerate() {
            let label = plain(service.port.as_ref());
            let own = plain(service.name.as_ref()) == Some(&self.job.id);
            let known = label.is_some_and(|label| labels.contains(label));
            let first = label == ports.first().copied();
            let checks = service.checks.len();
            let checked = checks == 1 || checks == 0 && !self.site.checks;
            self.at(printer, &[GROUP, ("service", number)], |draft, printer| {
                if whole || !own || !known || !checked {
                    draft.given(printer, service);
                    Some(())
                } else {
                    draft.house_service(printer, service, first)
                }
            })?;
        }
        let built = self.built()?;
        let same = built.groups.first().is_some_and(|built| built.services == group.services);
        if whole && !same {
            self.step(Link::method("no_services", []), Workload::no_services);
            if let Some(services) = self.links.get_mut(before..) {
                services.rotate_right(1);
            }
        }
        Some(())
    }

    fn given(&mut self, printer: &mut Printer, service: &Service) {
        let mut service = service.clone();
        if plain(service.provider.as_ref()) == Some(self.site.provider.as_str()) {
            service.provider = service.provider.filter(|_| self.site.provider == Provider::Consul);
        }
        let link = Link::method("with_service", [printer.block(&service)]);
        self.step(link, |workload| workload.with_service(service));
    }

    /// A service that the house makes: what is not its own are the check and the tags of the first port's.
    fn house_service(
        &mut self,
        printer: &mut Printer,
        service: &Service,
        first: bool,
    ) -> Option<()> {
        let usual = self.site.checks.then(|| alive(Check::tcp()));
        if let Some(check) =
            service.checks.first().filter(|own| first && usual.as_ref() != Some(*own))
        {
            match plain(check.path.as_ref()) {
                Some(path) if alive(Check::http(path)) == *check => {
                    let link = Link::method("health", [text(path)]);
                    self.step(link, |workload| workload.health(path));
                }
                _ => {
                    let link = Link::method("check", [printer.block(check)]);
                    self.step(link, |workload| workload.check(check.clone()));
                }
            }
        }
        let label = plain(service.port.as_ref()).filter(|_| !first);
        self.tags(printer, service, label)
    }

    /// The routes of a service, and then its other tags.
    fn tags(
        &mut self,
        printer: &mut Printer,
        service: &Service,
        label: Option<&str>,
    ) -> Option<()> {
        let Some(tags) = &service.tags else { return Some(()) };
        let Some(parts) = Parts::of(Some(&self.job.id), tags.value()) else {
            let code = printer.attr(tags.value(), Type::List(&Type::Text), "tags")?;
            let tags: Vec<String> = tags.get()?;
            self.step(Link::method("tags", [code]), |workload| workload.tags(tags));
            return Some(());
        };
        let mut rest = (Vec::<Attr<String>>::new(), Vec::new());
        for piece in parts.pieces {
            match piece {
                Piece::Tag(tag, code) => {
                    rest.0.push(tag);
                    rest.1.push(code);
                }
                Piece::Route(route, code) if rest.0.is_empty() => {
                    let (route, code) = match label {
                        Some(label) => {
                            let link = Link::method("to_port", [text(label)]);
                            (route.to_port(label), code.then(vec![link]))
                        }
                        None => (route, code),
                    };
                    self.step(Link::method("route", [code]), |workload| workload.route(route));
                }
                _ => return None,
            }
        }
        if !rest.0.is_empty() {
            let tags: Vec<String> = rest.0.into_attr().get()?;
            let link = Link::method("tags", [Code::List(rest.1)]);
            self.step(link, |workload| workload.tags(tags));
        }
        Some(())
    }
}
