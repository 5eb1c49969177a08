//! Where API JSON differs from the schema: what Nomad's parser fills in, what the server keeps of
//! its own, and the blocks that are in two fields. See also `crate::api`.

use super::members::member;
use super::reader::ApiReader;
use crate::api::JSON_ONLY;
use crate::jobspec::{Block, Field, Kind, Schema, Special, Value};
use crate::read::Finding;
use jobwright_hcl::json::{Json, Member, Node};

/// What the server knows of a job, which is not the job.
const STATE: [&str; 10] = [
    "CreateIndex",
    "JobModifyIndex",
    "ModifyIndex",
    "NomadTokenID",
    "Stable",
    "Status",
    "StatusDescription",
    "SubmitTime",
    "Version",
    "VersionTag",
];

/// The same of a scaling policy.
const POLICY_STATE: [&str; 5] = ["CreateIndex", "ID", "ModifyIndex", "Namespace", "Target"];

/// Whether a member is the server's own.
pub fn is_state(schema: &Schema, member: &Member<'_>) -> bool {
    let is = |name: &str| member.key.eq_ignore_ascii_case(name);
    match schema.special {
        Some(Special::Job) => STATE.iter().any(|name| is(name)),
        Some(Special::Scaling) => POLICY_STATE.iter().any(|name| is(name)),
        Some(Special::Periodic) => is("SpecType") && is_text(&member.value, "cron"),
        Some(Special::Task) => is("Identity"),
        Some(Special::Proxy) => is("ExposeConfig"),
        Some(Special::Expose) => is("Path"),
        _ => false,
    }
}

/// Whether it is a field of the API at all.
pub fn is_known(schema: &Schema, key: &str) -> bool {
    JSON_ONLY.iter().any(|(go, name, _)| *go == schema.go && name.eq_ignore_ascii_case(key))
}

fn is_text(node: &Node<'_>, text: &str) -> bool {
    matches!(&node.kind, Json::Text(value) if value == text)
}

/// Whether Nomad's parser fills this in where a job file says nothing.
pub fn filled_in(schema: &Schema, field: &Field, node: &Node<'_>) -> bool {
    let (is_true, is_false) =
        (matches!(node.kind, Json::Bool(true)), matches!(node.kind, Json::Bool(false)));
    let five_seconds = matches!(&node.kind, Json::Number(number) if number == "5000000000");
    let Some(special) = schema.special else { return false };
    match (special, field.json) {
        (Special::Template | Special::Vault, "ChangeMode") => is_text(node, "restart"),
        (Special::Template, "Perms") => is_text(node, "0644"),
        (Special::Template, "Splay") | (Special::ChangeScript, "Timeout") => five_seconds,
        (Special::Template, "ErrMissingKey")
        | (Special::ChangeScript, "FailOnError" | "RunOnFirstRender")
        | (Special::Vault, "DisableFile") => is_false,
        (Special::ChangeScript, "Args") => node.is_zero(),
        (Special::Vault, "Env") => is_true,
        (Special::Constraint | Special::Affinity, "Operand") => is_text(node, "="),
        (Special::Scaling, "Type") => is_text(node, "horizontal"),
        _ => false,
    }
}

impl ApiReader {
    /// Reads a field that is not where or what the schema says, and says whether it was one.
    pub fn special(
        &mut self,
        schema: &'static Schema,
        (index, field): (usize, &Field),
        members: &[Member<'_>],
        into: &mut dyn Block,
    ) -> bool {
        let Some(special) = schema.special else { return false };
        match (special, field.name) {
            (Special::Job, "name") => same_as_id(members),
            (Special::Task, "identity") => {
                if let Some(default) = other(members, "Identity") {
                    self.child(default, index, into);
                    self.check_default(default);
                }
                false
            }
            (Special::Network, "reserved_ports" | "port") if !self.in_sidecar_task => {
                self.ports(field, members, index, into)
            }
            (Special::Scaling, _) if schema.labels().next().is_some() && field.json == "Type" => {
                if field.kind == Kind::Label {
                    self.resource(members, index, into);
                }
                true
            }
            (Special::Proxy, "expose") => match other(members, "ExposeConfig") {
                Some(node) => {
                    self.child(node, index, into);
                    true
                }
                None => false,
            },
            (Special::Expose, "path") => match other(members, "Path") {
                Some(Node { kind: Json::List(all), .. }) => {
                    all.iter().for_each(|one| self.child(one, index, into));
                    true
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// The `Identity` of a task, apart from its `Identities`, is the one with the default name.
    fn check_default(&mut self, node: &Node<'_>) {
        let Json::Object(members) = &node.kind else { return };
        let name = member(members, "Name").map(|member| &member.value);
        if name.is_some_and(|name| !name.is_zero() && !is_text(name, "default")) {
            let message = "in a job file, the `Identity` of a task cannot have this name; move it \
                to `Identities`";
            self.losses.push(Finding::new(node.span, message));
        }
    }

    /// Ports with a static number and others are of one kind in HCL. Only where there are no others can the number be
    /// missing from the first.
    fn ports(
        &mut self,
        field: &Field,
        members: &[Member<'_>],
        index: usize,
        into: &mut dyn Block,
    ) -> bool {
        let list = |name: &str| match other(members, name) {
            Some(Node { kind: Json::List(all), .. }) => all.as_slice(),
            _ => &[],
        };
        let (reserved, dynamic) = (list("ReservedPorts"), list("DynamicPorts"));
        let is_old_form = dynamic.is_empty() && !reserved.iter().all(is_static);
        if is_old_form || other(members, field.json).is_some_and(|node| !is_list(node)) {
            return false;
        }
        if field.name == "port" {
            for (port, wanted) in
                reserved.iter().map(|port| (port, true)).chain(dynamic.iter().map(|p| (p, false)))
            {
                if is_static(port) != wanted {
                    let message = "in a job file, a port with a number is reserved and one without is dynamic";
                    self.losses.push(Finding::new(port.span, message));
                }
                self.child(port, index, into);
            }
        }
        true
    }

    /// The label of a task's scaling policy.
    fn resource(&mut self, members: &[Member<'_>], index: usize, into: &mut dyn Block) {
        let Some(node) = other(members, "Type") else { return };
        match &node.kind {
            Json::Text(kind) if kind == "vertical_cpu" => into.set(index, Value::from("cpu")),
            Json::Text(kind) if kind == "vertical_mem" => into.set(index, Value::from("mem")),
            _ => self.expected(node, "`vertical_cpu` or `vertical_mem`"),
        }
    }
}

fn is_list(node: &Node<'_>) -> bool {
    matches!(node.kind, Json::List(_))
}

fn is_static(port: &Node<'_>) -> bool {
    let Json::Object(members) = &port.kind else { return false };
    match other(members, "Value") {
        Some(Node { kind: Json::Number(number), .. }) => number.parse().is_ok_and(|n: i64| n > 0),
        _ => false,
    }
}

/// The value of a name, unless it is null.
fn other<'m, 'a>(members: &'m [Member<'a>], name: &str) -> Option<&'m Node<'a>> {
    member(members, name).map(|member| &member.value).filter(|node| !node.is_null())
}

fn same_as_id(members: &[Member<'_>]) -> bool {
    match (other(members, "ID").map(|node| &node.kind), other(members, "Name")) {
        (Some(Json::Text(id)), Some(name)) => is_text(name, id),
        _ => false,
    }
}
