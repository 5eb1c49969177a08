//! What Nomad's API answers, through `nomad operator api`: with its addresses, certificates and tokens.

use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use super::failure::Failure;
use super::nomad::{GRACE, Nomad, SHORT};

/// How long to retry where a server answers that it cannot: that may be its last word.
const BUSY: Duration = Duration::from_secs(30);

/// How long to wait before a retry.
const PAUSE: Duration = Duration::from_secs(1);

/// How long a blocking query may wait for a change.
pub const CHANGE: Duration = Duration::from_secs(4);

/// Asks the API.
#[derive(Clone, Copy)]
pub struct Api<'n> {
    nomad: &'n Nomad,
    patience: Duration,
    /// Keeps asking for a while after a stop was requested.
    insists: bool,
    /// Is told why it asks again.
    tell: Option<&'n (dyn Fn(&str) + Sync)>,
}

/// An answer, and as of when.
#[derive(Clone, Debug)]
pub struct Found<T> {
    pub body: T,
    /// What is newer is a change: a question with it waits for one.
    pub index: u64,
}

/// An answer as it came.
struct Answer {
    status: u16,
    index: u64,
    body: String,
}

impl<'n> Api<'n> {
    /// Asks again for a while, where Nomad cannot answer.
    #[must_use]
    pub const fn of(nomad: &'n Nomad) -> Self {
        Self { nomad, patience: nomad.patience(), insists: false, tell: None }
    }

    /// Asks once, at each address if need be.
    #[must_use]
    pub const fn once(nomad: &'n Nomad) -> Self {
        Self::of(nomad).impatient()
    }

    /// The same, which asks once.
    #[must_use]
    pub const fn impatient(self) -> Self {
        Self { patience: Duration::ZERO, ..self }
    }

    /// The same, which says why it asks again.
    #[must_use]
    pub const fn telling(self, tell: &'n (dyn Fn(&str) + Sync)) -> Self {
        Self { tell: Some(tell), ..self }
    }

    /// The same, which still finds out what became of a change after a stop was requested.
    #[must_use]
    pub const fn insisting(self) -> Self {
        Self { insists: true, ..self }
    }

    /// The program that asks.
    #[must_use]
    pub const fn nomad(&self) -> &'n Nomad {
        self.nomad
    }

    /// What there is at a path; nothing, where there is nothing.
    ///
    /// # Errors
    ///
    /// Nomad did not answer, or not with that.
    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Result<Option<Found<T>>, Failure> {
        self.again(|| Self::found(path, self.ask(&[path], None, SHORT)?))
    }

    /// The same, as soon as it is newer than `index`, or after a while.
    ///
    /// # Errors
    ///
    /// As for [`Api::get`].
    pub fn newer<T: DeserializeOwned>(
        &self,
        path: &str,
        index: u64,
        wait: Duration,
    ) -> Result<Option<Found<T>>, Failure> {
        let sign = if path.contains('?') { '&' } else { '?' };
        let path = format!("{path}{sign}index={index}&wait={}ms", wait.as_millis());
        self.again(|| Self::found(&path, self.ask(&[&path], None, SHORT + wait)?))
    }

    /// What Nomad answers to a document, of which it keeps nothing.
    ///
    /// # Errors
    ///
    /// As for [`Api::get`].
    pub fn put<T: DeserializeOwned>(&self, path: &str, document: &[u8]) -> Result<T, Failure> {
        let ask = || Self::found(path, self.ask(&["-X", "PUT", path], Some(document), SHORT)?);
        let missing = || Failure::Refused(format!("Nomad has nothing at `{path}`"));
        self.again(ask)?.map(|found: Found<T>| found.body).ok_or_else(missing)
    }

    /// Deletes what is at a path, if there is something.
    ///
    /// # Errors
    ///
    /// As for [`Api::get`].
    pub fn delete(&self, path: &str) -> Result<(), Failure> {
        self.again(|| self.ask(&["-X", "DELETE", path], None, SHORT)).map(|_| ())
    }

    fn found<T: DeserializeOwned>(path: &str, answer: Answer) -> Result<Option<Found<T>>, Failure> {
        // Of what it does not know, an older one answers nothing at all.
        if answer.status == 404 || answer.body.trim().is_empty() {
            return Ok(None);
        }
        let body = serde_json::from_str(&answer.body).map_err(|error| {
            let path = path.split('?').next().unwrap_or(path);
            let words = format!("cannot read the response of `{path}`: {error}");
            // One that breaks off is no answer.
            if error.is_eof() { Failure::Unreachable(words) } else { Failure::Refused(words) }
        })?;
        Ok(Some(Found { body, index: answer.index }))
    }

    /// Retries what may be retried, until it is done, refused, or has failed for too long.
    ///
    /// # Errors
    ///
    /// The last failure; or a stop was requested.
    pub fn again<T>(&self, attempt: impl Fn() -> Result<T, Failure>) -> Result<T, Failure> {
        let (start, stop) = (Instant::now(), self.nomad.stop());
        let (mut asked, mut told) = (None, String::new());
        loop {
            let at = self.nomad.at();
            let failure = match attempt() {
                Err(failure) if failure.passes() => failure,
                answer => return answer,
            };
            let patience = match failure {
                Failure::Busy(_) => self.patience.min(BUSY),
                _ => self.patience,
            };
            if start.elapsed() >= patience {
                return Err(failure);
            }
            if matches!(failure, Failure::Unreachable(_)) {
                self.nomad.turn(at);
            }
            let words = failure.to_string();
            if let Some(tell) = self.tell.filter(|_| words != told) {
                tell(&format!("{}; retrying", words.lines().next().unwrap_or_default()));
                told = words;
            }
            match self.insists {
                true => std::thread::sleep(PAUSE),
                false => stop.sleep(PAUSE),
            }
            if stop.is_asked() {
                let since = asked.get_or_insert_with(Instant::now);
                if !self.insists || since.elapsed() >= GRACE {
                    return Err(Failure::Stopped);
                }
            }
        }
    }

    fn ask(&self, words: &[&str], body: Option<&[u8]>, limit: Duration) -> Result<Answer, Failure> {
        // Only so it says which status the answer has; the token, which it says too, goes nowhere.
        let arguments: Vec<&str> =
            ["operator", "api", "-verbose"].into_iter().chain(words.iter().copied()).collect();
        let said = self.nomad.call(&arguments, body, limit, self.insists)?;
        let header = |name: &str| {
            let lines = said.stderr.lines().filter_map(|line| line.strip_prefix("< "));
            lines.filter_map(|line| line.strip_prefix(name)).next_back().map(str::trim)
        };
        let status = header("HTTP/").and_then(|rest| rest.split(' ').nth(1)?.parse().ok());
        match status {
            Some(status @ (200..300 | 404)) if status == 404 || said.code == Some(0) => {
                let index = header("X-Nomad-Index:").and_then(|index| index.parse().ok());
                Ok(Answer { status, index: index.unwrap_or(0), body: said.stdout })
            }
            Some(200..300) => {
                let path = words.last().map_or("", |path| path.split('?').next().unwrap_or(path));
                Err(Failure::Unreachable(format!("the response of `{path}` is truncated")))
            }
            Some(status) => Err(Failure::of(Some(status), &said.stdout)),
            None => Err(Failure::of(None, &without_request(&said.stderr))),
        }
    }
}

/// What `-verbose` said without the lines that show the request, which hold the token, and the head of the answer.
fn without_request(said: &str) -> String {
    let is_shown = |line: &str| {
        let rest = line.trim_start().strip_prefix(['>', '<', '*']);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    said.lines().filter(|line| !is_shown(line)).collect::<Vec<_>>().join("\n")
}

/// A name as a part of a path.
#[must_use]
pub fn part(name: &str) -> String {
    let mut text = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                text.push(char::from(byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::without_request;

    #[test]
    fn no_token_is_in_a_message() {
        let said = "> GET http://x/v1/jobs\n> X-Nomad-Token: 1234\n>\n* Sending request\nError performing request: EOF";
        assert_eq!(without_request(said), "Error performing request: EOF");
    }
}
