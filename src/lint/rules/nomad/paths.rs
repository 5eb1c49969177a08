//! Paths in an allocation, as Nomad parses them before any node is chosen.

/// Whether a path below a directory of the allocation's directory leads out of that directory.
///
/// Only the steps count: no link is followed, `${…}` is the name of a directory, and an absolute path is one below the
/// directory. A name in the directory itself that begins with two dots counts as outside, as it does to Nomad.
pub fn escapes(folder: &str, path: &str) -> bool {
    // The allocation's directory is two directories deep; their names only decide whether a path
    // that has left it leads back.
    let home = ["alloc-dir", "alloc-id"];
    let mut at = home.to_vec();
    for step in folder.split('/').chain(path.split('/')) {
        match step {
            "" | "." => {}
            ".." => _ = at.pop(),
            step => at.push(step),
        }
    }
    !at.starts_with(&home) || at.get(home.len()).is_some_and(|first| first.starts_with(".."))
}

#[cfg(test)]
mod tests {
    use super::escapes;

    #[test]
    fn a_path_escapes_as_nomad_counts_its_steps() {
        for path in ["", ".", "local/a", "/etc/a", "../a", "a/../../b", "${NOMAD_SECRETS_DIR}/a"] {
            assert!(!escapes("task", path), "{path}");
        }
        for path in ["../..", "../../a", "a/../../../b", "${NOMAD_ALLOC_DIR}/../../../a", "../..a"]
        {
            assert!(escapes("task", path), "{path}");
        }
        assert!(!escapes("task/local", "../../a") && escapes("task/local", "../../../a"));
        assert!(!escapes("task", "../../../alloc-dir/alloc-id/a"));
    }
}
