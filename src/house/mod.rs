//! The house layer: a job is a name, a shape, a target, ports, storage, files and routes; the site fills in the rest.
//!
//! The result is the full model, which can be adjusted further: everything that Nomad supports can be set.
//!
//! ```
//! use jobwright::prelude::*;
//!
//! let site = Site::new("lab").datacenters(["dc1"]).image_registry("registry.lab:5000");
//! let job = Workload::service("whoami").shape(Shape::equal(64)).port(Port::http(80)).route(Route::path("/whoami")).job(&site);
//! assert_eq!(job.groups[0].services[0].tags.as_ref().and_then(|tags| tags.get()).map(|tags| tags.len()), Some(2));
//! ```

mod asked;
mod build;
mod category;
mod choice;
mod containers;
mod defaults;
mod fabio;
mod inherit;
mod lookup;
mod presets;
mod problems;
mod refused;
mod route;
mod said;
mod secrets;
mod shape;
mod shared;
mod site;
mod storage;
mod target;
mod template_text;
mod text;
mod volumes;
mod workload;

pub use crate::jobspec::Provider;
pub use containers::Containers;
pub use defaults::Defaults;
pub use fabio::Fabio;
pub(crate) use lookup::METHODS;
pub use lookup::{
    Lookup, NomadVariable, VaultSecret, consul_key, consul_key_or_default, nomad_variable,
    vault_secret,
};
pub use presets::{Rollout, alive};
use route::disabled;
pub(crate) use route::normal;
pub use route::{
    AnyRoute, IntoRoute, Middleware, Route, SameSite, Server, Tags, TcpRoute, UdpRoute,
};
pub(crate) use secrets::template as secrets_template;
pub use secrets::{SecretSource, secrets};
pub use shape::Shape;
pub use shared::SharedStorage;
pub use site::Site;
pub use storage::Storage;
pub use target::Target;
#[doc(hidden)]
pub use text::{fill, has_placeholder, only_placeholders};
pub(crate) use workload::config_file;
pub use workload::{Reference, Workload};
