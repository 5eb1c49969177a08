//! `show JOB --why ATTRIBUTE`: where it was set, as text or as JSON.

use std::fs;
use std::path::Path;

use super::{Answer, print};
use crate::error::Error;
use crate::generate::{CatalogueItem, Format};
use crate::house::Site;
use crate::origin::{self, At, By, Origin};
use crate::project::Project;
use crate::visible::visible_line;
use jobwright_hcl::fmt;

/// Where an attribute comes from, as text or as JSON.
pub fn run(
    item: &CatalogueItem,
    site: &Site,
    asked: &str,
    format: Format,
) -> Result<Answer, Error> {
    let mut origins = origin::of(&item.defined, site, asked)?;
    let project = Project::here()?;
    for at in origins.iter_mut().flat_map(|origin| &mut origin.places) {
        if let Ok(inside) = Path::new(&at.file).strip_prefix(project.root()) {
            at.file = inside.to_string_lossy().replace('\\', "/");
        }
    }
    if format == Format::Json {
        return print::report(&origins);
    }
    let texts: Vec<String> =
        origins.iter().map(|origin| why_text(origin, project.root())).collect();
    print::result(&texts.concat())
}

fn why_text(origin: &Origin, root: &Path) -> String {
    let mut text = match &origin.value {
        Some(value) if origin.by != By::Nobody => {
            format!("{} = {}\n", visible_line(&origin.path), laid_out(value))
        }
        _ => format!("{}\n", visible_line(&origin.path)),
    };
    if let (By::Nobody, Some(default)) = (origin.by, &origin.value) {
        return text + &format!("  not set; Nomad's default: {default}\n");
    }
    if origin.places.is_empty() {
        text.push_str(&format!("  {}\n", who(origin.by)));
    }
    for At { file, line, column, by } in &origin.places {
        let who = who(*by);
        let call = call(&root.join(file), *line, *column);
        let call = call.map(|call| format!(": `{call}`")).unwrap_or_default();
        let place = format!("{who}, {file}:{line}:{column}{call}");
        text.push_str(&format!("  {}\n", visible_line(&place)));
    }
    text
}

/// Who set something, in words.
fn who(by: By) -> &'static str {
    match by {
        By::Definition => "the definition",
        By::Category => "its category",
        By::Site => "the site",
        By::Shared => "shared code of the definitions",
        By::Nomad => "Nomad's default",
        By::Nobody => "not set, and Nomad has no default",
        By::Unknown => "the location where it was set is unknown",
    }
}

/// A value as it is written in a formatted file.
fn laid_out(value: &str) -> String {
    let text = fmt::format(&format!("value = {value}\n"));
    let text = text.ok();
    let inside = text.as_deref().and_then(|text| text.strip_prefix("value = "));
    inside.unwrap_or(value).trim_end().to_owned()
}

/// The call at a location in a Rust file, to its end or that of its line.
fn call(file: &Path, line: u32, column: u32) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().nth(usize::try_from(line).ok()?.checked_sub(1)?)?;
    let call: String = line.chars().skip(usize::try_from(column).ok()?.checked_sub(1)?).collect();
    let (mut depth, mut quoted, mut end) = (0, false, call.len());
    for (at, letter) in call.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if letter == ')' && !quoted && depth <= 0 {
            end = at + usize::from(depth == 0);
            break;
        }
    }
    let call = call.get(..end).unwrap_or_default().trim_end_matches([',', ';', ' ']);
    (!call.is_empty()).then(|| call.to_owned())
}
