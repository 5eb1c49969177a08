//! `schema`: the model as JSON.

use super::{Answer, print};
use crate::error::Error;
use crate::schema_json;

pub fn run() -> Result<Answer, Error> {
    print::json(&schema_json::export())
}
