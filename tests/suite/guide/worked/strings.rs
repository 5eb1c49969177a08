//! `docs/strings.md`.

use jobwright::prelude::*;

use super::{check, lab};
use crate::support::Tested;

mod relabel {
    use super::*;

    const CONFIG: &str = "replacement: ${1}:9100\npath: ${NOMAD_TASK_DIR}/targets\n";

    pub fn job() -> Workload {
        Workload::service("probe")
            .image("docker.io/curlimages/curl:8.11.0")
            .args(["-w", "%{http_code}", "http://${attr.unique.network.ip-address}/"])
            .env("PRICE", "5 $ \"net\"")
            .template(Template::inline("local/relabel.yml", CONFIG))
    }
}

mod given_later {
    use super::*;

    pub fn job(site: &Site) -> Job {
        let tag = Variable::string("image_tag").default("1.4.0").description("The version to run.");
        let image = interpolate(["registry.lab/app:".into(), tag.reference().into()]);
        Workload::service("app").image(image).port(Port::http(8080)).job(site).variable(tag)
    }
}

#[test]
fn the_page_shows_what_becomes_of_it() -> Tested {
    check("docs/strings.md", include_str!("strings.rs"), &[(lab(), relabel::job(), "task")])
}

#[test]
fn a_value_may_be_given_later() {
    let job = given_later::job(&lab());
    assert_eq!(job.variables.len(), 1);
}
