//! `deploy` on a terminal: the question, and what is seen while it waits.

use super::{Begun, Bench, Hcl, running, version};
use crate::cli::typed;
use crate::support::Tested;
use crate::support::nomad::nomad;

/// A service that answers nobody, and a check that asks it.
fn unchecked(id: &str) -> Hcl {
    Hcl::service(id).with_group(&format!(
        r#"network {{
      port "http" {{}}
    }}
    service {{
      provider = "nomad"
      name     = "{id}"
      port     = "http"
      check {{
        name     = "alive"
        type     = "http"
        path     = "/"
        interval = "1s"
        timeout  = "1s"
      }}
    }}"#
    ))
}

#[test]
fn it_is_asked_on_a_terminal_and_seen_what_is_waited_for() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    bench.job(&Hcl::service("shop").healthy_after("3s"));
    let question = format!("Deploy this to http://{}? [y/N] ", agent.address());
    let command = bench.command("deploy shop.nomad.hcl");
    for no in ["n\n", "\n", "yellow\n"] {
        let Some(said) = typed(&command, no) else { return Ok(()) };
        let said = said.ends(1);
        assert!(said.stdout.contains(&question), "{said}");
        assert!(said.stdout.contains("nothing was deployed\r\n"), "{said}");
        assert_eq!(version(&agent, "shop"), None, "answered {no:?}: {said}");
    }
    let said = typed(&command, "y\n").expect("as before").ends(0);
    assert!(said.stdout.contains(&question), "{said}");
    // The line of the job, which is drawn again and again; and the one that stays.
    let drawn: Vec<&str> = said.stdout.split('\r').filter(|line| line.contains("shop")).collect();
    assert!(
        drawn.iter().any(|line| line.trim_end().ends_with("shop  0 of 1 healthy")),
        "{drawn:?}"
    );
    assert!(said.stdout.contains(" s  shop  done after "), "{said}");
    assert!(said.stdout.contains("1 step deployed, 0 unchanged\r\n"), "{said}");
    assert_eq!((version(&agent, "shop"), running(&agent, "shop")), (Some(0), 1));
    // Where nothing is different, nobody is asked.
    let said = typed(&command, "").expect("as before").ends(0);
    assert!(!said.stdout.contains("[y/N]"), "{said}");
    Ok(())
}

#[test]
fn the_reason_is_named_while_it_waits() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    bench.job(&unchecked("shop"));
    bench.job(&unchecked("seen"));
    let large = Hcl::service("large").text().replacen("memory = 16", "memory = 9000000", 1);
    bench.folder.file("large.nomad.hcl", large);
    let nowhere = "constraint {\n      attribute = \"${meta.rack}\"\n      value = \"r9\"\n    }";
    bench.job(&Hcl::service("nowhere").with_group(nowhere));
    // On a terminal and elsewhere, at the same time.
    let options = "--allow-unplaced --timeout 8s";
    let begun = ["large", "nowhere", "shop"].map(|id| bench.begin(id, options));
    let screen =
        typed(&bench.command(&format!("deploy seen.nomad.hcl --auto-approve {options}")), "");
    let [large, nowhere, shop] = begun.map(Begun::ended).map(|said| said.ends(1));
    let reasons = [
        (&large, "large  0 of 1 healthy: group `app`: no memory left on 1 node\n"),
        (&nowhere, "nowhere  0 of 1 healthy: group `app`: `${meta.rack} = r9` leaves out 1 node\n"),
        (&shop, "shop  0 of 1 healthy: check `alive` of service `shop` fails: "),
    ];
    for (said, part) in reasons {
        assert!(said.stderr.contains(part), "no `{part}` in {said}");
    }
    assert!(shop.stderr.contains("connection refused"), "{shop}");
    if let Some(screen) = screen {
        let part = "seen  0 of 1 healthy: check `alive` of service `seen` fails: ";
        assert!(screen.stdout.contains(part), "no `{part}` in {screen}");
    }
    assert_eq!(running(&agent, "shop"), 1);
    Ok(())
}
