//! Files that are something else: another language, or another kind of HCL file.

use super::seems::Foreign;
use jobwright_hcl::syntax::{self, Body, Item, Span};

/// A language other than HCL.
pub fn language(text: &str) -> Option<Foreign> {
    let start = text.len() - text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len();
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    // Offsets beyond 4 GiB do not matter here.
    let span = Span::new(start as u32, (start + line.len()) as u32);
    let action = ["{{", "{%", "[["].iter().any(|start| rest.starts_with(start));
    let list = rest.starts_with('[') && rest.trim_end().ends_with(']');
    if !action && (rest.starts_with('{') || list) && !syntax::is_json(text) {
        let help = "begin the file with the `{` of one JSON object: only spaces may precede it, no \
            newline";
        return Some(Foreign::new("JSON", span, help));
    }
    if rest.starts_with("<?xml") || rest.starts_with("<!DOCTYPE") || rest.starts_with("<html") {
        let help = "pass the job file itself, not a page that shows it";
        return Some(Foreign::new("an XML or HTML page", span, help));
    }
    yaml(rest).then(|| {
        let has = |key: &str| rest.lines().any(|line| line.starts_with(key));
        let (what, help) = if has("apiVersion:") && has("kind:") {
            ("a Kubernetes manifest", "write the job in Rust or HCL: manifests cannot be converted")
        } else if has("services:") {
            ("a Compose file", "write the job in Rust or HCL: manifests cannot be converted")
        } else {
            ("YAML", "pass a job file in HCL or JSON")
        };
        Foreign::new(what, span, help)
    })
}

/// Whether all lines that are not indented are keys of YAML, and some are.
fn yaml(text: &str) -> bool {
    let top = |line: &&str| {
        !line.trim().is_empty() && !line.starts_with([' ', '\t', '#', '-']) && *line != "..."
    };
    let key = |line: &str| {
        let (key, rest) = line.split_once(':').unwrap_or((" ", ""));
        !key.contains([' ', '"', '=', '{']) && (rest.is_empty() || rest.starts_with(' '))
    };
    let mut keys = text.lines().filter(top).peekable();
    keys.peek().is_some() && keys.all(key)
}

/// A kind of HCL file, by what is at its top level.
struct Known {
    what: &'static str,
    /// Any of these identifies it.
    names: &'static [&'static str],
    help: &'static str,
}

const KNOWN: &[Known] = &[
    Known {
        what: "Terraform configuration",
        names: &[
            "resource",
            "terraform",
            "provider",
            "data",
            "module",
            "output",
            "moved",
            "import",
        ],
        help: "pass the job file that its `nomad_job` resource reads",
    },
    Known {
        what: "the configuration of a Nomad agent",
        names: &[
            "server",
            "client",
            "data_dir",
            "bind_addr",
            "advertise",
            "ports",
            "telemetry",
            "acl",
            "tls",
            "addresses",
            "log_level",
            "leave_on_terminate",
            "plugin_dir",
            "autopilot",
            "disable_update_check",
        ],
        help: "pass it to `nomad agent -config`; a job file has a `job` block",
    },
    Known {
        what: "a volume specification",
        names: &[
            "capability",
            "plugin_id",
            "mount_options",
            "capacity_min",
            "capacity_max",
            "external_id",
        ],
        help: "create volumes with `nomad volume create`; a job file has a `job` block",
    },
    Known {
        what: "the metadata of a pack",
        names: &["app", "pack", "dependency"],
        help: "pass the job that `nomad-pack render` prints for the pack",
    },
    Known {
        what: "a node pool specification",
        names: &["node_pool"],
        help: "create node pools with `nomad node pool apply`; a job file has a `job` block",
    },
    Known {
        what: "an ACL policy",
        names: &["namespace", "agent", "operator", "node", "quota", "host_volume", "plugin"],
        help: "create policies with `nomad acl policy apply`; a job file has a `job` block",
    },
    Known {
        what: "a namespace or quota specification",
        names: &["capabilities", "limit", "node_pool_config"],
        help: "create them with `nomad namespace apply` and `nomad quota apply`; a job file has a \
            `job` block",
    },
    Known {
        what: "a specification of Nomad variables",
        names: &["items"],
        help: "create variables with `nomad var put`; a job file has a `job` block",
    },
];

/// Another kind of HCL file than a job.
pub fn file(body: &Body<'_>) -> Option<Foreign> {
    let top = |name: &str| body.items.iter().find(|item| name_of(item).0 == name);
    if top("job").is_some() {
        return None;
    }
    let found = KNOWN.iter().find_map(|known| {
        let item = body.items.iter().find(|item| known.names.contains(&name_of(item).0))?;
        Some(Foreign::new(known.what, name_of(item).1, known.help))
    });
    found.or_else(|| csi(body)).or_else(|| values(body))
}

fn csi(body: &Body<'_>) -> Option<Foreign> {
    let kind = body.items.iter().find_map(|item| match item {
        Item::Attribute(attribute) if attribute.name == "type" => Some(attribute),
        _ => None,
    })?;
    let volume = matches!(kind.value.as_str(), Some("csi" | "host"));
    volume.then(|| {
        let help = "create volumes with `nomad volume create`; a job file has a `job` block";
        Foreign::new("a volume specification", kind.span, help)
    })
}

/// Files that go with a job file: variables, and their values.
fn values(body: &Body<'_>) -> Option<Foreign> {
    let first = body.items.first()?;
    let attributes = body.items.iter().all(|item| matches!(item, Item::Attribute(_)));
    let variables = body.items.iter().all(|item| name_of(item).0 == "variable");
    let (what, help) = match (attributes, variables) {
        (true, _) => (
            "a file with values for variables",
            "pass it with `--var-file`, together with the job \
                file",
        ),
        (_, true) => (
            "the variables of a pack or a module",
            "put the variables and the `job` block of a job into one file",
        ),
        _ => return None,
    };
    Some(Foreign::new(what, name_of(first).1, help))
}

fn name_of<'a>(item: &Item<'a>) -> (&'a str, Span) {
    match item {
        Item::Attribute(attribute) => (attribute.name, attribute.name_span),
        Item::Block(block) => (block.kind, block.kind_span),
    }
}
