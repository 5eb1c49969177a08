//! Which cluster, and by which `nomad`.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::print;
use super::values::ValueArgs;
use crate::deploy::{Environment, Nomad, Stop, Variables};
use crate::error::{Error, ErrorKind};
use crate::house::Site;

#[derive(Debug, clap::Args)]
pub struct ClusterArgs {
    /// Use these addresses of Nomad's API instead of `NOMAD_ADDR`, in order
    #[arg(long, value_name = "URL", value_delimiter = ',')]
    address: Vec<String>,
    /// Use this `nomad` program instead of the one on the PATH
    #[arg(long, value_name = "PATH")]
    nomad: Option<PathBuf>,
    /// Retry for this long while Nomad does not respond
    #[arg(long, value_name = "DURATION", hide = true, value_parser = duration)]
    patience: Option<Duration>,
    #[command(flatten)]
    values: ValueArgs,
}

/// The site whose cluster is asked.
#[derive(Clone, Copy, Debug)]
pub struct Target<'s> {
    pub site: &'s Site,
    /// Whether the registry has others.
    pub is_one_of_several: bool,
}

impl Target<'_> {
    /// What the environment says for it.
    pub fn environment(self) -> Environment {
        Environment::of_site(&self.site.name, self.is_one_of_several)
    }
}

impl ClusterArgs {
    /// The `nomad` program, which ends on a request to stop; with the environment of a site. The
    /// usual address may be that of the only site; where there are several, it is not used.
    pub fn nomad(&self, target: Option<Target<'_>>, stop: Stop) -> Result<Nomad, Error> {
        let environment = target.map(Target::environment).unwrap_or_default();
        let mut addresses = self.address.clone();
        if let Some(Target { site, is_one_of_several }) = target.filter(|_| addresses.is_empty()) {
            match environment.own("NOMAD_ADDR").or_else(|| site.address.clone()) {
                Some(own) => addresses.extend(own.split(',').map(|one| one.trim().to_owned())),
                None if is_one_of_several => return Err(no_address(site)),
                None => {}
            }
        }
        let mut nomad = Nomad::find(self.nomad.as_deref(), &addresses, environment, stop)?;
        if let Some(patience) = self.patience {
            nomad = nomad.patient(patience);
        }
        Ok(nomad)
    }

    /// Whether an address is given here.
    pub fn has_address(&self) -> bool {
        !self.address.is_empty()
    }

    /// What is said for variables, as the CLI is told.
    pub fn given(&self) -> Variables {
        Variables {
            values: self.values.assignments().to_vec(),
            files: self.values.files().to_vec(),
        }
    }

    /// The values that are given here.
    pub fn values(&self) -> &ValueArgs {
        &self.values
    }
}

/// The request to stop that Ctrl-C makes; a second one ends this program at once.
pub fn stop() -> Result<Stop, Error> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let second =
            signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&flag));
        second.and_then(|_| signal_hook::flag::register(signal, Arc::clone(&flag))).map_err(
            |error| Error::new(ErrorKind::Usage, "cannot listen for Ctrl-C").source_error(error),
        )?;
    }
    Ok(Stop::of(flag))
}

/// The namespace of jobs that name none.
pub fn usual_namespace(environment: &Environment) -> String {
    let own = environment.get("NOMAD_NAMESPACE");
    own.filter(|own| own != "*").unwrap_or_else(|| "default".to_owned())
}

/// The usual address may be that of another cluster, so a site among several needs its own.
fn no_address(site: &Site) -> Error {
    let name = &site.name;
    let message = format!("missing address of the cluster of the site `{name}`");
    let variable = Environment::name(name, "NOMAD_ADDR");
    Error::new(ErrorKind::Usage, message).help(format!(
        "set `{variable}`, or add `.address(\"https://…\")` to the site, or pass `--address URL`"
    ))
}

/// Says what is waited for.
pub fn news(words: &str) {
    print::say(&format!("{words}\n"));
}

/// A duration as Nomad writes it.
pub fn duration(text: &str) -> Result<Duration, String> {
    let nanos = jobwright_hcl::duration::parse(text).and_then(|nanos| u64::try_from(nanos).ok());
    nanos
        .filter(|nanos| *nanos > 0)
        .map(Duration::from_nanos)
        .ok_or_else(|| "expected a duration, such as `10m`".to_owned())
}
