//! Labels, which are fixed text to HCL.

/// What a job file has instead of a label that is worked out from `value`.
pub(crate) fn instead_of(kind: &str, value: &str) -> String {
    match kind {
        "job" => {
            format!("give the job a fixed label, and in it `id = {value}` and `name = {value}`")
        }
        "variable" | "locals" | "variables" => "give it a fixed name".to_owned(),
        _ => format!(
            "write `dynamic \"{kind}\" {{ … }}` with `labels = [{value}]`, `for_each` and a `content` block"
        ),
    }
}
