//! Images that keep themselves current: what Renovate finds by our preset, and what it writes.

mod engine;
mod hundred;
mod own;
mod real;
mod seen;
