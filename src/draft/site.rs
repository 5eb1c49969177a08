//! One more site in a `site.rs`.

use crate::error::{Error, ErrorKind};

/// The text of `site.rs` with one more site: a function of that name, and where `sites` lists them, its place there.
///
/// Where the list is no `vec![…]`, it is the author's: then the second text says what to add to it.
///
/// ```
/// use jobwright::draft::with_site;
///
/// let (text, note) = with_site("pub fn site() -> Site {\n    Site::new(\"lab\")\n}\n", "cloud")?;
/// assert!(text.contains("pub fn cloud() -> Site {\n    Site::new(\"cloud\").datacenters([\"cloud\"])\n}\n"));
/// assert!(text.contains("    vec![site(), cloud()]\n"));
/// assert_eq!(note, None);
/// # Ok::<(), jobwright::Error>(())
/// ```
///
/// # Errors
///
/// A function of that name is there already.
pub fn with_site(text: &str, name: &str) -> Result<(String, Option<String>), Error> {
    let function = name.replace('-', "_");
    if text.contains(&format!("fn {function}(")) {
        let message = format!("`registry/site.rs` has a function `{function}` already");
        return Err(Error::new(ErrorKind::Usage, message).help("give the site another name"));
    }
    let mut more = format!(
        "\n/// The cluster `{name}`.\npub fn {function}() -> Site {{\n    Site::new({name:?}).datacenters([{name:?}])\n}}\n"
    );
    let Some(at) = text.find("pub fn sites()") else {
        more.push_str(&format!(
            "\n/// All clusters of this registry.\npub fn sites() -> Vec<Site> {{\n    vec![site(), {function}()]\n}}\n"
        ));
        return Ok((format!("{}\n{more}", text.trim_end()), None));
    };
    let (before, list) = text.split_at(at);
    // The list of that function, and not of one below it.
    let end = list.find("\n}").unwrap_or(list.len());
    let found = list.get(..end).and_then(|body| Some((body.find("vec![")?, body.rfind(']')?)));
    let Some((_, close)) = found.filter(|(open, close)| open < close) else {
        let note = format!("add `{function}()` to what `sites` in registry/site.rs gives");
        return Ok((format!("{}\n{more}", text.trim_end()), Some(note)));
    };
    let (inside, behind) = list.split_at(close);
    let several = inside.trim_end().len() != inside.len();
    let inside = match several {
        true => format!("{}\n        {function}(),\n    ", with_comma(inside.trim_end())),
        false => format!("{inside}, {function}()"),
    };
    Ok((format!("{before}{inside}{}\n{more}", behind.trim_end()), None))
}

fn with_comma(text: &str) -> String {
    if text.ends_with(',') { text.to_owned() } else { format!("{text},") }
}
