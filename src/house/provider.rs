//! Where services are registered.

/// A service catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Provider {
    /// Consul.
    #[default]
    Consul,
    /// Nomad's own.
    Nomad,
}

impl Provider {
    /// The word for it in a job.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consul => "consul",
            Self::Nomad => "nomad",
        }
    }
}
