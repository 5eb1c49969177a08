//! The known word that was probably meant by a misspelled one.

use strsim::damerau_levenshtein;

/// Longer words are not compared: they are not mistyped names, and comparing them takes time.
const LONGEST: usize = 64;

/// Shorter words begin many others.
const SHORTEST: usize = 3;

/// The nearest of the known words, if it is near enough to be meant: one with a single slip, one that this one abbreviates or
/// goes on from, such as `memory` for `mem` and for `memory_limit`, or one with a slip for every three letters. Their case does
/// not matter.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().count() > LONGEST {
        return None;
    }
    let known: Vec<&str> = known.collect();
    let mistyped = mistyped(word, &known);
    let slip = mistyped.filter(|(slips, _)| *slips <= 1).map(|(_, known)| known);
    slip.or_else(|| abbreviated(word, &known))
        .or_else(|| lengthened(word, &known))
        .or(mistyped.map(|(_, known)| known))
}

/// The word with the fewest slips, and how many these are.
fn mistyped<'a>(word: &str, known: &[&'a str]) -> Option<(usize, &'a str)> {
    let length = word.chars().count();
    let lower = word.to_lowercase();
    let slips = |known: &str| {
        let longer = length.max(known.chars().count());
        let most = longer.max(3) / 3;
        // Words of other lengths differ by the letters that one of them has more.
        let alike = longer <= LONGEST && longer - length.min(known.chars().count()) <= most;
        let slips = alike.then(|| damerau_levenshtein(&lower, &known.to_lowercase()))?;
        (slips <= most).then_some(slips)
    };
    let near = known.iter().filter_map(|known| Some((slips(known)?, *known)));
    near.min_by_key(|(slips, _)| *slips)
}

/// The word that this one begins; of several, the one that begins all others.
fn abbreviated<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let begun = || known.iter().copied().filter(|known| begins(word, known));
    let shortest = begun().min_by_key(|known| known.len()).filter(|_| word.len() >= SHORTEST)?;
    begun().all(|known| begins(shortest, known)).then_some(shortest)
}

/// The longest word that this one begins with, where a word ends in it.
fn lengthened<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let begun = known.iter().copied().filter(|known| {
        known.len() >= SHORTEST
            && begins(known, word)
            && matches!(word.as_bytes().get(known.len()), Some(b'_' | b'-'))
    });
    begun.max_by_key(|known| known.len())
}

fn begins(part: &str, word: &str) -> bool {
    let beginning = word.as_bytes().get(..part.len());
    beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(part.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const JOBS: [&str; 7] =
        ["grafana", "loki", "node-exporter", "plex", "promtail", "redis", "web"];
    const TASK: [&str; 8] =
        ["artifact", "config", "driver", "env", "logs", "name", "resources", "template"];
    const DOCKER: [&str; 6] = ["command", "image", "init", "ports", "privileged", "volumes"];

    #[track_caller]
    fn check<const N: usize>(known: [&str; N], words: &[(&str, &str)]) {
        for (word, meant) in words {
            let found = nearest(word, known.into_iter()).unwrap_or_default();
            assert_eq!(found, *meant, "for {word}");
        }
    }

    #[test]
    fn slips_are_near() {
        check(JOBS, &[("grafna", "grafana"), ("lokki", "loki"), ("rdis", "redis"), ("wbe", "web")]);
        check(JOBS, &[("node_exporter", "node-exporter"), ("promtial", "promtail")]);
        check(TASK, &[("artefact", "artifact"), ("evn", "env"), ("resouces", "resources")]);
        check(TASK, &[("tempalte", "template"), ("Driver", "driver"), ("NAME", "name")]);
        check(DOCKER, &[("imgae", "image"), ("comand", "command"), ("volume", "volumes")]);
    }

    #[test]
    fn words_that_are_cut_short_or_go_on_are_near() {
        let resources = ["cores", "cpu", "memory", "memory_max", "network"];
        check(
            resources,
            &[
                ("mem", "memory"),
                ("net", "network"),
                ("memory_limit", "memory"),
                ("memory_mb", "memory"),
            ],
        );
        check(
            resources,
            &[("memory_max_mb", "memory_max"), ("cpu-limit", "cpu"), ("Mem", "memory")],
        );
        check(resources, &[("me", ""), ("co", ""), ("cpus2", ""), ("memorable", "")]);
        check(DOCKER, &[("pri", "privileged"), ("image_name", "image"), ("imaginations", "")]);
        let several = ["check_type", "check_name"];
        check(several, &[("check", ""), ("check_t", "check_type")]);
    }

    #[test]
    fn other_words_are_not() {
        check(JOBS, &[("nope", ""), ("something-else", ""), ("x", ""), ("foo", ""), ("gone", "")]);
        check(TASK, &[("port", ""), ("ports", ""), ("image", ""), ("memory", ""), ("nope", "")]);
        check(DOCKER, &[("env", ""), ("network", ""), ("", "")]);
        check([], &[("x", "")]);
    }

    #[test]
    fn texts_are_not_compared() {
        let text = "x".repeat(1_000_000);
        check([], &[(&text, "")]);
        assert_eq!(nearest(&text, [&*text].into_iter()), None);
    }
}
