//! `variable`: a value that is given when the job is deployed.

use super::{Attr, Base, Block, Expr, IntoAttr, Location, Value, expr, var, written_at};

/// A value that whoever deploys the job file gives: `nomad job run -var image_tag=1.4.2`.
///
/// ```hcl
/// variable "image_tag" {
///   type        = string
///   default     = "1.4.1"
///   description = "The version to run."
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Docker, Group, Job, Task, Variable, interpolate};
/// let tag = Variable::string("image_tag").default("1.4.1");
/// let image = interpolate(["registry.lab/app:".into(), tag.reference().into()]);
/// let task = Task::new("app", Docker::image(image));
/// let job = Job::service("app").variable(tag).group(Group::new("app").task(task));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "variable", go = "Variable", special = Variable, no_serde)]
pub struct Variable {
    /// The name, by which expressions refer to it: `var.NAME`.
    #[field(label)]
    pub name: String,
    /// The type: `string`, `number`, `bool`, `list(string)`, `map(string)`, `object({ … })` and so on.
    #[field(no_setter, words = "the type of the value")]
    pub type_: Option<Attr<Expr>>,
    /// The value when none is given; without it, a value must be given.
    #[field(verbatim)]
    pub default: Option<Attr<Value>>,
    /// What it is for.
    #[field(verbatim)]
    pub description: Option<Attr<String>>,
    /// A condition that a given value must meet.
    #[field(block = "validation", ordered)]
    pub validations: Vec<Validation>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Variable {
    /// A value of any type.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        let variable = Self { name: name.into(), ..Self::blank() };
        written_at(variable, Location::here())
    }

    /// A string.
    #[must_use]
    #[track_caller]
    pub fn string(name: impl Into<String>) -> Self {
        Self::of_type(name, "string")
    }

    /// A number.
    #[must_use]
    #[track_caller]
    pub fn number(name: impl Into<String>) -> Self {
        Self::of_type(name, "number")
    }

    /// `true` or `false`.
    #[must_use]
    #[track_caller]
    pub fn bool(name: impl Into<String>) -> Self {
        Self::of_type(name, "bool")
    }

    /// A value of any type of HCL, such as `list(string)`.
    #[must_use]
    #[track_caller]
    pub fn of_type(name: impl Into<String>, type_: impl Into<String>) -> Self {
        let variable = Self { name: name.into(), type_: Some(expr(type_).into()), ..Self::blank() };
        written_at(variable, Location::here())
    }

    /// The expression that refers to its value.
    #[must_use]
    pub fn reference(&self) -> Expr {
        var(&self.name)
    }
}

/// A condition that the value of a variable must meet.
///
/// ```hcl
/// validation {
///   condition     = var.replicas > 0
///   error_message = "At least one must run."
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Validation, expr};
/// let some = Validation::new(expr("var.replicas > 0"), "At least one must run.");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "validation", go = "VariableValidation", constructor, no_serde)]
pub struct Validation {
    /// What must be true.
    #[field(required)]
    pub condition: Option<Attr<Expr>>,
    /// What whoever gave another value is told. Nomad before 2.0.5 wants a sentence: a capital letter and a full stop.
    #[field(required, verbatim)]
    pub error_message: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Validation {
    /// A condition with its message.
    #[must_use]
    #[track_caller]
    pub fn new(condition: Expr, error_message: impl IntoAttr<String>) -> Self {
        let validation = Self::blank().condition(condition).error_message(error_message);
        written_at(validation, Location::here())
    }
}
