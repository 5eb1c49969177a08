//! `parameterized`: a batch job that runs when it is dispatched.

use super::{Attr, Base, Block, Payload};

/// Makes a batch job a form to fill in: every dispatch gives it a payload and meta values, and runs it once.
///
/// ```hcl
/// parameterized {
///   payload       = "required"
///   meta_required = ["target"]
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Parameterized;
/// let form = Parameterized::new().payload("required").meta_required(["target"]);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "parameterized", go = "ParameterizedJobConfig")]
pub struct Parameterized {
    /// Whether a dispatch brings a payload: `optional`, `required` or `forbidden`.
    #[field(zero, filled, default = "optional", update = Version, one_of = ["optional", "required", "forbidden", ""], choice = Payload)]
    pub payload: Option<Attr<String>>,
    /// Meta keys that every dispatch must give.
    #[field(update = Version)]
    pub meta_required: Option<Attr<Vec<String>>>,
    /// Meta keys that a dispatch may give.
    #[field(update = Version)]
    pub meta_optional: Option<Attr<Vec<String>>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
