//! What runs and what it sees: image, arguments, environment, storage and files.

use super::draft::{Draft, GROUP, Path, plain, text, texts};
use crate::house::{self, Storage, Workload};
use crate::import::definition::code::{Code, Link};
use crate::import::definition::presets;
use crate::import::definition::printer::Printer;
use crate::jobspec::{
    AccessMode, Attr, Block, Config, DispatchPayload, Docker, Driver, EphemeralDisk, FieldItem,
    Lifecycle, Template, Text, Type, Value, Volume,
};

impl Draft<'_> {
    /// The program. `whole` leaves docker's configuration unchanged.
    pub fn driver(&mut self, printer: &mut Printer, whole: bool) -> Option<()> {
        match (self.task.config.clone()?, whole) {
            (Config::Docker(docker), false) => self.docker(printer, &docker),
            (Config::Free(config), _) => {
                let name = plain(self.task.driver.as_ref())?;
                let driver = Code::call("Other::driver", [text(name)]).then(printer.free(&config));
                let other = Raw(name.to_owned(), Config::Free(config));
                self.step(Link::method("driver", [driver]), |workload| workload.driver(other));
                Some(())
            }
            (config, _) => {
                let name = plain(self.task.driver.as_ref())?;
                let code = match config.item() {
                    FieldItem::Block(block) => printer.configuration(block),
                    _ => return None,
                };
                let typed = Raw(name.to_owned(), config);
                self.step(Link::method("driver", [code]), |workload| workload.driver(typed));
                Some(())
            }
        }
    }

    fn docker(&mut self, printer: &mut Printer, docker: &Docker) -> Option<()> {
        let image = docker.image.clone()?;
        self.at(printer, &[("image", 0)], |draft, printer| draft.image(printer, image));
        if docker.privileged == Some(true.into()) && self.task.csi_plugin.is_none() {
            self.at(printer, &[("privileged", 0)], |draft, _| {
                draft.step(Link::method("privileged", []), Workload::privileged);
            });
        }
        let entrypoint = texts(docker.entrypoint.as_ref())?;
        if !entrypoint.is_empty() {
            self.at(printer, &[("entrypoint", 0)], |draft, printer| {
                let code = list(printer, &entrypoint);
                let link = Link::method("entrypoint", [code]);
                draft.step(link, |workload| workload.entrypoint(entrypoint));
            });
        }
        if let Some(command) = docker.command.clone() {
            self.at(printer, &[("command", 0)], |draft, printer| {
                let code = printer.value(command.value(), "command");
                let link = Link::method("command", [code]);
                draft.step(link, |workload| workload.command(command));
            });
        }
        let args = texts(docker.args.as_ref())?;
        if !args.is_empty() {
            self.at(printer, &[("args", 0)], |draft, printer| {
                let code = list(printer, &args);
                draft.step(Link::method("args", [code]), |workload| workload.args(args));
            });
        }
        let binds = texts(docker.volumes.as_ref())?;
        self.at(printer, &[("volumes", 0)], |draft, _| {
            binds.iter().try_for_each(|bind| draft.bind(bind.as_str()))
        })
    }

    /// The image, as one literal that update bots find; what is the site's own, and has no tag, it fills in.
    fn image(&mut self, printer: &mut Printer, image: Attr<String>) {
        let own = self.site.image_registry.as_ref().map(|_| self.site.image(&self.job.id));
        if own.is_none() || plain(Some(&image)) != own.as_deref() {
            let code = printer.value(image.value(), "image");
            self.step(Link::method("image", [code]), |workload| workload.image(image));
        }
    }

    fn bind(&mut self, bind: &str) -> Option<()> {
        let (source, destination) = bind.split_once(':')?;
        let (destination, read_only) = match destination.strip_suffix(":ro") {
            Some(destination) => (destination, true),
            None => (destination, false),
        };
        if let Some(path) = source.strip_prefix("../alloc/data/") {
            let storage = Storage::ephemeral(path).at(destination);
            self.storage(storage, ("ephemeral", path, destination), read_only, None);
        } else if read_only {
            let storage = Storage::bind(source).at(destination);
            self.storage(storage, ("bind", source, destination), true, None);
        } else {
            let link = Link::method("bind", [text(source), text(destination)]);
            self.step(link, |workload| workload.bind(source, destination));
        }
        Some(())
    }

    fn storage(
        &mut self,
        storage: Storage,
        (kind, source, destination): (&str, &str, &str),
        read_only: bool,
        access_mode: Option<&str>,
    ) {
        let mut links = vec![Link::method("at", [text(destination)])];
        let storage = if read_only { storage.read_only() } else { storage };
        let storage = match access_mode {
            Some(mode) => storage.access_mode(mode),
            None => storage,
        };
        links.extend(read_only.then(|| Link::method("read_only", [])));
        links.extend(access_mode.map(|mode| Link::method("access_mode", [text(mode)])));
        let code = Code::call(&format!("Storage::{kind}"), [text(source)]).then(links);
        self.step(Link::method("storage", [code]), |workload| workload.storage(storage));
    }

    /// Volumes of the group with the task's mounts: as storage, where that says the same.
    fn volumes(&mut self, printer: &mut Printer) {
        let before = self.state();
        let mut own = printer.clone();
        if self.stored(&mut own).is_some() {
            let built = self.built();
            let group = built.as_ref().and_then(|built| built.groups.first());
            let mounts = group.and_then(|group| Some(&group.tasks.first()?.volume_mounts));
            if group.map(|group| &group.volumes) == Some(&self.group.volumes)
                && mounts == Some(&self.task.volume_mounts)
            {
                *printer = own;
                return;
            }
        }
        self.back_to(before);
        for (number, volume) in self.group.volumes.iter().enumerate() {
            self.at(printer, &[GROUP, ("volume", number)], |draft, printer| {
                let link = Link::method("volume", [printer.block(volume)]);
                draft.step(link, |workload| workload.volume(volume.clone()));
            });
        }
        for (number, mount) in self.task.volume_mounts.iter().enumerate() {
            self.at(
                printer,
                &[GROUP, self.task_step(), ("volume_mount", number)],
                |draft, printer| {
                    let link = Link::method("volume_mount", [printer.block(mount)]);
                    draft.step(link, |workload| workload.volume_mount(mount.clone()));
                },
            );
        }
    }

    /// The volumes as storage, each mounted by the task.
    fn stored(&mut self, printer: &mut Printer) -> Option<()> {
        let group = self.group;
        for (number, (volume, mount)) in
            group.volumes.iter().zip(&self.task.volume_mounts).enumerate()
        {
            let destination = plain(mount.destination.as_ref())?;
            self.at(printer, &[GROUP, ("volume", number)], |draft, _| {
                draft.volume(volume, destination)
            })?;
        }
        Some(())
    }

    fn volume(&mut self, volume: &Volume, destination: &str) -> Option<()> {
        let name = volume.name.as_str();
        let read_only = volume.read_only == Some(true.into());
        let (kind, storage, mode) = match plain(volume.type_.as_ref())? {
            "host" => ("host", Storage::host(name), None),
            "csi" => {
                let mode = plain(volume.access_mode.as_ref())?;
                let usual = mode == AccessMode::SingleNodeWriter.as_str();
                ("csi", Storage::csi(name), (!usual).then_some(mode))
            }
            _ => return None,
        };
        self.storage(storage.at(destination), (kind, name, destination), read_only, mode);
        Some(())
    }

    /// Environment, user, secrets, tokens, and what happens when the program fails.
    pub fn surroundings(&mut self, printer: &mut Printer) -> Option<()> {
        let task = self.task;
        for (name, value) in task.env.iter().flat_map(|env| env.iter()) {
            let code = printer.attr(value, Type::Text, name)?;
            let attr = Attr::<String>::from_value(value.clone());
            self.at(printer, &[GROUP, self.task_step(), ("env", 0), (name, 0)], |draft, _| {
                let link = Link::method("env", [text(name), code]);
                draft.step(link, |workload| workload.env(name, attr));
            });
        }
        if let Some(user) = task.user.clone() {
            let code = printer.value(user.value(), "user");
            self.at(printer, &[GROUP, self.task_step(), ("user", 0)], |draft, _| {
                draft.step(Link::method("user", [code]), |workload| workload.user(user));
            });
        }
        if let Some(payload) = &task.dispatch_payload {
            self.dispatch_payload(printer, payload);
        }
        self.volumes(printer);
        self.rights(printer);
        self.failures(printer)
    }

    /// The file of a dispatch: by its name alone, where that is all.
    fn dispatch_payload(&mut self, printer: &mut Printer, payload: &DispatchPayload) {
        match plain(payload.file.as_ref()).filter(|file| DispatchPayload::to(*file) == *payload) {
            Some(file) if payload.base.allowances.is_empty() && payload.base.comment.is_none() => {
                let path = [GROUP, self.task_step(), ("dispatch_payload", 0)];
                self.at(printer, &path, |draft, _| {
                    let link = Link::method("dispatch_payload", [text(file)]);
                    draft.step(link, |workload| workload.dispatch_payload(file));
                });
            }
            _ => {
                let path = [GROUP, self.task_step()];
                let step = Workload::dispatch_payload;
                self.block(printer, &path, "dispatch_payload", payload, step);
            }
        }
    }

    /// Disk, secrets, tokens and services of the task.
    fn rights(&mut self, printer: &mut Printer) {
        let (task, group) = (self.task, self.group);
        if let Some(disk) = group.ephemeral_disk.as_deref() {
            let usual = self.site.ephemeral_disk.map(i64::from);
            if Some(disk) != usual.map(|size| EphemeralDisk::new().size(size)).as_ref() {
                self.block(printer, &[GROUP], "ephemeral_disk", disk, Workload::ephemeral_disk);
            }
        }
        if let Some(vault) = task.vault.as_deref() {
            self.block(printer, &[GROUP, self.task_step()], "vault", vault, Workload::vault);
        }
        for identity in &task.identities {
            self.block(
                printer,
                &[GROUP, self.task_step()],
                "identity",
                identity,
                Workload::identity,
            );
        }
        for service in &task.services {
            self.block(
                printer,
                &[GROUP, self.task_step()],
                "task_service",
                service,
                Workload::task_service,
            );
        }
    }

    /// What happens when the program fails or is stopped, and what it leaves.
    fn failures(&mut self, printer: &mut Printer) -> Option<()> {
        let (task, group) = (self.task, self.group);
        if let Some(restart) = group.restart.as_deref() {
            self.block(printer, &[GROUP], "restart", restart, Workload::restart);
        }
        if let Some(reschedule) = group.reschedule.as_deref() {
            self.block(printer, &[GROUP], "reschedule", reschedule, Workload::reschedule);
        }
        if let Some(delay) = group.shutdown_delay.clone() {
            let code = printer.attr(delay.value(), Type::Duration, "shutdown_delay")?;
            self.at(printer, &[GROUP, ("shutdown_delay", 0)], |draft, _| {
                let link = Link::method("shutdown_delay", [code]);
                draft.step(link, |workload| workload.shutdown_delay(delay));
            });
        }
        if let Some(signal) = task.kill_signal.clone() {
            let code = printer.value(signal.value(), "kill_signal");
            self.at(printer, &[GROUP, self.task_step(), ("kill_signal", 0)], |draft, _| {
                let link = Link::method("kill_signal", [code]);
                draft.step(link, |workload| workload.kill_signal(signal));
            });
        }
        if let Some(timeout) = task.kill_timeout.clone() {
            let code = printer.attr(timeout.value(), Type::Duration, "kill_timeout")?;
            self.at(printer, &[GROUP, self.task_step(), ("kill_timeout", 0)], |draft, _| {
                let link = Link::method("kill_timeout", [code]);
                draft.step(link, |workload| workload.kill_timeout(timeout));
            });
        }
        if let Some(logs) = task.logs.as_deref() {
            self.block(printer, &[GROUP, self.task_step()], "logs", logs, Workload::logs);
        }
        Some(())
    }

    /// A block that the workload takes as it is.
    pub(super) fn block<B: Block + Clone>(
        &mut self,
        printer: &mut Printer,
        path: Path<'_>,
        setter: &str,
        block: &B,
        step: impl FnOnce(Workload, B) -> Workload,
    ) {
        let path = [path, &[(block.schema().name, 0)]].concat();
        self.at(printer, &path, |draft, printer| {
            let link = Link::method(setter, [printer.block(block)]);
            draft.step(link, |workload| step(workload, block.clone()));
        });
    }

    /// Files that are fetched or rendered.
    pub fn files(&mut self, printer: &mut Printer) {
        for (number, artifact) in self.task.artifacts.iter().enumerate() {
            self.at(printer, &[GROUP, self.task_step(), ("artifact", number)], |draft, printer| {
                let link = Link::method("artifact", [printer.block(artifact)]);
                draft.step(link, |workload| workload.artifact(artifact.clone()));
            });
        }
        for (number, template) in self.task.templates.iter().enumerate() {
            self.at(printer, &[GROUP, self.task_step(), ("template", number)], |draft, printer| {
                let link = match draft.secrets(template).or_else(|| config_file(printer, template))
                {
                    Some(link) => link,
                    None => Link::method("template", [printer.block(template)]),
                };
                draft.step(link, |workload| workload.template(template.clone()));
            });
        }
    }

    /// The group's other tasks: those before the workload's own, and those after it.
    pub fn further(&mut self, printer: &mut Printer) {
        let own = self.own;
        for (number, task) in self.group.tasks.iter().enumerate().filter(|(at, _)| *at != own) {
            let hook = task.lifecycle.as_ref();
            let sidecar = hook.and_then(|hook| hook.sidecar.as_ref()).and_then(Attr::get);
            let before = (number < own).then_some(sidecar == Some(true));
            let mut bare = task.clone();
            // What the call says itself.
            bare.lifecycle = bare.lifecycle.filter(|hook| {
                before.is_none_or(|sidecar| **hook != Lifecycle::prestart().sidecar(sidecar))
            });
            self.at(printer, &[GROUP, ("task", number)], |draft, printer| {
                let code = [printer.block(&bare)];
                match before {
                    Some(true) => {
                        draft.step(Link::method("sidecar", code), |workload| workload.sidecar(bare))
                    }
                    Some(false) => draft
                        .step(Link::method("prestart", code), |workload| workload.prestart(bare)),
                    None => {
                        draft.step(Link::method("task", code), |workload| workload.task(bare));
                    }
                }
            });
        }
    }

    /// The secrets of this very job.
    fn secrets(&self, template: &Template) -> Option<Link> {
        let (job, pairs) = presets::of_template(template)?;
        (job == self.job.id).then(|| Link::method("secrets", [presets::pairs(&pairs)]))
    }
}

/// A template as `Workload::file` makes it.
fn config_file(printer: &mut Printer, template: &Template) -> Option<Link> {
    let name = plain(template.destination.as_ref())?.strip_prefix("local/config/")?;
    let data = template.data.clone()?;
    let made = house::config_file(format!("local/config/{name}"), data.clone());
    if made != *template || template.base.comment.is_some() {
        return None;
    }
    let content = printer.value(data.value(), name);
    Some(Link::method("file", [text(name), content]))
}

fn list(printer: &mut Printer, values: &[Text]) -> Code {
    let kind = Type::List(&Type::Text);
    let list = Value::List(values.iter().cloned().map(Value::Text).collect());
    printer.attr(&list, kind, "args").unwrap_or_else(|| Code::List(Vec::new()))
}

/// A driver with the configuration that a job has.
struct Raw(String, Config);

impl Driver for Raw {
    fn into_config(self) -> (String, Config) {
        (self.0, self.1)
    }
}
