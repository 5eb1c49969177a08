//! The rules.

pub mod house;
pub mod nomad;

use super::Rule;

/// All rules, in the order in which they look.
pub const RULES: &[&Rule] = &{
    let mut all = [&house::names::RULE; nomad::RULES.len() + house::RULES.len()];
    let mut at = 0;
    while at < all.len() {
        let own = at < house::RULES.len();
        all[at] = if own { house::RULES[at] } else { nomad::RULES[at - house::RULES.len()] };
        at += 1;
    }
    all
};
