//! Jobs as definitions of the registry in the working directory's project, or of a new project.

use super::args::{Args, root};
use super::summary::Summary;
use crate::cli::{Answer, print};
use crate::error::Error;
use crate::import::{Destination, Files, Imported, merge};
use crate::registry::Registry;
use crate::render::Renderer;
use crate::scaffold::Dependency;

/// Writes the definitions.
pub fn write(
    args: &Args,
    registry: Option<Registry>,
    jobs: &[Imported],
    renderer: &Renderer,
    summary: &mut Summary,
) -> Result<Answer, Error> {
    let root = root()?;
    let dependency = args.dependency.checked()?.unwrap_or_else(Dependency::found);
    let (category, force) = (args.category.as_deref(), args.force);
    let into = Destination { root: &root, registry, category, dependency: &dependency, force };
    let merged = merge(jobs, &into, renderer);
    merged.warnings.iter().for_each(print::finding);
    for (job, findings) in &merged.refused {
        summary.refuse(&job.name, findings);
    }
    summary.unchanged += merged.unchanged;
    let plan = match merged.files {
        Files::None => return Ok(Answer::Yes),
        Files::Blocked(finding) => {
            print::finding(&finding);
            return Ok(Answer::Failed);
        }
        Files::Some(plan) => plan,
    };
    merged.refused_by_gen.iter().for_each(print::finding);
    summary.unresolved = merged.refused_by_gen.len();
    let written = plan.write();
    for taken in merged.taken {
        if taken.files.iter().all(|file| !written.missing.contains(file)) {
            summary.imported(&taken.job.job);
            summary.house += usize::from(taken.house);
        }
    }
    summary.notes.push(format!("{written} in {}", root.display()));
    summary.notes.extend(print::kept(plan.kept()));
    if merged.is_new {
        summary.notes.push(dependency.note());
    }
    summary.next = Some(match summary.unresolved {
        0 => "jobwright gen".to_owned(),
        _ => "resolve what is said above in the definitions, then `jobwright gen`".to_owned(),
    });
    summary.errors.extend(written.errors);
    Ok(Answer::Yes)
}
