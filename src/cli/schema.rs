//! `schema`: the model as JSON.

use super::{Answer, print};
use crate::error::Error;
use crate::schema_json;

pub fn run() -> Result<Answer, Error> {
    print::report(&schema_json::export())
}
