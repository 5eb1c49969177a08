//! What runs and what it sees: image, arguments, environment, storage and files.

use super::{Draft, GROUP, Step, TASK, plain, text, texts};
use crate::house::{Storage, Workload};
use crate::import::definition::code::{Code, Link};
use crate::import::definition::comment::links;
use crate::import::definition::presets;
use crate::import::definition::printer::Printer;
use crate::jobspec::{Attr, Config, Docker, Driver, Item, Template, Text, Type, Value, Volume};
use crate::read::ELEMENT;

/// The driver's configuration.
const CONFIG: [Step<'_>; 3] = [GROUP, TASK, ("config", 0)];

/// Who may mount a volume, as the house layer wants it: known when the definition is compiled.
const ACCESS_MODES: [&str; 6] = [
    "single-node-reader-only",
    "single-node-writer",
    "single-node-single-writer",
    "multi-node-reader-only",
    "multi-node-single-writer",
    "multi-node-multi-writer",
];

impl Draft<'_> {
    /// The program. `whole` leaves docker's configuration as it stands.
    pub fn driver(&mut self, printer: &mut Printer, whole: bool) -> Option<()> {
        match (self.task.config.clone()?, whole) {
            (Config::Docker(docker), false) => self.docker(printer, &docker),
            (Config::Free(config), _) => {
                let name = plain(self.task.driver.as_ref())?;
                let driver = self.at(printer, &CONFIG, |printer| {
                    Code::call("Other::driver", [text(name)]).chain(printer.free_body(&config))
                });
                let other = Raw(name.to_owned(), Config::Free(config));
                self.step(Link::method("driver", [driver]), |workload| workload.driver(other));
                Some(())
            }
            (config, _) => {
                let name = plain(self.task.driver.as_ref())?;
                let Item::Block(block) = config.item() else { return None };
                let code = self.at(printer, &CONFIG, |printer| printer.block(block));
                let typed = Raw(name.to_owned(), config);
                self.step(Link::method("driver", [code]), |workload| workload.driver(typed));
                Some(())
            }
        }
    }

    fn docker(&mut self, printer: &mut Printer, docker: &Docker) -> Option<()> {
        let image = docker.image.clone()?;
        let [group, task, config] = CONFIG;
        self.links.extend(links(printer.comments.take_at_place(&CONFIG)));
        let own = self.site.image(&self.job.id);
        self.rest(printer, &[group, task, config, ("image", 0)]);
        match plain(Some(&image)).and_then(|image| image.strip_prefix(&own)) {
            Some("") => {}
            Some(tag) if tag.starts_with(':') => {
                let tag = &tag[1..];
                self.step(Link::method("tag", [text(tag)]), |workload| workload.tag(tag));
            }
            _ => {
                let code = printer.value(image.value(), "image");
                self.step(Link::method("image", [code]), |workload| workload.image(image));
            }
        }
        self.rest(printer, &[group, task, config, ("privileged", 0)]);
        if docker.privileged == Some(true.into()) && self.task.csi_plugin.is_none() {
            self.step(Link::method("privileged", []), Workload::privileged);
        }
        let entrypoint = texts(docker.entrypoint.as_ref())?;
        if !entrypoint.is_empty() {
            let place = [group, task, config, ("entrypoint", 0)];
            let code = self.at(printer, &place, |printer| list(printer, &entrypoint));
            self.step(Link::method("entrypoint", [code]), |workload| {
                workload.entrypoint(entrypoint)
            });
        }
        let args = texts(docker.args.as_ref())?;
        if !args.is_empty() {
            let place = [group, task, config, ("args", 0)];
            let code = self.at(printer, &place, |printer| list(printer, &args));
            self.step(Link::method("args", [code]), |workload| workload.args(args));
        }
        let binds = texts(docker.volumes.as_ref())?;
        for (number, bind) in binds.iter().enumerate() {
            let place = [group, task, config, ("volumes", 0), (ELEMENT, number)];
            self.links.extend(links(printer.comments.take_at_place(&place[..4])));
            self.rest(printer, &place);
            self.bind(bind.as_str())?;
        }
        self.rest(printer, &CONFIG);
        Some(())
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
        access_mode: Option<&'static str>,
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

    /// Volumes of the group, each mounted by the task.
    pub fn volumes(&mut self, printer: &mut Printer) -> Option<()> {
        let group = self.group;
        for (number, (volume, mount)) in
            group.volumes.iter().zip(&self.task.volume_mounts).enumerate()
        {
            self.rest(printer, &[GROUP, ("volume", number)]);
            self.rest(printer, &[GROUP, TASK, ("volume_mount", number)]);
            self.volume(volume, plain(mount.destination.as_ref())?)?;
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
                let known = ACCESS_MODES.into_iter().find(|known| *known == mode)?;
                let usual = known == "single-node-writer";
                ("csi", Storage::csi(name), (!usual).then_some(known))
            }
            _ => return None,
        };
        self.storage(storage.at(destination), (kind, name, destination), read_only, mode);
        Some(())
    }

    /// Environment, user, secrets, tokens, and what happens when the program fails.
    pub fn surroundings(&mut self, printer: &mut Printer) -> Option<()> {
        let (task, group) = (self.task, self.group);
        for (name, value) in task.env.iter().flat_map(|env| env.iter()) {
            self.links.extend(links(printer.comments.take_at_place(&[GROUP, TASK, ("env", 0)])));
            let place = [GROUP, TASK, ("env", 0), (name, 0)];
            let code = self.at(printer, &place, |printer| printer.attr(value, Type::Text, name))?;
            let attr = Attr::<String>::from_value(value.clone());
            self.step(Link::method("env", [text(name), code]), |workload| workload.env(name, attr));
        }
        self.rest(printer, &[GROUP, TASK, ("env", 0)]);
        if let Some(user) = task.user.clone() {
            self.rest(printer, &[GROUP, TASK, ("user", 0)]);
            let code = printer.value(user.value(), "user");
            self.step(Link::method("user", [code]), |workload| workload.user(user));
        }
        if let Some(vault) = task.vault.clone() {
            let place = [GROUP, TASK, ("vault", 0)];
            let code = self.at(printer, &place, |printer| printer.block(&vault));
            let link = Link::method("vault", [code]);
            self.step(link, |workload| workload.vault(vault));
        }
        for (number, identity) in task.identities.clone().into_iter().enumerate() {
            let place = [GROUP, TASK, ("identity", number)];
            let code = self.at(printer, &place, |printer| printer.block(&identity));
            let link = Link::method("identity", [code]);
            self.step(link, |workload| workload.identity(identity));
        }
        if let Some(restart) = group.restart.clone() {
            let place = [GROUP, ("restart", 0)];
            let code = self.at(printer, &place, |printer| printer.block(&restart));
            let link = Link::method("restart", [code]);
            self.step(link, |workload| workload.restart(restart));
        }
        self.volumes(printer)
    }

    /// Files that are fetched or rendered.
    pub fn files(&mut self, printer: &mut Printer) {
        for (number, artifact) in self.task.artifacts.clone().into_iter().enumerate() {
            let place = [GROUP, TASK, ("artifact", number)];
            let code = self.at(printer, &place, |printer| printer.block(&artifact));
            let link = Link::method("artifact", [code]);
            self.step(link, |workload| workload.artifact(artifact));
        }
        for (number, template) in self.task.templates.clone().into_iter().enumerate() {
            let secrets = self.secrets(&template);
            let place = [GROUP, TASK, ("template", number)];
            let link = self.at(printer, &place, |printer| {
                secrets
                    .or_else(|| config_file(printer, &template))
                    .unwrap_or_else(|| Link::method("template", [printer.block(&template)]))
            });
            self.step(link, |workload| workload.template(template));
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
    let made = Template::inline(format!("local/config/{name}"), data.clone())
        .change_mode("signal")
        .change_signal("SIGHUP");
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
