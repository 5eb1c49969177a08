//! Findings about two settings that contradict each other.

use crate::diagnostic::Diagnostic;
use crate::lint::Report;
use crate::lint::routes::Part;

impl Part<'_> {
    /// A finding about the second of two settings that contradict each other.
    pub fn contradiction(
        &self,
        report: &Report<'_, '_>,
        message: String,
        both: [usize; 2],
    ) -> Diagnostic {
        let place = |setting: usize| {
            report.context.place(self.locations.get(setting).copied().unwrap_or_default())
        };
        let [first, second] = both.map(place);
        let second = second.or_else(|| self.place.clone());
        report.finding(message, self.one, second).related(first, "first defined here")
    }
}
