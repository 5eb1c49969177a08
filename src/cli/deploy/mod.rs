//! `deploy` and `plan`: job files into a cluster, by the plain `nomad` program, and what that would do.

mod chosen;
mod ending;
mod gate;
mod live;
mod prepared;
mod prune;
mod table;

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::Answer;
use super::cluster::{ClusterArgs, duration, news, stop};
use super::diff::paint;
use super::print::{self, count};
use crate::deploy::{
    self, Allowed, Api, Failure, Gone, How, Nomad, Options, Step, Stop, What, reach,
};
use crate::diff::{self, JobChange, Paint};
use crate::error::{Error, ErrorKind};
use crate::import::{JobFile, SourceFile};
use crate::registry::Registry;
use crate::visible::visible_line;
use chosen::Chosen;
use live::Live;

#[derive(Debug, clap::Args)]
pub struct DeployArgs {
    /// Job IDs or job files [default: everything that the project deploys]
    #[arg(value_name = "JOB|FILE")]
    named: Vec<String>,
    /// Deploy without confirmation
    #[arg(long)]
    auto_approve: bool,
    /// Replace the only allocation of this job even if it has data on a volume;
    /// repeatable
    #[arg(long, value_name = "JOB")]
    allow_destructive: Vec<String>,
    /// Take over this job from another tool; repeatable
    #[arg(long, value_name = "JOB")]
    adopt: Vec<String>,
    /// Register jobs that cannot be placed now, and wait
    #[arg(long)]
    allow_unplaced: bool,
    /// Run up to this many steps at the same time
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    parallel: u16,
    /// Give up on a job after this time
    #[arg(long, value_name = "DURATION", default_value = "15m", value_parser = duration)]
    timeout: Duration,
    /// Wait for batch jobs to end
    #[arg(long)]
    wait_batch: bool,
    /// Promote canaries as soon as they are healthy
    #[arg(long)]
    promote: bool,
    /// Roll back a failed job to its last stable version
    #[arg(long)]
    rollback: bool,
    /// Stop jobs whose files were in git at this revision and were removed, after
    /// showing them
    #[arg(long, value_name = "REVISION")]
    prune: Option<String>,
    /// Write the predictions and the results as JSON, one file per site
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// Deploy to these sites of a registry, in order, each after the previous one
    /// is healthy
    #[arg(long, visible_alias = "site", value_name = "NAME", value_delimiter = ',')]
    sites: Vec<String>,
    /// Wait until a site has been healthy for this long before the next one
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    soak: Option<Duration>,
    #[command(flatten)]
    cluster: ClusterArgs,
}

#[derive(Debug, clap::Args)]
pub struct PlanArgs {
    /// Job IDs or job files [default: everything that the project deploys]
    #[arg(value_name = "JOB|FILE")]
    named: Vec<String>,
    /// Show all differences, and multi-line strings line by line
    #[arg(long)]
    full: bool,
    /// Show which jobs `deploy --prune REVISION` would stop
    #[arg(long, value_name = "REVISION")]
    prune: Option<String>,
    /// Plan only these sites of a registry
    #[arg(long, visible_alias = "site", value_name = "NAME", value_delimiter = ',')]
    sites: Vec<String>,
    #[command(flatten)]
    cluster: ClusterArgs,
}

impl DeployArgs {
    fn options(&self) -> Options {
        Options {
            parallel: usize::from(self.parallel),
            how: How { limit: self.timeout, promotes: self.promote, wait_batch: self.wait_batch },
            allowed: Allowed {
                destructive: self.allow_destructive.clone(),
                adopt: self.adopt.clone(),
                unplaced: self.allow_unplaced,
            },
            rollback: self.rollback,
        }
    }
}

pub fn plan(args: &PlanArgs, registry: Option<Registry>) -> Result<Answer, Error> {
    let stop = stop()?;
    let Some(all) = Chosen::of(&args.named, &args.sites, registry)? else { return Ok(Answer::No) };
    one_address(&all, &args.cluster)?;
    let mut answer = Answer::Yes;
    for (at, chosen) in all.iter().enumerate() {
        heading(chosen, (at, args.sites.len()))?;
        match plan_one(args, chosen, &stop)? {
            Answer::Yes => {}
            // What is different at one site says nothing of the next.
            Answer::No if !stop.is_asked() => answer = Answer::No,
            other => return Ok(other),
        }
    }
    Ok(answer)
}

fn plan_one(args: &PlanArgs, chosen: &Chosen, stop: &Stop) -> Result<Answer, Error> {
    let nomad = match args.cluster.nomad(chosen.target(), stop.clone()) {
        Err(_) if stop.is_asked() => return Ok(stopped()),
        nomad => nomad?,
    };
    let steps = match steps(&nomad, chosen, &args.cluster, &Allowed::default())? {
        Ok(steps) => steps,
        Err(answer) => return Ok(answer),
    };
    declared(&steps, &args.cluster, args.prune.as_deref())?;
    let Some(gone) = gone(&nomad, chosen, &args.cluster, args.prune.as_deref())? else {
        return Ok(stopped());
    };
    table::show(&steps)?;
    differences(&steps, args.full)?;
    refusals(&steps);
    prune::show(&gone);
    let is_same = gone.is_empty() && !steps.iter().any(table::differs);
    Ok(if is_same { Answer::Yes } else { Answer::No })
}

pub fn run(args: &DeployArgs, registry: Option<Registry>) -> Result<Answer, Error> {
    let stop = stop()?;
    let Some(all) = Chosen::of(&args.named, &args.sites, registry)? else { return Ok(Answer::No) };
    one_address(&all, &args.cluster)?;
    if args.sites.len() < 2 && args.soak.is_some() {
        let error = Error::new(ErrorKind::Usage, "`--soak` applies only between two sites");
        return Err(error.help("list the sites in order: `--sites staging,production`"));
    }
    let can_ask = io::stdin().is_terminal() && io::stderr().is_terminal();
    if !args.auto_approve && !can_ask {
        let error = Error::new(
            ErrorKind::Usage,
            "expected a terminal for the confirmation, found \
            none",
        );
        return Err(error.help("review the changes with `plan`, and add `--auto-approve`"));
    }
    if let Some(path) = &args.receipt {
        writable(path)?;
    }
    for (at, chosen) in all.iter().enumerate() {
        heading(chosen, (at, args.sites.len()))?;
        let rest: Vec<&str> = all.iter().skip(at + 1).filter_map(Chosen::site_name).collect();
        let answer = deploy_and_stay(args, chosen, &stop, !rest.is_empty());
        if !matches!(answer, Ok(Answer::Yes)) {
            gate::closed(chosen.site_name(), &rest);
            return answer;
        }
    }
    Ok(Answer::Yes)
}

/// Deploys to one site; where another one comes after it, it must stay healthy.
fn deploy_and_stay(
    args: &DeployArgs,
    chosen: &Chosen,
    stop: &Stop,
    has_next: bool,
) -> Result<Answer, Error> {
    let (answer, deployed) = deploy_one(args, chosen, stop)?;
    match deployed.filter(|_| has_next && answer == Answer::Yes) {
        Some((nomad, steps)) => {
            let soak = args.soak.unwrap_or_default();
            let is_open = gate::is_open(&nomad, &steps, chosen, soak)?;
            Ok(if is_open { Answer::Yes } else { Answer::No })
        }
        None => Ok(answer),
    }
}

/// The cluster that was deployed to, and what.
type Deployed = Option<(Nomad, Vec<Step>)>;

fn deploy_one(
    args: &DeployArgs,
    chosen: &Chosen,
    stop: &Stop,
) -> Result<(Answer, Deployed), Error> {
    let nomad = match args.cluster.nomad(chosen.target(), stop.clone()) {
        Err(_) if stop.is_asked() => return Ok((stopped(), None)),
        nomad => nomad?,
    };
    let options = args.options();
    let steps = match steps(&nomad, chosen, &args.cluster, &options.allowed)? {
        Ok(steps) => steps,
        Err(answer) => return Ok((answer, None)),
    };
    named(&steps, args)?;
    declared(&steps, &args.cluster, args.prune.as_deref())?;
    table::show(&steps)?;
    let refused = refusals(&steps);
    if refused > 0 {
        print::say(&format!("{} refused, nothing was deployed\n", count(refused, "job")));
        return Ok((Answer::No, None));
    }
    let Some(gone) = gone(&nomad, chosen, &args.cluster, args.prune.as_deref())? else {
        return Ok((stopped(), None));
    };
    let api = Api::of(&nomad);
    prune::show(&gone);
    let differs = steps.iter().any(table::differs) || !gone.is_empty();
    let must_ask = differs && !args.auto_approve;
    if must_ask && !agreed(&nomad)? {
        print::say("nothing was deployed\n");
        return Ok((Answer::No, None));
    }
    let live = Live::of(steps.iter().map(table::name).collect());
    let mut outcome = deploy::deploy(api, &steps, &options, &live);
    ending::say(&steps, &outcome);
    // What is gone may be what the others replace: it goes when they are there.
    outcome.receipt.pruned = prune::stop(&gone, outcome.is_good(), api);
    let is_pruned = outcome.receipt.pruned.iter().all(|one| one.state == prune::DONE);
    if let Some(path) = &args.receipt {
        let text = serde_json::to_string_pretty(&outcome.receipt).map_err(|error| {
            Error::new(ErrorKind::Io, "cannot write the receipt as JSON").source_error(error)
        })?;
        crate::out::write(&receipt(path, chosen, args.sites.len()), &(text + "\n"))?;
    }
    let answer = if outcome.is_good() && is_pruned { Answer::Yes } else { Answer::No };
    Ok((answer, Some((nomad, steps))))
}

/// The receipt of one of several sites: `receipt.staging.json` in place of `receipt.json`.
fn receipt(path: &Path, chosen: &Chosen, sites: usize) -> PathBuf {
    let Some(site) = chosen.site_name().filter(|_| sites > 1) else { return path.to_owned() };
    let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}.{site}{end}"))
}

/// Says which of several sites comes now.
fn heading(chosen: &Chosen, (at, all): (usize, usize)) -> Result<(), Error> {
    if let Some(site) = chosen.site_name().filter(|_| all > 1) {
        let space = if at == 0 { "" } else { "\n" };
        print::result(&format!("{space}site {}\n\n", visible_line(site)))?;
    }
    Ok(())
}

/// One address is that of one cluster.
fn one_address(all: &[Chosen], cluster: &ClusterArgs) -> Result<(), Error> {
    if all.len() < 2 || !cluster.has_address() {
        return Ok(());
    }
    let error = Error::new(
        ErrorKind::Usage,
        "`--address` applies to one site, but several are \
        named",
    );
    Err(error.help("add `.address(\"https://…\")` to each site, or set `SITE_NOMAD_ADDR` for each"))
}

/// The steps; the answer, where there are none and the reason was printed.
fn steps(
    nomad: &Nomad,
    chosen: &Chosen,
    cluster: &ClusterArgs,
    allowed: &Allowed,
) -> Result<Result<Vec<Step>, Answer>, Error> {
    let failed = |failure: &Failure| {
        let error =
            Error::new(ErrorKind::Usage, format!("at {}: {}", nomad.address(), failure.line()));
        error.help(failure.help())
    };
    let prepared = match reach(nomad, &news) {
        Err(Failure::Stopped) => return Ok(Err(stopped())),
        Err(failure) => return Err(failed(&failure)),
        Ok(()) => prepared::steps(nomad, chosen, &cluster.given(), allowed),
    };
    let wrong = match prepared {
        Ok(steps) => return Ok(Ok(steps)),
        Err(wrong) => wrong,
    };
    if wrong.iter().any(|one| one.failure == Failure::Stopped) {
        return Ok(Err(stopped()));
    }
    // What is no fault of a file is said once.
    if let Some(one) = wrong.iter().find(|one| !matches!(one.failure, Failure::Refused(_))) {
        return Err(failed(&one.failure));
    }
    for one in &wrong {
        let error = Error::new(ErrorKind::Usage, format!("{} in", one.failure.line()));
        print::error(&error.path(&print::here(&one.file)).help(one.failure.help()));
    }
    print::say(&format!(
        "{} cannot be deployed, nothing was deployed\n",
        count(wrong.len(), "file")
    ));
    Ok(Err(Answer::Failed))
}

/// The jobs whose files are gone since a revision, where one is named; nothing, where a stop was
/// requested.
fn gone(
    nomad: &Nomad,
    chosen: &Chosen,
    cluster: &ClusterArgs,
    revision: Option<&str>,
) -> Result<Option<Vec<Gone>>, Error> {
    let Some(revision) = revision else { return Ok(Some(Vec::new())) };
    match prune::gone(revision, &chosen.folder, cluster.values(), Api::of(nomad)) {
        Err(_) if nomad.stop().is_asked() => Ok(None),
        gone => gone.map(Some),
    }
}

/// Whether each value that is given by name is for a job: with a slip in the name, another value would be deployed.
/// One may be for a file that is gone, where such are looked for.
fn declared(steps: &[Step], cluster: &ClusterArgs, prune: Option<&str>) -> Result<(), Error> {
    if prune.is_some() {
        return Ok(());
    }
    let given = cluster.given();
    for name in given.values.iter().filter_map(|value| Some(value.split_once('=')?.0)) {
        let is_declared = steps.iter().any(|step| match &step.what {
            What::Job(unit, _) => {
                JobFile::parse(&SourceFile::new("job", unit.text.as_str())).declares(name)
            }
            What::Volume(..) => false,
        });
        if !is_declared {
            let message =
                format!("undeclared variable `{name}`: no job to be deployed declares it");
            let error = Error::new(ErrorKind::Usage, message);
            return Err(error.help("check the spelling, or remove `--var`"));
        }
    }
    Ok(())
}

/// Whether the receipt can be written: when all is deployed it is too late to say so.
fn writable(receipt: &Path) -> Result<(), Error> {
    let folder = receipt.parent().filter(|folder| !folder.as_os_str().is_empty());
    let wrong = match folder {
        _ if receipt.is_dir() => "expected a file for `--receipt`, found a directory:",
        Some(folder) if !folder.is_dir() => {
            "expected an existing directory for the file of \
            `--receipt`:"
        }
        _ => return Ok(()),
    };
    Err(Error::new(ErrorKind::Usage, wrong).path(receipt).help("use another file"))
}

/// Whether the jobs that are allowed more are there: with a slip in the ID, another one would be refused.
fn named(steps: &[Step], args: &DeployArgs) -> Result<(), Error> {
    let options = [("--allow-destructive", &args.allow_destructive), ("--adopt", &args.adopt)];
    for (option, ids) in options {
        let is_job = |id: &String| {
            steps.iter().any(|step| matches!(&step.what, What::Job(unit, _) if unit.id == *id))
        };
        if let Some(id) = ids.iter().find(|id| !is_job(id)) {
            let message = format!("unknown job `{id}` in `{option} {id}`");
            return Err(Error::new(ErrorKind::Usage, message).help("check the spelling"));
        }
    }
    Ok(())
}

fn stopped() -> Answer {
    print::say("interrupted, nothing was deployed\n");
    Answer::No
}

/// What is different in jobs that are there.
fn differences(steps: &[Step], full: bool) -> Result<Answer, Error> {
    let changes = steps.iter().filter_map(|step| match &step.what {
        What::Job(_, planned) => planned.change.as_ref(),
        What::Volume(..) => None,
    });
    let changes: Vec<&JobChange> =
        changes.filter(|change| change.operation == diff::Operation::Changed).collect();
    let all = |paint: Paint| -> String {
        changes.iter().map(|change| diff::one_job(change, full, paint)).collect()
    };
    print::painted(&all(paint), &all(diff::plain))
}

/// Says what must not be done, and of how many jobs.
fn refusals(steps: &[Step]) -> usize {
    let mut refused = 0;
    for step in steps {
        let What::Job(_, planned) = &step.what else { continue };
        refused += usize::from(!planned.refusals.is_empty());
        for refusal in &planned.refusals {
            print::told(&format!("\nrefused: {}\n", refusal.message));
            print::say(&format!("help: {}\n", refusal.help));
        }
    }
    refused
}

/// Asks; who asks to stop says no.
fn agreed(nomad: &Nomad) -> Result<bool, Error> {
    print::say(&format!("Deploy this to {}? [y/N] ", nomad.address()));
    // An error in showing the question is ignored.
    _ = io::stderr().flush();
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        // The receiver may be gone.
        _ = tell.send(read.map(|_| answer));
    });
    loop {
        match told.recv_timeout(Duration::from_millis(50)) {
            Ok(read) => {
                let answer = read.map_err(|error| {
                    Error::new(ErrorKind::Io, "cannot read the answer").source_error(error)
                })?;
                return Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"));
            }
            Err(RecvTimeoutError::Timeout) if !nomad.stop().is_asked() => {}
            Err(_) => {
                print::say("\n");
                return Ok(false);
            }
        }
    }
}
