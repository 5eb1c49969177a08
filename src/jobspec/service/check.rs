//! `check`: how the catalog learns that a service works.

use super::CheckRestart;
use crate::jobspec::{
    Attr, Base, Block, CheckAddressMode, CheckStatus, CheckType, Duration, IntoAttr, Location, Map,
    OnUpdate, written_at,
};

/// A health check of a service.
///
/// ```hcl
/// check {
///   type     = "http"
///   path     = "/health"
///   interval = "10s"
///   timeout  = "2s"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Check, secs};
/// let health = Check::http("/health").interval(secs(10)).timeout(secs(2));
/// let alive = Check::tcp().interval(secs(10)).timeout(secs(2));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "check", go = "ServiceCheck", constructor)]
pub struct Check {
    /// The name in the catalog.
    #[field(zero, words = "service: \"<name>\" check")]
    pub name: Option<Attr<String>>,
    /// What is tried: `http`, `tcp`, `grpc` or `script`.
    #[field(zero, required, choice = CheckType)]
    pub type_: Option<Attr<String>>,
    /// The path of an HTTP check.
    #[field(zero)]
    pub path: Option<Attr<String>>,
    /// `http` or `https`.
    #[field(zero, default = "http")]
    pub protocol: Option<Attr<String>>,
    /// The method of an HTTP check.
    #[field(zero, default = "GET")]
    pub method: Option<Attr<String>>,
    /// Headers of an HTTP check, each with a list of strings.
    #[field(values = Vec<String>)]
    pub header: Option<Map>,
    /// The body of an HTTP check.
    #[field(zero)]
    pub body: Option<Attr<String>>,
    /// The program of a script check, which runs inside the task.
    #[field(zero)]
    pub command: Option<Attr<String>>,
    /// The program's arguments.
    pub args: Option<Attr<Vec<String>>>,
    /// The port to try, where it is not the service's.
    #[field(json = "PortLabel", zero)]
    pub port: Option<Attr<String>>,
    /// Whether the check's path is exposed past the proxy of a meshed service.
    #[field(zero, default = "false")]
    pub expose: Option<Attr<bool>>,
    /// An old setting that Nomad reads and ignores.
    #[field(zero)]
    pub advertise: Option<Attr<String>>,
    /// How often it is tried.
    #[field(zero, required, min = "1s")]
    pub interval: Option<Attr<Duration>>,
    /// How long an answer may take.
    #[field(zero, required, min = "1s")]
    pub timeout: Option<Attr<Duration>>,
    /// The state before the first answer: `passing`, `warning` or `critical`.
    #[field(zero, default = "critical", one_of = ["passing", "warning", "critical", ""], choice = CheckStatus)]
    pub initial_status: Option<Attr<String>>,
    /// Where the tried address comes from: `host`, `alloc` or `driver`.
    #[field(zero, default = "host", one_of = ["host", "driver", "alloc", "alloc_ipv6", ""], choice = CheckAddressMode)]
    pub address_mode: Option<Attr<String>>,
    /// The service to ask for in a gRPC check.
    #[field(json = "GRPCService", zero)]
    pub grpc_service: Option<Attr<String>>,
    /// Whether a gRPC check speaks TLS.
    #[field(json = "GRPCUseTLS", zero, default = "false")]
    pub grpc_use_tls: Option<Attr<bool>>,
    /// The server name expected in the certificate.
    #[field(json = "TLSServerName", zero)]
    pub tls_server_name: Option<Attr<String>>,
    /// Whether certificates are not verified.
    #[field(json = "TLSSkipVerify", zero, default = "false")]
    pub tls_skip_verify: Option<Attr<bool>>,
    /// The task in which a script check of a group's service runs.
    #[field(json = "TaskName", zero)]
    pub task: Option<Attr<String>>,
    /// How the check counts during updates: `require_healthy`, `ignore_warnings` or `ignore`.
    #[field(zero, default = "require_healthy", one_of = ["require_healthy", "ignore_warnings", "ignore", ""], choice = OnUpdate)]
    pub on_update: Option<Attr<String>>,
    /// How many answers in a row make it pass.
    #[field(zero, default = "0")]
    pub success_before_passing: Option<Attr<i64>>,
    /// How many failures in a row make it critical.
    #[field(zero, default = "0")]
    pub failures_before_critical: Option<Attr<i64>>,
    /// How many failures in a row make it a warning.
    #[field(zero, default = "0", since = "1.8")]
    pub failures_before_warning: Option<Attr<i64>>,
    /// Words for people.
    #[field(zero, since = "1.9")]
    pub notes: Option<Attr<String>>,
    /// When the failing check restarts its task.
    pub check_restart: Option<Box<CheckRestart>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Check {
    /// Asks for a path; an answer below 300 passes, 429 warns.
    #[must_use]
    #[track_caller]
    pub fn http(path: impl IntoAttr<String>) -> Self {
        Self::of_type("http", Location::here()).path(path)
    }

    /// Opens a connection.
    #[must_use]
    #[track_caller]
    pub fn tcp() -> Self {
        Self::of_type("tcp", Location::here())
    }

    /// Asks the gRPC health service.
    #[must_use]
    #[track_caller]
    pub fn grpc() -> Self {
        Self::of_type("grpc", Location::here())
    }

    /// Runs a program inside the task: 0 passes, 1 warns.
    #[must_use]
    #[track_caller]
    pub fn script(command: impl IntoAttr<String>) -> Self {
        Self::of_type("script", Location::here()).command(command)
    }

    fn of_type(type_: &str, source: Location) -> Self {
        let check = Self::blank().type_(type_);
        written_at(check, source)
    }
}
