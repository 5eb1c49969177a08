//! The only allocation of a service, with its data.

use super::{Bench, Hcl, version};
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::nomad::nomad;
use crate::support::setup::Setup;

#[test]
fn the_only_allocation_with_data_is_replaced_only_if_allowed() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let agent = Agent::of(Setup::durable().host_volume("data", folder.path()), &nomad)?;
    let bench = Bench::at(agent.address(), &nomad);
    let volume = "volume \"data\" {\n      type = \"host\"\n      source = \"data\"\n    }";
    let job = |script: &str| bench.job(&Hcl::service("shop").script(script).with_group(volume));
    job("exec sleep 3600");
    bench.deploy("shop", "").ends(0);
    job("exec sleep 3601");
    let said = bench.deploy("shop", "").ends(1);
    for part in [
        "refused: the only allocation of group `app` would be replaced, and it has data on `data`\n",
        "`--allow-destructive shop`",
        "1 job refused, nothing was deployed\n",
    ] {
        assert!(said.stderr.contains(part), "no `{part}` in {said}");
    }
    assert_eq!(version(&agent, "shop"), Some(0));
    bench.job(&Hcl::service("other"));
    bench.deploy("shop other", "--allow-destructive other").ends(1);
    bench.deploy("shop", "--allow-destructive shop").ends(0);
    assert_eq!(version(&agent, "shop"), Some(1));
    Ok(())
}
