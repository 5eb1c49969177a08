//! Why the cluster did not do what it was asked, told apart by what helps.

use std::fmt;

/// Why there is no answer, or not the one that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Somebody asked to stop.
    Stopped,
    /// Nothing answers at the address.
    Unreachable(String),
    /// The servers have no leader.
    NoLeader(String),
    /// The server could not answer this time.
    Busy(String),
    /// The token may not do that, or there is none.
    Denied(String),
    /// Nobody knows whether it was done.
    Unknown(String),
    /// Somebody else changed the job meanwhile.
    Moved(String),
    /// What was asked for is refused, for good.
    Refused(String),
}

/// Parts of answers that will not be others.
const PLAIN: [&str; 5] = [
    "Enforcing job modify index",
    "error occurred:",
    "errors occurred:",
    "nonexistent namespace",
    "nonexistent node pool",
];

impl Failure {
    /// What Nomad said, as one of these: by the status of its answer, where there is one.
    pub fn of(status: Option<u16>, said: &str) -> Self {
        let words = sentence(said);
        let has = |part: &str| words.contains(part);
        let is_leaderless = has("No cluster leader") || has("No path to region");
        match status {
            _ if is_leaderless => Self::NoLeader(words),
            // Nomad calls these errors of its own, too.
            _ if PLAIN.iter().any(|part| has(part)) => Self::Refused(words),
            Some(401 | 403) => Self::Denied(words),
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
            _ if has("connection refused")
                || has("no such host")
                || has("connection reset")
                || has("no route to host")
                || has("network is unreachable")
                || has("i/o timeout")
                || has("EOF")
                || has("Client.Timeout")
                || has("server misbehaving") =>
            {
                Self::Unreachable(words)
            }
            _ if has("Unexpected response code: 5") || has("rpc error") || has("raft") => {
                Self::Busy(words)
            }
            _ if has("Unexpected response code: 403") || has("Unexpected response code: 401") => {
                Self::Denied(words)
            }
            _ => Self::Refused(words),
        }
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
            Self::Stopped => "start the same command again: it goes on from there",
            Self::Unknown(_) => {
                "start the same command again when Nomad answers: it looks first what is there"
            }
            Self::Unreachable(_) => {
                "check `NOMAD_ADDR` or `--address`, and whether a Nomad agent listens there"
            }
            Self::NoLeader(_) => {
                "wait until the servers have elected one: `nomad server members` shows them"
            }
            Self::Busy(_) => "look at the log of the servers, and try again",
            Self::Denied(_) => {
                "set `NOMAD_TOKEN` to a token that may `submit-job` and `read-job` in that namespace"
            }
            Self::Moved(_) => "look at what they did, and plan again",
            Self::Refused(_) => "mend what Nomad names",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped => f.write_str("somebody asked to stop"),
            Self::Unreachable(words) => write!(f, "no Nomad answers: {words}"),
            Self::NoLeader(words) => write!(f, "the servers have no leader: {words}"),
            Self::Busy(words) => write!(f, "Nomad could not answer: {words}"),
            Self::Denied(words) => write!(f, "Nomad does not allow it: {words}"),
            Self::Unknown(words) | Self::Moved(words) | Self::Refused(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for Failure {}

/// What a program said, as few lines as it takes. The lines in which the CLI shows its request hold the token, and are
/// no part of it.
fn sentence(said: &str) -> String {
    let lines = said.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with(['>', '<']));
    let lines = lines.filter(|line| !line.starts_with("* Sending request"));
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

    /// With `-verbose`, the CLI shows its request.
    #[test]
    fn no_token_is_in_a_message() {
        let said = "> GET http://x/v1/jobs\n> X-Nomad-Token: 1234\nError performing request: EOF";
        assert_eq!(
            Failure::of(None, said),
            Failure::Unreachable("Error performing request: EOF".to_owned())
        );
    }
}
