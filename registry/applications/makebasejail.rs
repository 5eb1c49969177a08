//! Builds the jails that other jobs fetch: a base system, and http-echo.

use crate::site::*;

pub fn job(site: &Site) -> Job {
    let group = Group::new("makebasejail")
        .constraint(target::FREEBSD)
        .task(script("basejail", include_text!("../files/make-basejail.sh")))
        .task(script("http-echo", include_text!("../files/make-http-echo.sh")));
    site.complete(Job::batch("makebasejail").allow("raw-exec", "only root makes jails").group(group))
}

/// A task that runs a script.
fn script(name: &str, text: String) -> Task {
    Task::new(name, RawExec::command("/bin/sh").args(["local/make.sh"]))
        .template(Template::inline("local/make.sh", text))
        .resources(Shape::equal(100))
}
