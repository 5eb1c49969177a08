//! Which constructor a person would take for a block, and what it says already.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::jobspec::{Text, Value};

/// A constructor: its call, with the fields that it takes, and the fields that it sets by itself.
///
/// Of those that fit, the first is used. `name#` takes an integer constant, `name%` a string of
/// digits, and `name~` the source of an expression. Blocks that are not listed have `new()`.
const CONSTRUCTORS: &[(&str, &str)] = &[
    ("Job::service(id)", "type=service"),
    ("Job::system(id)", "type=system"),
    ("Job::batch(id)", "type=batch"),
    ("Job::sysbatch(id)", "type=sysbatch"),
    ("Job::new(id)", ""),
    ("Variable::string(name)", "type=string"),
    ("Variable::number(name)", "type=number"),
    ("Variable::bool(name)", "type=bool"),
    ("Variable::of_type(name, type~)", ""),
    ("Variable::new(name)", ""),
    ("Validation::new(condition, error_message)", ""),
    ("Group::new(name)", ""),
    ("Port::fixed(label, static#)", ""),
    ("Port::http(to#)", "label=http"),
    ("Port::dynamic(label)", ""),
    ("Service::new(name)", ""),
    ("Service::unnamed()", ""),
    ("Check::http(path)", "type=http"),
    ("Check::tcp()", "type=tcp"),
    ("Check::grpc()", "type=grpc"),
    ("Check::script(command)", "type=script"),
    ("Constraint::regexp(attribute, value)", "operator=regexp"),
    ("Constraint::version(attribute, value)", "operator=version"),
    ("Constraint::semver(attribute, value)", "operator=semver"),
    ("Constraint::set_contains(attribute, value)", "operator=set_contains"),
    ("Constraint::set_contains_all(attribute, value)", "operator=set_contains_all"),
    ("Constraint::set_contains_any(attribute, value)", "operator=set_contains_any"),
    ("Constraint::is_set(attribute)", "operator=is_set"),
    ("Constraint::is_not_set(attribute)", "operator=is_not_set"),
    ("Constraint::distinct_hosts()", "operator=distinct_hosts value=true"),
    ("Constraint::distinct_property(attribute, value%)", "operator=distinct_property"),
    ("Constraint::compare(attribute, operator, value)", ""),
    ("Constraint::new(attribute, value)", ""),
    ("Affinity::regexp(attribute, value)", "operator=regexp"),
    ("Affinity::version(attribute, value)", "operator=version"),
    ("Affinity::semver(attribute, value)", "operator=semver"),
    ("Affinity::set_contains(attribute, value)", "operator=set_contains"),
    ("Affinity::set_contains_all(attribute, value)", "operator=set_contains_all"),
    ("Affinity::set_contains_any(attribute, value)", "operator=set_contains_any"),
    ("Affinity::compare(attribute, operator, value)", ""),
    ("Affinity::new(attribute, value)", ""),
    ("Spread::new(attribute)", ""),
    ("SpreadTarget::new(value, percent)", ""),
    ("Periodic::crons(crons)", ""),
    ("Periodic::at(cron)", ""),
    ("Template::inline(destination, data)", ""),
    ("Template::file(source, destination)", ""),
    ("Artifact::new(source)", ""),
    ("Volume::host(name, source)", "type=host"),
    ("Volume::csi(name, source)", "type=csi"),
    ("VolumeMount::new(volume, destination)", ""),
    ("CsiPlugin::controller(id)", "type=controller"),
    ("CsiPlugin::node(id)", "type=node"),
    ("CsiPlugin::monolith(id)", "type=monolith"),
    ("Lifecycle::prestart()", "hook=prestart"),
    ("Lifecycle::poststart()", "hook=poststart"),
    ("Lifecycle::poststop()", "hook=poststop"),
    ("Secret::new(name, provider, path)", ""),
    ("Identity::named(name)", ""),
    ("Identity::new()", ""),
    ("DispatchPayload::to(file)", ""),
    ("Action::new(name, command)", ""),
    ("ChangeScript::new(command)", ""),
    ("Wait::between(min, max)", ""),
    ("Wait::new()", ""),
    ("Scaling::between(min, max)", ""),
    ("TaskScaling::cpu()", "resource=cpu"),
    ("TaskScaling::mem()", "resource=mem"),
    ("Schedule::new(cron)", ""),
    ("ScheduleCron::new(start, end)", ""),
    ("Weights::new(passing, warning)", ""),
    ("Link::new(label, url)", ""),
    ("MultiregionRegion::new(name)", ""),
    ("Numa::prefer()", "affinity=prefer"),
    ("Numa::require()", "affinity=require"),
    ("Device::new(name)", ""),
    ("Connect::native()", "native=true"),
    ("Connect::sidecar_service(sidecar_service)", ""),
    ("Connect::gateway(gateway)", ""),
    ("Gateway::ingress(ingress)", ""),
    ("Gateway::terminating(terminating)", ""),
    ("Gateway::mesh()", "mesh="),
    ("Listener::tcp(port)", "protocol=tcp"),
    ("Listener::http(port)", "protocol=http"),
    ("Listener::new(port, protocol)", ""),
    ("IngressService::new(name)", ""),
    ("LinkedService::new(name)", ""),
    ("BindAddress::new(name, address, port)", ""),
    ("Sds::new(cluster_name, cert_resource)", ""),
    ("Upstream::new(destination_name, local_bind_port)", ""),
    ("ExposePath::new(path, local_path_port, listener_port)", ""),
    ("MeshGateway::new(mode)", ""),
    ("Docker::image(image)", ""),
    ("Podman::image(image)", ""),
    ("Exec::command(command)", ""),
    ("RawExec::command(command)", ""),
    ("Java::jar(jar_path)", ""),
    ("Java::main_class(class)", ""),
    ("Qemu::image(image_path)", ""),
    ("PodmanLogging::new(driver)", ""),
    ("Mount::bind(source, target)", "type=bind"),
    ("Mount::volume(source, target)", "type=volume"),
    ("Mount::tmpfs(target)", "type=tmpfs"),
    ("Mount::new(source, target)", ""),
    ("DockerLogging::new(type)", ""),
    ("DockerDevice::new(host_path)", ""),
    ("BindOptions::new(propagation)", ""),
    ("VolumeDriverConfig::new(name)", ""),
];

/// A constructor for one block.
#[derive(Clone, Debug)]
pub struct Constructor {
    /// Its path: `Check::http`.
    pub path: String,
    /// The fields that it takes, in order.
    pub takes: Vec<Parameter>,
    /// The fields that it sets by itself.
    pub sets: Vec<(&'static str, &'static str)>,
}

/// A parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// The field.
    pub field: &'static str,
    /// What may be given.
    pub form: Form,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// What the field's setter takes.
    Any,
    /// A constant integer of 16 bits.
    Number,
    /// A string of digits, as a number.
    Digits,
    /// An expression, by its source.
    Source,
}

/// What is known of a block's field.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// An attribute.
    Value(&'a Value),
    /// A label.
    Label(&'a str),
    /// An inner block; empty if it has nothing in it.
    Block { empty: bool },
}

/// All constructors by their types, those of a type in the order in which they are tried.
static BY_TYPE: LazyLock<HashMap<&str, Vec<Constructor>>> = LazyLock::new(|| {
    let mut by_type: HashMap<&str, Vec<Constructor>> = HashMap::new();
    for (call, sets) in CONSTRUCTORS {
        let Some((path, parameters)) = call.trim_end_matches(')').split_once('(') else { continue };
        let Some((of, _)) = path.split_once("::") else { continue };
        let takes = parameters.split(", ").filter(|parameter| !parameter.is_empty());
        let sets = sets.split_whitespace().filter_map(|set| set.split_once('='));
        by_type.entry(of).or_default().push(Constructor {
            path: path.to_owned(),
            takes: takes.map(parameter).collect(),
            sets: sets.collect(),
        });
    }
    by_type
});

fn parameter(text: &'static str) -> Parameter {
    let field = text.trim_end_matches(['#', '%', '~']);
    let form = match text.strip_prefix(field) {
        Some("#") => Form::Number,
        Some("%") => Form::Digits,
        Some("~") => Form::Source,
        _ => Form::Any,
    };
    Parameter { field, form }
}

/// The constructor for a block of which `field` knows what is set. Where none fits, it is the one that says the least
/// that is not so.
pub fn choose<'a>(name: &str, field: impl Fn(&str) -> Option<Known<'a>>) -> Constructor {
    let new = || Constructor { path: format!("{name}::new"), takes: vec![], sets: vec![] };
    let wrong = |constructor: &Constructor| {
        let missing = constructor.takes.iter().filter(|parameter| {
            !field(parameter.field).is_some_and(|known| suits(known, parameter.form))
        });
        let other = constructor.sets.iter().filter(|(name, value)| !is(field(name), value));
        // A constructor that takes too much sets an empty string; one that sets too much sets
        // another value.
        missing.count() + 2 * other.count()
    };
    let all = BY_TYPE.get(name).into_iter().flatten();
    all.min_by_key(|constructor| wrong(constructor)).cloned().unwrap_or_else(new)
}

/// Whether what is known is what a constructor sets.
pub fn is(known: Option<Known<'_>>, value: &str) -> bool {
    match known {
        Some(Known::Value(Value::Text(Text::Plain(text)))) => text == value,
        Some(Known::Value(Value::Bool(known))) => known.to_string() == value,
        Some(Known::Value(Value::Expr(expr))) => expr.source() == value,
        Some(Known::Label(label)) => label == value,
        Some(Known::Block { empty }) => empty && value.is_empty(),
        Some(Known::Value(_)) | None => false,
    }
}

/// Whether a parameter can take what is known.
pub fn suits(known: Known<'_>, form: Form) -> bool {
    match (known, form) {
        (Known::Value(Value::Null), _) => false,
        (_, Form::Any) => true,
        (Known::Value(Value::Int(number)), Form::Number) => u16::try_from(*number).is_ok(),
        (Known::Value(Value::Text(Text::Plain(text))), Form::Digits) => {
            text.parse::<u32>().is_ok_and(|number| number.to_string() == *text)
        }
        (Known::Value(Value::Expr(_)), Form::Source) => true,
        _ => false,
    }
}
