//! Reasons that a registry asks for, and comments that explain a block: a job file has them beside
//! its blocks, and a definition in them, so that they are in the output too.

use super::comments::Comment;
use super::definition::is_prose;
use crate::diagnostic::Diagnostic;
use crate::jobspec::{ALLOW, Allowance, Block, Job, Location, Network};
use crate::lint;

/// Gives a reason to services at a port that their group does not have: without one, `gen` refuses
/// them, and Nomad does not.
pub fn of_services(job: &mut Job, file: &str, warnings: &mut Vec<Diagnostic>) {
    let id = job.id.clone();
    for group in &mut job.groups {
        let unknown: Vec<Option<String>> = group
            .services
            .iter()
            .chain(group.tasks.iter().flat_map(|task| &task.services))
            .map(|service| lint::unknown_port(group, service).map(str::to_owned))
            .collect();
        let services = group
            .services
            .iter_mut()
            .chain(group.tasks.iter_mut().flat_map(|task| &mut task.services));
        for (service, label) in services.zip(unknown) {
            let Some(label) = label else { continue };
            let comment = format!("The group has no port `{label}`.");
            service.base.comment.get_or_insert(comment);
            let message = format!(
                "unknown port `{label}` of group `{}` in a service of job `{id}`",
                group.name
            );
            let warning = Diagnostic::warning("port-label", message);
            let help =
                format!("check which port is meant; Nomad accepts the job of `{file}` anyway");
            warnings.push(warning.help(help));
        }
    }
}

/// Turns the comment beside a static port into its reason.
pub fn of_ports(job: &mut Job, comments: &mut Vec<Comment>) {
    for (number, group) in job.groups.iter_mut().enumerate() {
        let group_path = [("group".to_owned(), number)];
        networks(&mut group.networks, &group_path, comments);
        for (number, task) in group.tasks.iter_mut().enumerate() {
            let Some(resources) = &mut task.resources else { continue };
            let own = [("task".to_owned(), number), ("resources".to_owned(), 0)];
            networks(&mut resources.networks, &[&group_path[..], &own].concat(), comments);
        }
    }
}

fn networks(networks: &mut [Network], path: &[(String, usize)], comments: &mut Vec<Comment>) {
    for (number, network) in networks.iter_mut().enumerate() {
        for (port_number, port) in network.ports.iter_mut().enumerate() {
            if port.static_.is_none() || port.base.comment.is_some() {
                continue;
            }
            let steps = [("network".to_owned(), number), ("port".to_owned(), port_number)];
            let at = [path, &steps].concat();
            let beside = [at.as_slice(), &[("static".to_owned(), 0)]].concat();
            let mut said = Vec::new();
            comments.retain(|comment| {
                let of_port = comment.at == at || comment.at == beside;
                if of_port {
                    said.push(comment.text.clone());
                }
                !of_port
            });
            if !said.is_empty() {
                port.base.comment = Some(said.join("\n"));
            }
        }
    }
}

/// What the comments let pass, the definition lets pass, in all of the job: what is a block in the file may be none there.
pub fn of_allowances(job: &mut Job, comments: &mut Vec<Comment>) {
    for comment in comments.iter_mut() {
        if !comment.text.contains(ALLOW) {
            continue;
        }
        let (allowed, rest): (Vec<&str>, Vec<&str>) =
            comment.text.lines().partition(|line| line.trim_start().starts_with(ALLOW));
        for line in allowed {
            let said = line.trim_start().trim_start_matches(ALLOW);
            let (rules, reason) = said.split_once(':').unwrap_or((said, ""));
            for rule in rules.split(',') {
                let (rule, reason) = (rule.trim().to_owned(), reason.trim().to_owned());
                let known = job.base.allowances.iter().any(|one| one.rule == rule);
                if !known {
                    let location = Location::Unknown;
                    job.base.allowances.push(Allowance { rule, reason, location });
                }
            }
        }
        comment.text = rest.join("\n");
    }
    comments.retain(|comment| !comment.text.is_empty());
}

/// What explains a constraint, an affinity, a template or an artifact goes with it. The other blocks may be gone in the words
/// of the house.
pub fn of_blocks(job: &mut Job, comments: &mut Vec<Comment>) {
    explain(&mut job.constraints, &[], comments);
    explain(&mut job.affinities, &[], comments);
    for (number, group) in job.groups.iter_mut().enumerate() {
        let path = [("group".to_owned(), number)];
        explain(&mut group.constraints, &path, comments);
        explain(&mut group.affinities, &path, comments);
        for (number, task) in group.tasks.iter_mut().enumerate() {
            let path = [&path[..], &[("task".to_owned(), number)]].concat();
            explain(&mut task.constraints, &path, comments);
            explain(&mut task.affinities, &path, comments);
            explain(&mut task.templates, &path, comments);
            explain(&mut task.artifacts, &path, comments);
        }
    }
}

fn explain<B: Block>(blocks: &mut [B], path: &[(String, usize)], comments: &mut Vec<Comment>) {
    for (number, block) in blocks.iter_mut().enumerate() {
        let at = [path, &[(block.schema().name.to_owned(), number)]].concat();
        let found = comments.iter().position(|one| one.at == at && one.text.lines().all(is_prose));
        if let Some(found) = found {
            block.base_mut().comment = Some(comments.remove(found).text);
        }
    }
}
