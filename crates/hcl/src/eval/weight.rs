//! The size of a value: the cost of handling it.
//!
//! Values share their parts, so that a few lines can make one with more parts than there is memory
//! to print: `a1 = [local.a0, local.a0]`, `a2 = [local.a1, local.a1]`, and so on. Walking through
//! a value costs all of it.

use super::value::Value;

/// The size of a value, its parts counted as often as they occur in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weight {
    /// How many values it is made of.
    pub(super) values: u64,
    /// The size of its strings, in units of 64 bytes.
    pub(super) blocks: u64,
}

impl Weight {
    /// Weighs a value, up to about `most` parts.
    pub(super) fn of(value: &Value, most: u64) -> Self {
        let mut weight = Self::default();
        weight.add(value, most);
        weight
    }

    fn add(&mut self, value: &Value, most: u64) {
        self.values += 1;
        if self.values.saturating_add(self.blocks) > most {
            return;
        }
        match value {
            Value::String(text) => self.blocks += text.len() as u64 / 64,
            Value::List(_, values) | Value::Set(_, values) | Value::Tuple(values) => {
                for value in values.iter() {
                    self.add(value, most);
                    if self.values.saturating_add(self.blocks) > most {
                        return;
                    }
                }
            }
            Value::Map(_, entries) | Value::Object(entries) => {
                for value in entries.values() {
                    self.add(value, most);
                    if self.values.saturating_add(self.blocks) > most {
                        return;
                    }
                }
            }
            _ => {}
        }
    }

    /// The steps that walking through the value once costs, beside the one for the value itself.
    pub(super) fn walk(self) -> u64 {
        self.values - 1 + self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, Weight};

    #[test]
    fn parts_count_as_often_as_they_stand() {
        let mut value = Value::from("a".repeat(640));
        for _ in 0..3 {
            value = Value::tuple(vec![value.clone(), value]);
        }
        assert_eq!(Weight::of(&value, 1000), Weight { values: 15, blocks: 80 });
        for _ in 0..100 {
            value = Value::tuple(vec![value.clone(), value]);
        }
        let weight = Weight::of(&value, 1000);
        assert!((1000..1100).contains(&(weight.values + weight.blocks)), "{weight:?}");
    }
}
