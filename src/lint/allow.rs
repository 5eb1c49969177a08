//! What authors let pass: allowances in definitions, and those in the comments of job files.

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
}

/// The allowances in the comments of a text: each is for what begins on its own line, or on the next one that is no
/// comment.
pub fn comments(text: &Arc<SourceText>, body: &Body<'_>, comments: &[Span]) -> Vec<Comment> {
    let mut all = Vec::new();
    for span in comments {
        // A block comment may have several lines.
        let mut start = span.start;
        for line in span.of(&text.text).split_inclusive('\n') {
            let own = Span::new(start, start + line.len() as u32);
            start = own.end;
            if let Some(found) = comment(text, line, own, body, comments) {
                all.extend(found);
            }
        }
    }
    all
}

fn comment(
    text: &Arc<SourceText>,
    line: &str,
    span: Span,
    body: &Body<'_>,
    comments: &[Span],
) -> Option<Vec<Comment>> {
    let at = line.find(ALLOW)?;
    let before = line[..at].trim_matches(['#', '/', '*', ' ', '\t']);
    let rest = &line[at + ALLOW.len()..];
    if !before.is_empty() || !rest.starts_with([' ', '\t', ':']) && !rest.trim().is_empty() {
        return None;
    }
    let (rules, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let reason = reason.trim().trim_end_matches("*/").trim();
    let covers = covered(&text.text, span, body, comments);
    let offset = |part: &str| {
        let at = part.as_ptr() as usize - line.as_ptr() as usize;
        let start = span.start + u32::try_from(at).unwrap_or_default();
        Span::new(start, start + u32::try_from(part.len()).unwrap_or_default())
    };
    let one = |name: &str| Comment {
        text: Arc::clone(text),
        rule: (name.to_owned(), offset(name)),
        reason: reason.to_owned(),
        covers,
    };
    Some(rules.split(',').map(str::trim).map(one).collect())
}

/// What begins on the line of a comment, or on the next one that is no comment.
fn covered(text: &str, comment: Span, body: &Body<'_>, comments: &[Span]) -> Option<Span> {
    let start = text[..comment.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let own = text[start..comment.start as usize].trim_matches(['/', '*', ' ', '\t']);
    let mut line = if own.is_empty() { comment.end as usize } else { start };
    // The next line with anything but a comment on it.
    loop {
        let rest = text.get(line..)?;
        let first = line + (rest.len() - rest.trim_start().len());
        let inside = comments.iter().find(|span| span.range().contains(&first));
        match inside {
            Some(span) if span.end as usize > line => line = span.end as usize,
            _ => {
                line = first;
                break;
            }
        }
    }
    let end = text.get(line..)?.find('\n').map_or(text.len(), |at| line + at);
    item(body, line, end)
}

/// The outermost attribute or block that begins between two offsets.
fn item(body: &Body<'_>, start: usize, end: usize) -> Option<Span> {
    for item in &body.items {
        let span = match item {
            syntax::Item::Attribute(attribute) => attribute.span,
            syntax::Item::Block(block) => block.span,
        };
        if (start..end).contains(&(span.start as usize)) {
            return Some(span);
        }
        if let syntax::Item::Block(block) = item
            && (span.start as usize) < start
            && start < span.end as usize
        {
            return self::item(&block.body, start, end);
        }
    }
    None
}

/// Tells what is allowed from what is not, and finds the allowances that are wrong.
pub fn sort(found: Vec<Found>, context: &Context<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut used: Vec<Allowance> = Vec::new();
    let mut used_comments = vec![false; context.comments.len()];
    for Found { finding, allowed } in found {
        let comment = || context.comments.iter().position(|comment| comment.allows(&finding));
        if let Some(allowance) = allowed.filter(|allowance| !allowance.reason.trim().is_empty()) {
            let place = context.place(allowance.location);
            outcome.allowed.push(Allowed { finding, reason: allowance.reason.clone(), place });
            used.push(allowance);
        } else if let Some(at) = comment()
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
    for one in context.defined {
        let judge = |allowance: &Allowance| {
            let is =
                |other: &Allowance| other == allowance && other.location.is(allowance.location);
            let place = context.place_in(one, allowance.location);
            let is_used = used.iter().any(is);
            wrong(&allowance.rule, &allowance.reason, is_used, place, context, &one.source)
        };
        let mut wrong = Vec::new();
        allowances(one.block(), &mut |allowance| wrong.extend(judge(allowance)));
        outcome.findings.extend(wrong);
    }
    for (comment, used) in context.comments.iter().zip(used_comments) {
        let (name, place) = (&comment.rule.0, comment.place());
        outcome.findings.extend(wrong(
            name,
            &comment.reason,
            used,
            place,
            context,
            &comment.text.name,
        ));
    }
    outcome
}

impl Comment {
    fn place(&self) -> Place {
        Place::Text(Arc::clone(&self.text), self.rule.1)
    }

    /// Whether it lets a finding pass.
    fn allows(&self, finding: &Diagnostic) -> bool {
        let Place::Text(text, span) = &finding.primary.place else { return false };
        let rule = RULES.iter().find(|rule| rule.name == finding.rule);
        rule.is_some_and(|rule| rule.is_named(&self.rule.0))
            && !self.reason.is_empty()
            && text == &self.text
            && self
                .covers
                .is_some_and(|covers| covers.start <= span.start && span.end <= covers.end)
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
    let level = context.levels().of(&RULE, file);
    if used || !context.asks(rule, file) || level == Level::Off {
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
