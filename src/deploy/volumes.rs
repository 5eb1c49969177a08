//! Volumes: made where they are absent, never changed and never deleted.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::answers::Plugin;
use super::api::{Api, part};
use super::failure::Failure;
use super::nomad::{SHORT, words};
use super::place::ApiScope;
use crate::jobspec::{Attr, VolumeSpec};
use crate::order::Action;

/// A volume specification.
#[derive(Clone, Debug)]
pub struct VolumeFile {
    /// The file.
    pub file: PathBuf,
    /// What it says.
    pub spec: VolumeSpec,
}

impl VolumeFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn read(file: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(file).map_err(|error| {
            Failure::Refused(format!("cannot read `{}`: {error}", file.display()))
        })?;
        let spec = crate::read::file::<VolumeSpec>(&text).map_err(|found| {
            let first = found.first().map(|one| one.message.clone()).unwrap_or_default();
            Failure::Refused(format!("`{}` is not a volume specification: {first}", file.display()))
        })?;
        Ok(Self { file: file.to_owned(), spec })
    }

    /// What jobs know it by.
    #[must_use]
    pub fn source(&self) -> &str {
        self.spec.source().unwrap_or_default()
    }

    fn text(attr: Option<&Attr<String>>) -> String {
        attr.and_then(Attr::as_str).unwrap_or_default().to_owned()
    }

    fn is_csi(&self) -> bool {
        self.spec.kind() == Some("csi")
    }

    fn place(&self) -> ApiScope {
        ApiScope::of(&Self::text(self.spec.namespace.as_ref()), "")
    }

    /// Whether the cluster has it.
    ///
    /// # Errors
    ///
    /// Nomad did not answer.
    pub fn is_there(&self, api: Api<'_>) -> Result<bool, Failure> {
        if self.is_csi() {
            let path = self.place().path(&format!("/v1/volume/csi/{}", part(self.source())));
            return Ok(api.get::<Value>(&path)?.is_some());
        }
        let found = api.get::<Value>(&self.place().path("/v1/volumes?type=host"))?;
        let all = found.map(|found| found.body).unwrap_or_default();
        Ok(all.as_array().into_iter().flatten().any(|own| own["Name"] == self.source()))
    }

    /// What its plugin is waited for; nothing, where it is ready.
    ///
    /// # Errors
    ///
    /// Nomad did not answer.
    pub fn plugin_is_missing(&self, api: Api<'_>) -> Result<Option<String>, Failure> {
        let id = Self::text(self.spec.plugin_id.as_ref());
        if !self.is_csi() || id.is_empty() {
            return Ok(None);
        }
        let found = api.get::<Plugin>(&format!("/v1/plugin/csi/{}", part(&id)))?;
        Ok(match found.map(|found| found.body) {
            None => Some(format!("no job runs the plugin `{id}`")),
            Some(own) if own.controller_required && own.controllers_healthy == 0 => {
                Some(format!("no controller of the plugin `{id}` is healthy"))
            }
            Some(own) if own.nodes_healthy == 0 => {
                Some(format!("the plugin `{id}` is not healthy on any node"))
            }
            Some(_) => None,
        })
    }

    /// What is done where it is absent.
    #[must_use]
    pub fn action(&self) -> Action {
        Action::of(&self.spec)
    }

    /// Makes it.
    ///
    /// # Errors
    ///
    /// What Nomad has against it.
    pub fn make(&self, api: Api<'_>) -> Result<(), Failure> {
        let mut arguments = words(["volume", self.action().as_str()]);
        // Only those of hosts are followed, by a Nomad that has them.
        if !self.is_csi() {
            arguments.push("-detach".into());
        }
        arguments.push(self.file.clone().into());
        api.nomad().done(&arguments, SHORT * 4)
    }
}
