//! The word that somebody probably meant.

/// The nearest of the known words, if one is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (score, nearest) =
        known.map(|known| (distance(word, known), known)).min_by_key(|(score, _)| *score)?;
    (score <= 2 + nearest.len() / 4).then_some(nearest)
}

/// How many letters must be typed, taken away or swapped to get from one word to the other.
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = at;
        row[0] = at + 1;
        for (index, other) in two.iter().enumerate() {
            let swapped = diagonal + usize::from(letter != *other);
            diagonal = row[index + 1];
            row[index + 1] = swapped.min(diagonal + 1).min(row[index] + 1);
        }
    }
    row[two.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_near_and_other_words_are_not() {
        let known = || ["grafana", "loki", "promtail"].into_iter();
        assert_eq!(nearest("grafna", known()), Some("grafana"));
        assert_eq!(nearest("lokki", known()), Some("loki"));
        assert_eq!(nearest("something-else", known()), None);
        assert_eq!(nearest("x", [].into_iter()), None);
    }
}
