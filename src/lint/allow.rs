//! What authors let pass: allowances in definitions, and those in the comments of job files.

use std::collections::HashMap;
use std::sync::Arc;

use super::comment::Comment;
use super::outcome::{Allowed, Found, Outcome};
use super::plan::Planner;
use super::rules::house::allowances::RULE;
use super::{Check, Level};
use crate::diagnostic::{Diagnostic, Place};
use crate::jobspec::{Allowance, Block, FieldItem};
use jobwright_hcl::syntax::Span;

/// The number of an allowance, and the position in its list of the nearest one around it.
type Nested = (usize, Option<usize>);

/// The allowances in comments, to be looked up.
struct Index<'c> {
    comments: &'c [Comment],
    /// By rule and text: those that hold somewhere, in the order of where, each with the nearest one around it.
    by_rule: HashMap<(&'static str, &'c str), Vec<Nested>>,
}

impl<'c> Index<'c> {
    fn of(planner: &'c Planner<'c, '_>) -> Self {
        let comments = planner.context.comments.as_slice();
        let mut by_rule = HashMap::<_, Vec<Nested>>::new();
        for (at, comment) in comments.iter().enumerate() {
            let rule = planner.rule(&comment.rule.0);
            let Some(rule) = rule.filter(|_| !comment.reason.is_empty()) else { continue };
            if comment.covers.is_some() {
                by_rule
                    .entry((rule.name, comment.text.name.as_str()))
                    .or_default()
                    .push((at, None));
            }
        }
        let covers = |at: usize| comments.get(at).and_then(|comment| comment.covers);
        for all in by_rule.values_mut() {
            let order = |span: Span| (span.start, std::cmp::Reverse(span.end));
            all.sort_by_key(|(at, _)| covers(*at).map(order));
            // What one covers is inside of what another does, or apart from it.
            let mut around: Vec<(usize, u32)> = Vec::new();
            for (place, (at, outer)) in all.iter_mut().enumerate() {
                let Some(span) = covers(*at) else { continue };
                while around.last().is_some_and(|(_, end)| *end <= span.start) {
                    around.pop();
                }
                *outer = around.last().map(|(last, _)| *last);
                around.push((place, span.end));
            }
        }
        Self { comments, by_rule }
    }

    /// The nearest one that lets a finding pass.
    fn allowing(&self, finding: &Diagnostic) -> Option<usize> {
        let Place::Text(text, span) = &finding.primary.place else { return None };
        let all = self.by_rule.get(&(finding.rule, text.name.as_str()))?;
        let covers = |at: usize| self.comments.get(at).and_then(|comment| comment.covers);
        let after = all.partition_point(|(at, _)| {
            covers(*at).is_some_and(|covers| covers.start <= span.start)
        });
        let mut next = after.checked_sub(1);
        while let Some((at, outer)) = next.and_then(|next| all.get(next)) {
            if covers(*at).is_some_and(|covers| span.end <= covers.end) {
                return Some(*at);
            }
            next = *outer;
        }
        None
    }
}

/// Separates the findings that are allowed from those that are not, and reports invalid allowances.
/// `allowances` are those of the context's definitions, one list for each.
pub fn sort(
    found: Vec<Found>,
    allowances: &[Vec<Allowance>],
    planner: &Planner<'_, '_>,
) -> Outcome {
    let context = planner.context;
    let mut outcome = Outcome::default();
    let mut used: Vec<Allowance> = Vec::new();
    let index = Index::of(planner);
    let mut used_comments = vec![false; context.comments.len()];
    for Found { finding, allowed } in found {
        if let Some(allowance) = allowed.filter(|allowance| !allowance.reason.trim().is_empty()) {
            let place = context.place(allowance.location);
            outcome.allowed.push(Allowed { finding, reason: allowance.reason.clone(), place });
            used.push(allowance);
        } else if let Some(at) = index.allowing(&finding)
            && let Some(comment) = context.comments.get(at)
        {
            if let Some(used) = used_comments.get_mut(at) {
                *used = true;
            }
            let (reason, place) = (comment.reason.clone(), comment.place());
            outcome.allowed.push(Allowed { finding, reason, place });
        } else {
            outcome.findings.push(finding);
        }
    }
    let is_used = |allowance: &Allowance| {
        used.iter().any(|other| other == allowance && other.location.is(allowance.location))
    };
    for allowance in context.site.allowances.iter() {
        let place = context.place(allowance.location);
        let (rule, reason) = (&allowance.rule, &allowance.reason);
        outcome.findings.extend(wrong(rule, reason, is_used(allowance), place, planner, ""));
    }
    for (one, allowances) in context.defined.iter().zip(allowances) {
        outcome.findings.extend(allowances.iter().filter_map(|allowance| {
            let place = context.place_in(one, allowance.location);
            let is_used = is_used(allowance);
            wrong(&allowance.rule, &allowance.reason, is_used, place, planner, &one.source)
        }));
    }
    for (comment, used) in context.comments.iter().zip(used_comments) {
        let (name, place, file) = (&comment.rule.0, comment.place(), &comment.text.name);
        if comment.is_misspelt {
            let message = format!("expected `jobwright:allow RULE: reason`, found `{name}`");
            let finding = Diagnostic::error(RULE.name, message).at(place);
            let help = "write `jobwright:allow`, the rule, a colon and the reason";
            outcome.findings.push(finding.help(help));
            continue;
        }
        let Some(finding) = wrong(name, &comment.reason, used, place, planner, file) else {
            continue;
        };
        let useless = finding.severity < crate::Severity::Error;
        outcome.findings.push(match comment.whole.filter(|_| useless) {
            Some(whole) => {
                let place = Place::Text(Arc::clone(&comment.text), whole);
                finding.fix("remove the allowance", place, "")
            }
            None => finding,
        });
    }
    outcome
}

/// Shows all allowances of a block, and of what is in it.
pub fn of_block(block: &dyn Block, see: &mut dyn FnMut(&Allowance)) {
    block.base().allowances.iter().for_each(&mut *see);
    block.visit(&mut |_, item| {
        if let FieldItem::Block(inner) = item {
            of_block(inner, see);
        }
    });
}

/// The problem with an allowance.
fn wrong(
    name: &str,
    reason: &str,
    used: bool,
    place: Place,
    planner: &Planner<'_, '_>,
    file: &str,
) -> Option<Diagnostic> {
    let error = |message: String| Some(Diagnostic::error(RULE.name, message).at(place.clone()));
    let Some(rule) = planner.rule(name) else {
        let finding = error(format!("expected the name of a rule, found `{name}`"))?;
        return Some(finding.help(planner.context.unknown_rule(name)));
    };
    if reason.trim().is_empty() {
        let finding = error(format!("missing reason in the allowance of `{}`", rule.name))?;
        let help = "say why the rule need not hold here";
        return Some(finding.help(help));
    }
    let level = RULE.level_in(planner.context.levels(), file);
    // Of a job that replaces another one, only who knows that one can say something.
    let is_later = matches!(rule.check, Check::Updates);
    if used || is_later || !planner.asks(rule, file) || level == Level::Off {
        return None;
    }
    let message = format!("the allowance of `{}` suppresses no finding", rule.name);
    let finding = Diagnostic::new(RULE.name, level.severity()?, message).at(place);
    Some(finding.help("remove the allowance, or move it to the finding"))
}
