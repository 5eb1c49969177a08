//! What commands answer.

/// What a command answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done, or yes.
    Yes,
    /// The answer is no: stale, wrong, different.
    No,
    /// It could not be done, or not all of it; why has been said.
    Failed,
}

impl Answer {
    /// The exit code that says so.
    pub const fn code(self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::No => 1,
            Self::Failed => 2,
        }
    }
}

/// What each exit code means, for all commands.
pub const CODES: [(u8, &str); 3] = [
    (Answer::Yes.code(), "done; up to date; nothing is wrong"),
    (
        Answer::No.code(),
        "the answer is no: stale files, findings, differences, a refused file, a failed deployment",
    ),
    (
        Answer::Failed.code(),
        "it could not run: a wrong option, an unreadable file, a template that fails, no answer from a cluster",
    ),
];

/// When the answer of a command is no. Other commands end with 0 or 2.
pub const NO: [(&str, &str); 14] = [
    ("gen", "there are errors; with `--check`, a file is stale"),
    ("show", "the registry has errors"),
    ("init", "with `--check`, a file is stale"),
    ("new", "the definition has errors; nothing is written"),
    ("import", "a file was refused; the others were imported"),
    ("lint", "there are findings"),
    ("check", "there are errors of the compiler, or findings"),
    ("images", "with `--outdated`, an image was not updated"),
    (
        "diff",
        "the registry has errors; with `--exit-code`, something differs: without it, `diff` ends with 0 whatever differs; with `--verify`, a deployment differs from its prediction",
    ),
    ("plan", "the registry has errors, or something would change"),
    ("deploy", "a failure, a refusal or an interruption"),
    ("drift", "the cluster differs from the files"),
    ("fmt", "with `--check` or `--diff`, a file has another layout"),
    ("lsp", "the editor left without asking it to shut down"),
];
