//! Small jobs, and the whole text of their definitions.

use jobwright::import::rust;
use jobwright::read;

use super::homelab;

fn check(hcl: &str, expected: &str) {
    let job = read::job(hcl).unwrap_or_else(|findings| panic!("{findings:?}"));
    let definition = rust(&job, &homelab(), &[]);
    assert!(definition.text == expected, "{}", definition.text);
}
