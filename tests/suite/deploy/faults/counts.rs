//! Counts that something else has set stay.

use super::{Bench, Hcl, running, version};
use crate::support::Tested;
use crate::support::nomad::nomad;

const SCALING: &str = "scaling {\n      min = 1\n      max = 5\n    }";

#[test]
fn counts_of_scaled_groups_are_kept() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    let scaled = |script: &str| Hcl::service("shop").script(script).with_group(SCALING);
    bench.job(&scaled("exec sleep 3600"));
    bench.deploy("shop", "").ends(0);
    bench.nomad.scale("shop", "app", 3)?;
    let said = bench.deploy("shop", "").ends(0);
    assert!(said.stderr.contains("0 steps deployed, 1 unchanged"), "{said}");
    bench.job(&scaled("exec sleep 3601"));
    let said = bench.deploy("shop", "").ends(0);
    let part = "shop: group `app` keeps its count of 3, which was set outside jobwright\n";
    assert!(said.stderr.contains(part), "{said}");
    assert_eq!(running(&agent, "shop"), 3);

    // Without roll-outs, no more is waited for than there are to be.
    let plain = |script: &str| {
        let update = "max_parallel = 0";
        bench.job(
            &Hcl::service("plain").script(script).count(3).with_update(update).with_group(SCALING),
        );
    };
    plain("exec sleep 3600");
    bench.deploy("plain", "").ends(0);
    bench.nomad.scale("plain", "app", 1)?;
    plain("exec sleep 3601");
    bench.deploy("plain", "--timeout 40s").ends(0);
    assert_eq!(running(&agent, "plain"), 1);

    // Two groups: one of them has another count in its file, which counts.
    let two = |own: u32| {
        let text = Hcl::service("both").with_group(SCALING).text();
        let (_, group) = text.split_once("  group \"app\" {").unwrap_or_default();
        let group = group.trim_end().trim_end_matches('}').replace(SCALING, "");
        let group = group.replacen("count = 1", &format!("count = {own}"), 1);
        let whole = text.trim_end().trim_end_matches('}');
        bench.folder.file("both.nomad.hcl", format!("{whole}  group \"own\" {{{group}}}\n"));
    };
    two(1);
    bench.deploy("both", "").ends(0);
    bench.nomad.scale("both", "app", 3)?;
    two(2);
    bench.deploy("both", "").ends(0);
    assert_eq!((running(&agent, "both"), version(&agent, "both")), (5, Some(2)));
    let said = bench.deploy("both", "").ends(0);
    assert!(said.stderr.contains("0 steps deployed, 1 unchanged"), "{said}");
    Ok(())
}
