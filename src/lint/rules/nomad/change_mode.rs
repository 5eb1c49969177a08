//! `nomad/change-mode`: a change mode `signal` has a signal, a change mode `script` has a script,
//! and an identity sets a signal only for the mode `signal`.

use crate::jobspec::{Attr, Block, Identity, Location, Template, Vault};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given::is_of_task;
use super::given::text;

pub const RULE: Rule = Rule {
    name: "nomad/change-mode",
    what: "a change mode `signal` has a signal, a change mode `script` has a script, and an \
        identity sets a signal only for the mode `signal`",
    why: "Nomad refuses the job: it would not know what to do on a change. Besides, a signal \
        cannot change the environment of a running program.",
    level: Level::Error,
    bad: Sample::Task(
        "template {\n  data        = \"a\"\n  destination = \"local/app.yml\"\n  change_mode = \"script\"\n}",
    ),
    good: Sample::Task(
        "template {\n  data        = \"a\"\n  destination = \"local/app.yml\"\n  change_mode = \"script\"\n\n  change_script {\n    command = \"/bin/reload\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Template | Vault | Identity, check),
};

/// Checks a block that says what happens on a change.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let any = block.as_any();
    if let Some(template) = any.downcast_ref::<Template>() {
        let mode = text(&template.change_mode);
        signal("template", mode, &template.change_signal, scope);
        match mode {
            Some("signal") => environment(template, scope),
            Some("script") => script(template, scope),
            _ => {}
        }
    } else if let Some(vault) = any.downcast_ref::<Vault>() {
        signal("vault", text(&vault.change_mode), &vault.change_signal, scope);
    } else if let Some(identity) = any.downcast_ref::<Identity>()
        && is_of_task(identity, scope)
    {
        let mode = text(&identity.change_mode);
        signal("identity", mode, &identity.change_signal, scope);
        let Some(set) = &identity.change_signal else { return };
        if set.as_str().is_none_or(str::is_empty) || !matches!(mode, Some("" | "noop" | "restart"))
        {
            return;
        }
        let message = "`identity` sets `change_signal`, but its `change_mode` is not `signal`";
        let finding = scope.finding(message, set.location());
        scope.report(finding.help("set `change_mode = \"signal\"`, or remove `change_signal`"));
    }
}

/// A signal that is sent has a name.
fn signal(what: &str, mode: Option<&str>, set: &Option<Attr<String>>, scope: &mut Scope<'_, '_>) {
    if mode == Some("signal") && text(set) == Some("") {
        let message = format!(
            "`change_mode` of `{what}` is `signal`, but `change_signal` is empty; expected a signal"
        );
        let location = set.as_ref().map(Attr::location).unwrap_or_default();
        scope.report(scope.finding(message, location).help("set a signal, such as `SIGHUP`"));
    }
}

/// A program's environment is as it was when the program started.
fn environment(template: &Template, scope: &mut Scope<'_, '_>) {
    let Some(env) = template.env.as_ref().filter(|env| env.get() == Some(true)) else { return };
    let message = "`change_mode` of `template` is `signal`, which cannot change the environment \
        that `env` sets";
    let finding = scope.finding(message, env.location());
    scope.report(finding.help("set `change_mode = \"restart\"`, or remove `env`"));
}

/// A script that is run has a command.
fn script(template: &Template, scope: &mut Scope<'_, '_>) {
    let (message, location) = match &template.change_script {
        None => (
            "missing `change_script` for `change_mode = \"script\"` of `template`",
            Location::default(),
        ),
        Some(script) if text(&script.command) == Some("") => {
            let own = script.command.as_ref().map(Attr::location).unwrap_or_default();
            let message = "missing `command` in `change_script`";
            (message, own.or(script.base.location))
        }
        Some(_) => return,
    };
    scope.report(
        scope
            .finding(message, location)
            .help("set the program to run: `change_script { command = … }`"),
    );
}
