//! The `Cargo.toml` of a project.

use std::path::Path;

use super::dependency::Dependency;

/// Its content, with placeholders for what differs from project to project.
const TEXT: &str = include_str!("../../scaffold/Cargo.toml.in");

/// The manifest of the project in `root`.
pub fn manifest(root: &Path, name: &str, dependency: &Dependency) -> String {
    TEXT.replace("@NAME@", &serde_json::Value::from(name).to_string())
        .replace("@JOBWRIGHT@", &dependency.requirement(root, ""))
        .replace("@BUILD@", &dependency.requirement(root, "crates/build"))
}
