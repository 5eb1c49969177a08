//! A list of entries that are found by their names.

use std::collections::HashMap;

/// So many entries are looked through one by one: that is faster than an index, which is made for more of them.
const FEW: usize = 24;

/// What may have a name.
pub(super) trait Named {
    /// The name, by which it is found.
    fn name(&self) -> Option<&str>;
}

/// Entries in their order. Of several that have one name, the first is found.
#[derive(Clone, Debug)]
pub(super) enum Entries<T> {
    Few(Vec<T>),
    Many(Box<Indexed<T>>),
}

/// Many entries, with the place of the first one of each name.
#[derive(Clone, Debug)]
pub(super) struct Indexed<T> {
    all: Vec<T>,
    places: HashMap<Box<str>, usize>,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self::none()
    }
}

/// How they are found says nothing about what they are.
impl<T: PartialEq> PartialEq for Entries<T> {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl<T> Entries<T> {
    /// No entries yet.
    pub const fn none() -> Self {
        Self::Few(Vec::new())
    }

    /// All of them, in their order.
    pub fn all(&self) -> &[T] {
        match self {
            Self::Few(all) => all,
            Self::Many(indexed) => &indexed.all,
        }
    }

    /// The same to change them, but not their names.
    pub fn all_mut(&mut self) -> &mut [T] {
        match self {
            Self::Few(all) => all,
            Self::Many(indexed) => &mut indexed.all,
        }
    }

    /// All of them, without the index.
    pub fn into_vec(self) -> Vec<T> {
        match self {
            Self::Few(all) => all,
            Self::Many(indexed) => indexed.all,
        }
    }
}

impl<T: Named> Entries<T> {
    /// Where the first entry of a name is.
    fn place(&self, name: &str) -> Option<usize> {
        match self {
            Self::Few(all) => all.iter().position(|entry| entry.name() == Some(name)),
            Self::Many(indexed) => indexed.places.get(name).copied(),
        }
    }

    /// The first entry of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.all().get(self.place(name)?)
    }

    /// The same to change it, but not its name.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        let place = self.place(name)?;
        self.all_mut().get_mut(place)
    }

    /// Replaces the first entry of the same name, or appends it if no entry has that name.
    pub fn set(&mut self, entry: T) {
        let earlier = entry.name().and_then(|name| self.place(name));
        match earlier.and_then(|place| self.all_mut().get_mut(place)) {
            Some(earlier) => *earlier = entry,
            None => self.push(entry),
        }
    }

    /// Appends an entry, whatever its name.
    pub fn push(&mut self, entry: T) {
        match self {
            Self::Few(all) if all.len() < FEW => all.push(entry),
            Self::Few(all) => {
                let mut all = std::mem::take(all);
                all.push(entry);
                *self = Self::from(all);
            }
            Self::Many(indexed) => {
                if let Some(name) = entry.name()
                    && !indexed.places.contains_key(name)
                {
                    indexed.places.insert(name.into(), indexed.all.len());
                }
                indexed.all.push(entry);
            }
        }
    }

    /// Takes out what is not to stay.
    pub fn retain(&mut self, stays: impl FnMut(&T) -> bool) {
        let mut all = std::mem::take(self).into_vec();
        all.retain(stays);
        *self = Self::from(all);
    }
}

impl<T: Named> From<Vec<T>> for Entries<T> {
    fn from(all: Vec<T>) -> Self {
        if all.len() <= FEW {
            return Self::Few(all);
        }
        let mut places = HashMap::with_capacity(all.len());
        for (place, entry) in all.iter().enumerate() {
            if let Some(name) = entry.name() {
                places.entry(name.into()).or_insert(place);
            }
        }
        Self::Many(Box::new(Indexed { all, places }))
    }
}

impl<T: Named> FromIterator<T> for Entries<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Self::from(entries.into_iter().collect::<Vec<T>>())
    }
}

#[cfg(test)]
mod tests {
    use super::{Entries, FEW, Named};

    #[derive(Clone, Debug, PartialEq)]
    struct Pair(Option<String>, usize);

    impl Named for Pair {
        fn name(&self) -> Option<&str> {
            self.0.as_deref()
        }
    }

    fn pair(name: usize, value: usize) -> Pair {
        Pair(Some(name.to_string()), value)
    }

    /// The same by looking through a list.
    fn plain(steps: &[(bool, Pair)]) -> Vec<Pair> {
        let mut all: Vec<Pair> = Vec::new();
        for (set, entry) in steps {
            let earlier = all.iter_mut().find(|old| *set && entry.0.is_some() && old.0 == entry.0);
            match earlier {
                Some(earlier) => *earlier = entry.clone(),
                None => all.push(entry.clone()),
            }
        }
        all
    }

    #[test]
    fn few_and_many_are_found_alike() {
        let mut steps = Vec::new();
        for number in 0..10 * FEW {
            let entry = pair(number * 7 % (3 * FEW), number);
            steps.push((number % 5 != 0, entry));
            if number % 11 == 0 {
                steps.push((true, Pair(None, number)));
            }
            let mut entries = Entries::default();
            for (set, entry) in steps.iter().cloned() {
                if set { entries.set(entry) } else { entries.push(entry) }
            }
            let expected = plain(&steps);
            assert_eq!(entries.all(), expected.as_slice());
            assert_eq!(entries, Entries::from(expected.clone()));
            for name in 0..4 * FEW {
                let name = name.to_string();
                let found = expected.iter().find(|entry| entry.0.as_deref() == Some(&name));
                assert_eq!(entries.get(&name), found);
            }
        }
    }

    #[test]
    fn what_is_taken_out_is_found_no_more() {
        let mut entries: Entries<Pair> = (0..2 * FEW).map(|number| pair(number, number)).collect();
        entries.retain(|entry| entry.1 % 2 == 1);
        assert_eq!((entries.get("4"), entries.get("5")), (None, Some(&pair(5, 5))));
        entries.retain(|_| false);
        assert!(entries.all().is_empty() && entries.get("5").is_none());
    }

    #[test]
    fn an_index_takes_no_room_where_there_is_none() {
        assert_eq!(size_of::<Entries<Pair>>(), size_of::<Vec<Pair>>());
    }
}
