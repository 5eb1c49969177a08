//! The known word that was probably meant by a misspelled one.

use strsim::damerau_levenshtein;

/// Longer words are not compared: they are not mistyped names, and comparing them takes time.
const LONGEST: usize = 64;

/// The nearest of the known words, if it is near enough to be meant: a slip for every three letters, whatever their case.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
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
    let near = known.filter_map(|known| Some((slips(known)?, known)));
    near.min_by_key(|(slips, _)| *slips).map(|(_, known)| known)
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
