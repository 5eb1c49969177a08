//! Jobs that run by the clock.

pub mod daylight_saving;
pub mod overlap;
mod zones;
