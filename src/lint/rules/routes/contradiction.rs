//! What two calls say that cannot both be.

use crate::diagnostic::Diagnostic;
use crate::lint::routes::Part;
use crate::lint::{Context, Rule};

impl Part<'_> {
    /// A finding about the second of two settings that contradict each other.
    pub fn contradiction(
        &self,
        rule: &Rule,
        message: String,
        both: [usize; 2],
        context: &Context<'_>,
    ) -> Diagnostic {
        let place = |setting: usize| {
            context.place(self.locations.get(setting).copied().unwrap_or_default())
        };
        let [first, second] = both.map(place);
        let finding = Diagnostic::new(rule.name, rule.level, message);
        finding.at(second.or_else(|| self.place.clone())).related(first, "the first one is here")
    }
}
