//! The program of a workload: its image or driver, and its arguments, files and environment.

use super::Workload;
use crate::house::{SecretSource, Storage, secrets_template};
use crate::jobspec::{
    Artifact, Driver, Duration, Identity, IntoAttr, IntoBlock, Location, Logs, Service, Template,
    Text, Vault, VolumeMount,
};

impl Workload {
    /// The container's image: `image = "docker.io/library/redis:7.4"`. Written as one literal `repository:tag`, update
    /// bots find it. Without it, the site's registry with the job's name, and no tag. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn image(mut self, image: impl IntoAttr<String>) -> Self {
        self.parts.said.sets("task.config.image", "image");
        self.parts.image = Some(image.into_attr().here());
        self
    }

    /// The driver that runs the program in place of docker: `driver = "raw_exec"` with its `config`
    /// block. Without it, docker, or the driver of
    /// [`Site::containers`](crate::house::Site::containers()). A second call is a finding.
    ///
    /// Of docker with a configuration of its own, that configuration says which ports are published, too:
    /// `.driver(Docker::image("web:1").ports(["http"]))`.
    #[must_use]
    #[track_caller]
    pub fn driver(mut self, driver: impl Driver) -> Self {
        self.parts.said.sets("task.driver", "driver");
        let (driver, config) = driver.into_config();
        self.parts.task = self.parts.task.driver(driver).config(config);
        self
    }

    /// All rights on the node: docker's `privileged = true`, which nodes must allow. Without it, a container's rights.
    /// A second call changes nothing.
    #[must_use]
    #[track_caller]
    pub fn privileged(mut self) -> Self {
        self.parts.said.adds("privileged");
        self.parts.privileged = true;
        self
    }

    /// What the container runs in place of the image's command: `command = "serve"`. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn command(mut self, command: impl IntoAttr<String>) -> Self {
        self.parts.said.sets("task.config.command", "command");
        self.parts.command = Some(command.into_attr().here());
        self
    }

    /// Arguments of the program: `args = ["--verbose", "--port=${NOMAD_PORT_http}"]`. Without them, the image's own. A
    /// further call adds to them.
    #[must_use]
    #[track_caller]
    pub fn args<A: Into<Text>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.parts.said.adds("args");
        self.push_args(args.into_iter().map(Into::into).collect(), Location::here());
        self
    }

    /// One more argument of the program, at the end of `args`. Without any, the image's own. A further call adds
    /// another.
    #[must_use]
    #[track_caller]
    pub fn arg(mut self, arg: impl Into<Text>) -> Self {
        self.parts.said.adds("arg");
        self.push_args(vec![arg.into()], Location::here());
        self
    }

    fn push_args(&mut self, args: Vec<Text>, here: Location) {
        if !args.is_empty() {
            self.parts.task.base.append("args", &mut self.parts.args, args.into_attr().at(here));
        }
    }

    /// What the container starts in place of the image's entry point: `entrypoint = ["/bin/sh", "-c"]`. A second call
    /// is a finding.
    #[must_use]
    #[track_caller]
    pub fn entrypoint<A: Into<Text>>(mut self, entrypoint: impl IntoIterator<Item = A>) -> Self {
        self.parts.said.sets("task.config.entrypoint", "entrypoint");
        let entrypoint: Vec<Text> = entrypoint.into_iter().map(Into::into).collect();
        self.parts.entrypoint = (!entrypoint.is_empty()).then(|| entrypoint.into_attr().here());
        self
    }

    /// An environment variable: `env { NAME = "value" }`. A further call adds another; a second one for the same name
    /// is a finding.
    #[must_use]
    #[track_caller]
    pub fn env(mut self, name: &str, value: impl IntoAttr<String>) -> Self {
        self.parts.said.sets(format!("task.env.{name}"), "env");
        self.parts.task = self.parts.task.env(name, value);
        self
    }

    /// The user that the program runs as: `user = "nobody"`. Without it, the image's, or the driver's. A second call is
    /// a finding.
    #[must_use]
    #[track_caller]
    pub fn user(mut self, user: impl IntoAttr<String>) -> Self {
        self.parts.said.sets("task.user", "user");
        self.parts.task = self.parts.task.user(user);
        self
    }

    /// A service of the task alone: a `service` block in the task. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn task_service(mut self, service: impl IntoBlock<Service>) -> Self {
        self.parts.task = self.parts.task.service(service);
        self
    }

    /// Where the task sees a volume of [`Workload::volume`]: a `volume_mount` block. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn volume_mount(mut self, mount: impl IntoBlock<VolumeMount>) -> Self {
        self.parts.task = self.parts.task.volume_mount(mount);
        self
    }

    /// A path of the node or of the task's directory, seen at another path: docker's `volumes =
    /// ["SOURCE:DESTINATION"]`. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn bind(self, source: &str, destination: &str) -> Self {
        self.storage(Storage::bind(source).at(destination))
    }

    /// A config file at `local/config/NAME`: a `template` block with this content. The program gets
    /// SIGHUP when it changes. Actions between `{{` and `}}` are rendered by Nomad; one that looks
    /// up something missing fails the task. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn file(self, name: &str, content: impl IntoAttr<String>) -> Self {
        let destination = format!("local/config/{name}");
        self.template(config_file(destination, content))
    }

    /// A file of any other kind: a `template` block, unchanged. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn template(mut self, template: impl IntoBlock<Template>) -> Self {
        self.parts.task = self.parts.task.template(template);
        self
    }

    /// A file to fetch before the program starts: an `artifact` block. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn artifact(mut self, artifact: impl IntoBlock<Artifact>) -> Self {
        self.parts.task = self.parts.task.artifact(artifact);
        self
    }

    /// Environment variables whose values are in the Nomad variable of this job, by their keys: a
    /// `template` block that writes `secrets/secrets.env`. See
    /// [`secrets`](crate::house::secrets()). A [`Lookup`](crate::house::Lookup) in place of a key
    /// is a value that is elsewhere: [`vault_secret`](crate::house::vault_secret()), another
    /// variable, Consul. A further call adds to them; the same name again is a finding.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let web = vault_secret("kv/web");
    /// let job = Workload::service("web")
    ///     .image("web:1")
    ///     .vault(Vault::new().role("web"))
    ///     .secrets([("SESSION_KEY", "session_key")])
    ///     .secrets([("DB_USER", web.clone().key("user")), ("DB_PASSWORD", web.key("password"))])
    ///     .job(&Site::new("lab"));
    /// assert_eq!(job.groups[0].tasks[0].templates.len(), 1);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn secrets<K: Into<SecretSource>, const N: usize>(mut self, pairs: [(&str, K); N]) -> Self {
        for (name, _) in &pairs {
            self.parts.said.sets(format!("task.env.{name}"), "secrets");
        }
        let before = secrets_template(&self.parts.job.id, &self.parts.secrets);
        self.parts.secrets.extend(pairs.map(|(name, source)| (name.to_owned(), source.into())));
        let template = secrets_template(&self.parts.job.id, &self.parts.secrets);
        match self.parts.task.templates.iter_mut().find(|template| **template == before) {
            Some(earlier) => {
                let first = earlier.base.location;
                *earlier = template;
                earlier.base.location = first;
            }
            None => self.parts.task = self.parts.task.template(template),
        }
        self
    }

    /// Access to Vault: the task's `vault` block. Without it, none. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn vault(mut self, vault: impl IntoBlock<Vault>) -> Self {
        self.parts.said.sets("task.vault", "vault");
        self.parts.task = self.parts.task.vault(vault);
        self
    }

    /// A token that tells others which workload this is: an `identity` block. A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn identity(mut self, identity: impl IntoBlock<Identity>) -> Self {
        self.parts.task = self.parts.task.identity(identity);
        self
    }

    /// How long the program may take to stop before it is killed: `kill_timeout = "30s"`. Nomad's default is 5 s. A
    /// second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn kill_timeout(mut self, timeout: impl IntoAttr<Duration>) -> Self {
        self.parts.said.sets("task.kill_timeout", "kill_timeout");
        self.parts.task = self.parts.task.kill_timeout(timeout);
        self
    }

    /// The signal that asks the program to stop: `kill_signal = "SIGTERM"`. Without it, SIGINT, or what the driver
    /// prefers. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn kill_signal(mut self, signal: impl IntoAttr<String>) -> Self {
        self.parts.said.sets("task.kill_signal", "kill_signal");
        self.parts.task = self.parts.task.kill_signal(signal);
        self
    }

    /// How the program's output is kept: the task's `logs` block. Nomad's default is ten files of 10 MB. A second call
    /// is a finding.
    #[must_use]
    #[track_caller]
    pub fn logs(mut self, logs: impl IntoBlock<Logs>) -> Self {
        self.parts.said.sets("task.logs", "logs");
        self.parts.task = self.parts.task.logs(logs);
        self
    }
}

/// A config file, of which the program is told when it changes.
#[track_caller]
pub(crate) fn config_file(destination: String, content: impl IntoAttr<String>) -> Template {
    let template = Template::inline(destination, content).error_on_missing_key(true);
    template.change_mode("signal").change_signal("SIGHUP")
}
