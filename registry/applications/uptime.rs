//! Watches from the outside whether everything answers.

use crate::site::*;

pub fn job() -> Workload {
    let port = Port::fixed("http", 3001)
        .because("it must be found when Traefik is down, so people know it by its number");
    Workload::service("uptime").target(target::NODE).port(port)
}
