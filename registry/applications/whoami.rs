//! Echoes the request: proves that the way in works.

use crate::site::*;

pub fn job() -> Workload {
    Workload::service("whoami")
        .target(target::NODE)
        .shape(shape::XXTINY)
        .port(Port::http(80))
        .route(Route::path("/whoami"))
}
