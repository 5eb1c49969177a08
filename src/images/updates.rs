//! Newer tags, and what they change in the Rust of a registry.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::sources::{Literal, Origin, Sources};
use super::uses::Use;
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::reference::{Reference, is_digest, is_tag};
use jobwright_hcl::nearest::nearest;
use jobwright_hcl::syntax::Span;

/// An image, and its replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The image as the jobs have it.
    pub old: String,
    /// The same repository, with another tag or digest.
    pub new: String,
    /// Where that was said.
    pub place: Place,
}

/// What updates change.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The files that change, with their paths from the project's root and their new content.
    pub texts: Vec<(String, String)>,
    /// The updates that are made, each with how many literals change.
    pub made: Vec<(Update, usize)>,
    /// What is not done, and why.
    pub refused: Vec<Diagnostic>,
}

impl Update {
    /// The updates of a list, whose name is for findings: an image and its newer tag on each line, `lab:5000/web:1.4 1.5`. The
    /// newer one may be said as a whole, `lab:5000/web:1.5@sha256:…`. Empty lines, and what begins with `#`, say nothing.
    ///
    /// # Errors
    ///
    /// What is wrong with the lines, all of it.
    pub fn list(name: &str, text: &str) -> Result<Vec<Self>, Vec<Diagnostic>> {
        // Some editors begin a file with a mark that says nothing.
        let text = text.trim_start_matches('\u{feff}');
        let source = Arc::new(SourceText::new(name, text));
        let (mut updates, mut findings) = (BTreeMap::<String, Self>::new(), Vec::new());
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end();
            let place = Place::Text(Arc::clone(&source), span(start, start + words.len()));
            start += line.len();
            if words.trim_start().starts_with('#') || words.trim().is_empty() {
                continue;
            }
            match Self::line(words, &place) {
                Ok(update) => match updates.get(&update.old) {
                    Some(other) if other.new != update.new => {
                        let message = format!("duplicate replacement of `{}`", update.old);
                        let other = other.place.clone();
                        let help = "remove one of the two lines";
                        findings.push(
                            finding(message, place).related(other, "the other one").help(help),
                        );
                    }
                    _ => _ = updates.insert(update.old.clone(), update),
                },
                Err(finding) => findings.push(*finding),
            }
        }
        if findings.is_empty() { Ok(updates.into_values().collect()) } else { Err(findings) }
    }

    fn line(line: &str, place: &Place) -> Result<Self, Box<Diagnostic>> {
        let wrong =
            |message: String, help: &str| Box::new(finding(message, place.clone()).help(help));
        let help = "write `repository:tag NEWER-TAG`, or `repository:tag repository:NEWER-TAG`";
        let words: Vec<&str> = line.split_whitespace().collect();
        let [old, newer] = words.as_slice() else {
            let found = match words.len() {
                1 => "one word".to_owned(),
                some => format!("{some} words"),
            };
            let message = format!("expected an image and its newer tag, found {found}");
            return Err(wrong(message, help));
        };
        let Some(image) = Reference::parse(old).filter(|image| image.tag.is_some()) else {
            return Err(wrong(format!("expected an image with a tag, found `{old}`"), help));
        };
        let whole = format!("{}:{newer}", image.repository);
        let new = if is_newer(newer) { whole.as_str() } else { newer };
        let Some(Reference { repository, digest, .. }) =
            Reference::parse(new).filter(|image| image.tag.is_some())
        else {
            return Err(wrong(
                format!("expected a tag or an image with a tag, found `{newer}`"),
                help,
            ));
        };
        if repository != image.repository {
            let message = format!(
                "the repository differs: expected `{}`, found `{repository}`",
                image.repository
            );
            return Err(wrong(message, "change an image to another repository in the definition"));
        }
        if image.digest.is_some() && digest.is_none() {
            let message = format!("`{old}` has a digest, but `{newer}` has none");
            return Err(wrong(message, "add the newer digest: `NEWER-TAG@sha256:…`"));
        }
        Ok(Self { old: (*old).to_owned(), new: new.to_owned(), place: place.clone() })
    }
}

/// Whether a word is a tag, with a digest or without.
fn is_newer(word: &str) -> bool {
    let (tag, digest) =
        word.split_once('@').map_or((word, None), |(tag, digest)| (tag, Some(digest)));
    is_tag(tag) && digest.is_none_or(is_digest)
}

fn span(start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

fn finding(message: String, place: Place) -> Diagnostic {
    Diagnostic::error("outdated", message).at(place)
}

/// What updates change in the sources, where jobs use these images. An image is updated wherever it is used, or not at all;
/// what does not come from one literal stays as it is.
#[must_use]
pub fn plan(updates: &[Update], uses: &[Use], sources: &Sources) -> Plan {
    let mut plan = Plan::default();
    let mut edits = Vec::new();
    for update in updates {
        match literals(update, uses, sources) {
            Ok(literals) if literals.is_empty() => {}
            Ok(literals) => {
                plan.made.push((update.clone(), literals.len()));
                edits.extend(literals.into_iter().map(|literal| (literal, update.new.as_str())));
            }
            Err(finding) => plan.refused.push(*finding),
        }
    }
    // From the end of each file, so that what is before stays where it is.
    edits.sort_by_key(|(literal, _)| (literal.file().to_owned(), Reverse(literal.span().start)));
    for own in edits.chunk_by(|(one, _), (two, _)| one.file() == two.file()) {
        let Some((first, _)) = own.first() else { continue };
        let mut text = first.text().to_owned();
        for (literal, new) in own {
            text.replace_range(literal.span(), &format!("\"{new}\""));
        }
        plan.texts.push((first.file().to_owned(), text));
    }
    plan
}

/// The literals that an update changes: none, if it has been made already.
fn literals(
    update: &Update,
    uses: &[Use],
    sources: &Sources,
) -> Result<Vec<Literal>, Box<Diagnostic>> {
    let mut all: Vec<Literal> = Vec::new();
    let refused =
        |message: String| Diagnostic::warning("outdated", message).at(update.place.clone());
    for used in uses.iter().filter(|used| used.image == update.old) {
        match sources.origin(used) {
            Origin::Literal(literal) => all.push(literal),
            Origin::Several(several) => {
                let message = format!(
                    "`{}` stays: job `{}` has it from one of several equal literals",
                    update.old, used.job
                );
                let mut finding =
                    refused(message).help("keep one of them, and refer to it from the others");
                for literal in several {
                    finding = finding.related(literal.place(), "one of them");
                }
                return Err(Box::new(finding));
            }
            Origin::None => {
                let message = format!(
                    "`{}` stays: in job `{}`, it comes from an unknown literal",
                    update.old, used.job
                );
                let help = "write the image as a literal where it is used, or as a constant in \
                    `registry/images.rs`";
                return Err(Box::new(
                    refused(message).related(used.location, "set here").help(help),
                ));
            }
        }
    }
    all.sort_by_key(|literal| (literal.file().to_owned(), literal.span().start));
    all.dedup();
    let is_made = uses.iter().any(|used| used.image == update.new);
    if all.is_empty() && !is_made {
        let finding = refused(format!("unused image `{}`: no job runs it", update.old));
        let images = uses.iter().map(|used| used.image.as_str());
        let help = match nearest(&update.old, images) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "run `images` to list them".to_owned(),
        };
        return Err(Box::new(finding.help(help)));
    }
    Ok(all)
}
