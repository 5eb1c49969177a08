//! What authors let pass: allowances in definitions, and those in the comments of job files.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Check, Context, Level, Outcome, RULES, Rule, Sample, View};
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::jobspec::{ALLOW, Allowance, Base, Block, Item};
use jobwright_hcl::nearest::nearest;
use jobwright_hcl::syntax::{self, Body, Span};

pub const RULE: Rule = Rule {
    name: "house/allowance",
    what: "an allowance names a rule, gives its reason, and allows something",
    why: "An allowance that allows nothing hides the next mistake of its kind: what it was for is mended, or it stands in the wrong place. \
          One that names no rule, or gives no reason, allows nothing.",
    level: Level::Warning,
    bad: Sample::Task("# jobwright:allow kill-timeout: it saves its queue\nkill_timeout = \"20s\""),
    good: Sample::Task(
        "# jobwright:allow kill-timeout: the clients give it two minutes\nkill_timeout = \"2m\"",
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Allowances,
};

/// What was found, and the allowance that lets it pass.
#[derive(Clone, Debug)]
pub struct Found {
    pub finding: Diagnostic,
    pub allowed: Option<Allowance>,
}

/// A finding that its author lets pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it may stand.
    pub reason: String,
    /// Where that was written.
    pub place: Place,
}

/// The blocks around a place, from the inside out.
#[derive(Clone, Copy, Debug)]
pub struct Above<'b> {
    pub base: &'b Base,
    pub outer: Option<&'b Above<'b>>,
}

impl<'b> Above<'b> {
    /// The nearest allowance for a rule.
    pub fn allowance(&self, rule: &Rule) -> Option<&'b Allowance> {
        let own = self.base.allowances.iter().find(|allowance| rule.is_named(&allowance.rule));
        own.or_else(|| self.outer.and_then(|outer| outer.allowance(rule)))
    }
}

/// An allowance in a comment of a job file: `# jobwright:allow RULE: reason`, above what it is for, or on its line.
#[derive(Clone, Debug)]
pub struct Comment {
    text: Arc<SourceText>,
    /// The rule, and where it stands.
    rule: (String, Span),
    reason: String,
    /// The attribute or block for which it holds; nothing, where none follows.
    covers: Option<Span>,
    /// What to take out of the text with it, if nothing else is said there.
    whole: Option<Span>,
}

/// The allowances in the comments of a text: each is for what begins on its own line, or on the next one that is no
/// comment.
pub fn comments(text: &Arc<SourceText>, body: &Body<'_>, comments: &[Span]) -> Vec<Comment> {
    let mut all = Vec::new();
    if !text.text.contains(ALLOW) {
        return all;
    }
    let behind = behind(&text.text, comments);
    for (span, behind) in comments.iter().zip(behind) {
        let said = span.of(&text.text);
        if !said.contains(ALLOW) {
            continue;
        }
        let covers = covered(&text.text, *span, behind, body);
        let alone = said.matches(ALLOW).count() == 1 && said.trim().lines().count() == 1;
        let whole = alone.then(|| whole(&text.text, *span));
        // A block comment may have several lines.
        let mut start = span.start;
        for line in said.split_inclusive('\n') {
            let own = start;
            start = start.saturating_add(length(line));
            for (rule, reason) in allowed_by(line) {
                let at = rule.as_ptr() as usize - line.as_ptr() as usize;
                let at = own.saturating_add(u32::try_from(at).unwrap_or_default());
                all.push(Comment {
                    text: Arc::clone(text),
                    rule: (rule.to_owned(), Span::new(at, at.saturating_add(length(rule)))),
                    reason: reason.to_owned(),
                    covers,
                    whole: whole.filter(|_| !line.contains(',')),
                });
            }
        }
    }
    all
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// The rules that a line of a comment allows, each with the reason; none, if it says anything else.
fn allowed_by(line: &str) -> Vec<(&str, &str)> {
    let Some((before, rest)) = line.split_once(ALLOW) else { return Vec::new() };
    let is_mark = before.trim_matches(['#', '/', '*', ' ', '\t']).is_empty();
    if !is_mark || !rest.starts_with([' ', '\t', ':']) && !rest.trim().is_empty() {
        return Vec::new();
    }
    let (rules, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let reason = reason.trim().trim_end_matches("*/").trim();
    rules.split(',').map(|rule| (rule.trim(), reason)).collect()
}

/// For each comment, where the next thing begins that is no comment.
fn behind(text: &str, comments: &[Span]) -> Vec<usize> {
    let mut all = vec![text.len(); comments.len()];
    for (at, span) in comments.iter().enumerate().rev() {
        let end = span.end as usize;
        let rest = text.get(end..).unwrap_or_default();
        let next = end + (rest.len() - rest.trim_start().len());
        let follows = comments.get(at + 1).is_some_and(|other| other.start as usize == next);
        let further = all.get(at + 1).copied().filter(|_| follows);
        if let Some(own) = all.get_mut(at) {
            *own = further.unwrap_or(next);
        }
    }
    all
}

/// What begins on the line of a comment, or on the next one that is no comment.
fn covered(text: &str, comment: Span, behind: usize, body: &Body<'_>) -> Option<Span> {
    let line = start_of_line(text, comment.start as usize);
    let own = text.get(line..comment.start as usize)?.trim();
    let start = if own.is_empty() { behind } else { line };
    let end = text.get(start..)?.find('\n').map_or(text.len(), |at| start + at);
    item(body, start, end)
}

fn start_of_line(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// A comment with its line, where it stands alone on that, and with the space before it elsewhere.
fn whole(text: &str, comment: Span) -> Span {
    let (start, end) = (comment.start as usize, comment.end as usize);
    let line = start_of_line(text, start);
    let before = text.get(line..start).unwrap_or_default();
    let said = text.get(start..end).unwrap_or_default();
    let end = start + said.trim_end_matches(['\r', '\n']).len();
    let rest = text.get(end..).unwrap_or_default();
    let newline = rest.find('\n').filter(|at| rest[..*at].trim().is_empty());
    let (start, end) = match newline {
        Some(at) if before.trim().is_empty() => (line, end + at + 1),
        _ => (line + before.trim_end().len(), end),
    };
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

/// The outermost attribute or block that begins between two offsets.
fn item(body: &Body<'_>, start: usize, end: usize) -> Option<Span> {
    let span = |item: &syntax::Item<'_>| match item {
        syntax::Item::Attribute(attribute) => attribute.span,
        syntax::Item::Block(block) => block.span,
    };
    let at = body.items.partition_point(|item| (span(item).start as usize) < start);
    let around = at.checked_sub(1).and_then(|before| body.items.get(before));
    if let Some(syntax::Item::Block(block)) = around
        && start < block.span.end as usize
    {
        return self::item(&block.body, start, end);
    }
    body.items.get(at).map(span).filter(|span| (span.start as usize) < end)
}

/// The allowances in comments, to be looked up.
struct Index<'c> {
    comments: &'c [Comment],
    /// By rule and text: those that hold somewhere, in the order of where, each with the nearest one around it.
    by_rule: HashMap<(&'static str, &'c str), Vec<(usize, Option<usize>)>>,
}

impl<'c> Index<'c> {
    fn of(comments: &'c [Comment]) -> Self {
        let mut by_rule = HashMap::<_, Vec<(usize, Option<usize>)>>::new();
        for (at, comment) in comments.iter().enumerate() {
            let rule = RULES.iter().find(|rule| rule.is_named(&comment.rule.0));
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

/// Tells what is allowed from what is not, and finds the allowances that are wrong.
pub fn sort(found: Vec<Found>, context: &Context<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut used: Vec<Allowance> = Vec::new();
    let index = Index::of(&context.comments);
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
        outcome.findings.extend(wrong(rule, reason, is_used(allowance), place, context, ""));
    }
    for one in context.defined {
        let judge = |allowance: &Allowance| {
            let place = context.place_in(one, allowance.location);
            let is_used = is_used(allowance);
            wrong(&allowance.rule, &allowance.reason, is_used, place, context, &one.source)
        };
        let mut wrong = Vec::new();
        allowances(one.block(), &mut |allowance| wrong.extend(judge(allowance)));
        outcome.findings.extend(wrong);
    }
    for (comment, used) in context.comments.iter().zip(used_comments) {
        let (name, place, file) = (&comment.rule.0, comment.place(), &comment.text.name);
        let Some(finding) = wrong(name, &comment.reason, used, place, context, file) else {
            continue;
        };
        let useless = finding.severity < crate::Severity::Error;
        outcome.findings.push(match comment.whole.filter(|_| useless) {
            Some(whole) => {
                let place = Place::Text(Arc::clone(&comment.text), whole);
                finding.fix("take the allowance out", place, "")
            }
            None => finding,
        });
    }
    outcome
}

impl Comment {
    fn place(&self) -> Place {
        Place::Text(Arc::clone(&self.text), self.rule.1)
    }
}

/// Shows all allowances of a definition.
fn allowances(block: &dyn Block, see: &mut dyn FnMut(&Allowance)) {
    block.base().allowances.iter().for_each(&mut *see);
    block.visit(&mut |_, item| {
        if let Item::Block(inner) = item {
            allowances(inner, see);
        }
    });
}

/// What is wrong with an allowance.
fn wrong(
    name: &str,
    reason: &str,
    used: bool,
    place: Place,
    context: &Context<'_>,
    file: &str,
) -> Option<Diagnostic> {
    let error = |message: String| Some(Diagnostic::error(RULE.name, message).at(place.clone()));
    let Some(rule) = RULES.iter().find(|rule| rule.is_named(name)) else {
        let finding = error(format!("expected the name of a rule, found `{name}`"))?;
        return Some(finding.help(unknown_rule(name)));
    };
    if reason.trim().is_empty() {
        let finding = error(format!("the allowance of `{}` gives no reason", rule.name))?;
        let help = "say why the rule need not hold here, for whoever reads the job next";
        return Some(finding.help(help));
    }
    let level = RULE.level_in(context.levels(), file);
    // Of a job that replaces another one, only who knows that one can say something.
    let is_later = matches!(rule.check, Check::Updates);
    if used || is_later || !context.asks(rule, file) || level == Level::Off {
        return None;
    }
    let message = format!("`{}` finds nothing here that the allowance could allow", rule.name);
    let finding = Diagnostic::new(RULE.name, level.severity()?, message).at(place);
    Some(finding.help("take the allowance out, or move it to what it is for"))
}

/// What to do about a name that no rule has.
#[must_use]
pub fn unknown_rule(name: &str) -> String {
    let names = RULES.iter().flat_map(|rule| [rule.name, rule.short()]);
    match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`lint --list` shows all rules".to_owned(),
    }
}
