//! The catalogue: what a map says of jobs, and each form that it has.

mod backstage;
mod cli;
mod docs;
mod fleet;
mod hostile;
mod links;
mod namesakes;
mod numbers;
mod registry;
mod secrets;
