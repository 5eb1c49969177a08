//! `docs/batch.md`.

use jobwright::prelude::*;

use super::{check, lab};
use crate::support::Tested;

mod nightly {
    use super::*;

    pub fn job() -> Workload {
        Workload::batch("nightly-report")
            .image("registry.lab/report:1.2.0")
            .args(["--yesterday"])
            .cron("0 4 * * *")
            .time_zone("Europe/Berlin")
    }
}

mod on_demand {
    use super::*;

    pub fn job() -> Workload {
        let form = Parameterized::new().payload(Payload::Optional).meta_required(["customer"]);
        Workload::batch("invoice")
            .image("registry.lab/invoice:3.0.2")
            .args(["--customer", "${NOMAD_META_customer}"])
            .parameterized(form)
            .dispatch_payload("order.json")
    }
}

mod first {
    use super::*;

    pub fn job() -> Workload {
        let migrate = Docker::image("registry.lab/shop:2.3.0").args(["migrate"]);
        Workload::service("shop")
            .image("registry.lab/shop:2.3.0")
            .port(Port::http(8080))
            .prestart(Task::new("migrate", migrate))
    }
}

#[test]
fn the_page_shows_what_becomes_of_it() -> Tested {
    let jobs = [
        (lab(), nightly::job(), "periodic"),
        (lab(), on_demand::job(), "parameterized"),
        (lab(), first::job(), "lifecycle"),
    ];
    check("docs/batch.md", include_str!("batch.rs"), &jobs)
}
