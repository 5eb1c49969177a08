//! Why the cluster did not do what it was asked, told apart by what helps.

use std::fmt;

/// Why there is no answer, or not the one that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A stop was requested.
    Stopped,
    /// Nothing answers at the address.
    Unreachable(String),
    /// The servers have no leader.
    NoLeader(String),
    /// The server could not answer this time.
    Busy(String),
    /// The token is missing, or does not permit it.
    Denied(String),
    /// It is unknown whether it was done.
    Unknown(String),
    /// The job was changed meanwhile.
    Moved(String),
    /// What was asked for is refused, for good.
    Refused(String),
}

/// Parts of answers that will not be others.
const PLAIN: [&str; 6] = [
    "Enforcing job modify index",
    "enforcing version",
    "error occurred:",
    "errors occurred:",
    "nonexistent namespace",
    "nonexistent node pool",
];

/// Parts of what is said where a connection does not come about, or breaks.
const UNREACHABLE: [&str; 8] = [
    "connection refused",
    "no such host",
    "connection reset",
    "no route to host",
    "network is unreachable",
    "i/o timeout",
    "Client.Timeout",
    "server misbehaving",
];

impl Failure {
    /// The output of a program that asks no server: the answer will not change.
    #[must_use]
    pub fn plain(said: &str) -> Self {
        Self::Refused(sentence(said))
    }

    /// What Nomad said, as one of these: by the status of its answer, where there is one.
    pub fn of(status: Option<u16>, said: &str) -> Self {
        let words = sentence(said);
        let has = |part: &str| words.contains(part);
        match status {
            _ if has("No cluster leader") => Self::NoLeader(words),
            _ if has("No path to region") => {
                Self::Refused(format!("the servers do not know a region of that name: {words}"))
            }
            // Nomad calls these errors of its own, too.
            _ if PLAIN.iter().any(|part| has(part)) => Self::Refused(words),
            Some(401 | 403) => Self::Denied(words),
            // An invalid token is answered with 500.
            _ if has("token lookup failed") => Self::Denied(words),
            // A job that does not pass its checks is answered with 500, too.
            Some(500) if has(" error occurred:") || has(" errors occurred:") => {
                Self::Refused(words)
            }
            Some(429 | 500..) => Self::Busy(words),
            _ if has("Permission denied") || has("ACL token not found") => Self::Denied(words),
            // So Go says that there was no answer at all.
            _ if ["Get", "Put", "Post", "Delete"]
                .iter()
                .any(|verb| has(&format!("{verb} \"http"))) =>
            {
                Self::Unreachable(words)
            }
            _ if UNREACHABLE.iter().any(|part| has(part))
                || words.lines().any(|line| line.ends_with(": EOF")) =>
            {
                Self::Unreachable(words)
            }
            _ if has("Unexpected response code: 5") || has("rpc error: ") => Self::Busy(words),
            _ if has("Unexpected response code: 403") || has("Unexpected response code: 401") => {
                Self::Denied(words)
            }
            _ => Self::Refused(words),
        }
    }

    /// What it says, on a line.
    #[must_use]
    pub fn line(&self) -> String {
        self.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether it may be another answer in a while.
    #[must_use]
    pub const fn passes(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::NoLeader(_) | Self::Busy(_))
    }

    /// What helps.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Stopped => "run the same command again to continue",
            Self::Unknown(_) => {
                "run the same command again when Nomad responds: it first checks the state of the \
                 cluster"
            }
            Self::Unreachable(_) => {
                "check the address (`--address`, the site's address, `NOMAD_ADDR`), and whether a \
                 Nomad agent listens there"
            }
            Self::NoLeader(_) => {
                "wait until the servers have elected a leader: `nomad server members` shows it"
            }
            Self::Busy(_) => "check the servers' logs, and try again",
            Self::Denied(_) => {
                "set `NOMAD_TOKEN` to a token with `list-jobs`, `read-job` and `submit-job` in \
                 that namespace"
            }
            Self::Moved(_) => "review their changes, and plan again",
            Self::Refused(_) => "fix the errors above",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped => f.write_str("interrupted"),
            Self::Unreachable(words) => write!(f, "Nomad does not respond: {words}"),
            Self::NoLeader(words) => write!(f, "the servers have no leader: {words}"),
            Self::Busy(words) => write!(f, "Nomad failed to respond: {words}"),
            Self::Denied(words) => write!(f, "permission denied by Nomad: {words}"),
            Self::Unknown(words) | Self::Moved(words) | Self::Refused(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for Failure {}

/// The output of a program, on as few lines as possible.
fn sentence(said: &str) -> String {
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::Failure;

    #[test]
    fn answers_are_told_apart() {
        let busy = Failure::of(Some(500), "oops");
        assert!(busy.passes());
        let invalid = Failure::of(Some(500), "1 error occurred:\n\t* Missing tasks for task group");
        assert!(matches!(invalid, Failure::Refused(_)));
        assert_eq!(
            Failure::of(Some(403), "Permission denied"),
            Failure::Denied("Permission denied".to_owned())
        );
        assert!(matches!(Failure::of(Some(500), "No cluster leader"), Failure::NoLeader(_)));
        let refused =
            "Error submitting job: Put \"http://x\": dial tcp: connect: connection refused";
        assert!(matches!(Failure::of(None, refused), Failure::Unreachable(_)));
        assert!(!Failure::of(None, "Error: job is wrong").passes());
    }

    /// What people call their files says nothing about the network.
    #[test]
    fn names_are_no_reasons() {
        for said in [
            "minecraft.nomad.hcl:3,3-8: Unsupported argument; An argument named \"cuont\" is not expected here.",
            "EOF.nomad.hcl:3,3-8: Unsupported argument; Did you mean \"count\"?",
            "<nil>: Undefined variable; A \"x\" variable was set but was not found",
        ] {
            assert_eq!(Failure::of(None, said), Failure::Refused(said.to_owned()));
        }
        let cut = "Error submitting job: Put \"http://x\": EOF";
        assert!(matches!(Failure::of(None, cut), Failure::Unreachable(_)));
        assert!(!Failure::of(Some(500), "No path to region").passes());
    }
}
