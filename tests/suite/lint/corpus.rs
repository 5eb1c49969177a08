//! Strangers' jobs: Nomad's rules say what Nomad said of them, and each rule of the house has a figure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jobwright::eval::{Inputs, VariableFile};

use super::judge;
use crate::support::corpus::Corpus;
use crate::support::{Tested, skip};

/// A line of the list of strangers' files.
pub struct Entry {
    pub path: String,
    verdict: String,
    why: String,
}

pub fn entries(corpus: &Corpus) -> Result<Vec<Entry>, Box<dyn std::error::Error>> {
    let entry = |line: &str| {
        let mut cells = line.split('\t');
        let path = cells.next()?.to_owned();
        let verdict = cells.nth(2)?.to_owned();
        Some(Entry { path, verdict, why: cells.next()?.to_owned() })
    };
    Ok(corpus.rows("index.tsv")?.iter().filter_map(|line| entry(line)).collect())
}

/// A file with the values that its variables need.
fn with_values<R>(
    corpus: &Path,
    path: &str,
    judge: impl FnOnce(String, &Inputs<'_>) -> R,
) -> Result<R, Box<dyn std::error::Error>> {
    let text = fs::read_to_string(corpus.join("jobs").join(path))?;
    let values = fs::read_to_string(corpus.join("vars").join(format!("{path}.hcl")));
    let values = values.unwrap_or_default();
    let file = VariableFile::read(&values).map_err(|errors| format!("{path}: {errors:?}"))?;
    Ok(judge(text, &Inputs { files: vec![file], lenient: true, ..Inputs::default() }))
}

/// Where offline validation refuses what a server takes: it adds the proxy to the group of a gateway first.
const A_SERVER_TAKES: &str = "Missing tasks for task group";

#[test]
fn nomads_rules_say_what_nomad_said() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let (mut wrong, mut counts) = (Vec::new(), BTreeMap::new());
    for entry in entries(&corpus)? {
        let outcome = with_values(&corpus, &entry.path, |text, inputs| {
            judge::lint(&[(entry.path.clone(), text)], inputs)
        })??;
        let ours = judge::verdict(&outcome);
        *counts.entry(ours).or_insert(0) += 1;
        if ours != entry.verdict && entry.why != A_SERVER_TAKES {
            let own = outcome.findings.iter().filter(|finding| finding.rule.starts_with("nomad/"));
            let own: String = own.map(|finding| format!("{finding}\n")).collect();
            wrong.push(format!(
                "{}: {} to Nomad ({}), {ours} here\n{own}",
                entry.path, entry.verdict, entry.why
            ));
        }
    }
    println!("verdicts: {counts:?}");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

/// On which files each rule finds something.
type Fires = BTreeMap<&'static str, BTreeSet<String>>;

/// Prints on how many files of how many each rule finds something, and says which of the house are too noisy.
fn noisy(fires: &Fires, all: usize) -> Vec<&'static str> {
    let mut noisy = Vec::new();
    for (rule, files) in fires {
        println!("{:4} of {all} {rule}", files.len());
        let level = jobwright::lint::rule(rule).map(|rule| rule.level);
        if rule.starts_with("house/")
            && level >= Some(jobwright::lint::Level::Warning)
            && files.len() * 4 >= all
        {
            noisy.push(*rule);
        }
    }
    noisy
}

#[test]
fn few_strangers_break_a_rule_of_the_house() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let mut fires = Fires::new();
    let all = entries(&corpus)?;
    for entry in &all {
        let outcome = with_values(&corpus, &entry.path, |text, inputs| {
            judge::lint(&[(entry.path.clone(), text)], inputs)
        })?;
        // What cannot be read breaks no rule.
        for finding in outcome.map(|outcome| outcome.findings).unwrap_or_default() {
            if std::env::var_os("SHOW").is_some_and(|rule| rule == finding.rule) {
                println!("{finding}\n");
            }
            fires.entry(finding.rule).or_default().insert(entry.path.clone());
        }
    }
    let noisy = noisy(&fires, all.len());
    assert!(noisy.is_empty(), "on a quarter of the files or more: {noisy:?}");
    Ok(())
}

/// A stranger's repository: `OWNER__REPOSITORY` of `OWNER__REPOSITORY__FOLDER__FILE` or `OWNER__REPOSITORY/FILE`.
fn repository(path: &str) -> String {
    let folder = path.split('/').next().unwrap_or_default();
    folder.split("__").take(2).collect::<Vec<_>>().join("__")
}

/// The same for rules that look at several jobs, of each repository as one cluster.
#[test]
fn few_strangers_break_a_rule_across_their_jobs() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let inputs = Inputs { lenient: true, ..Inputs::default() };
    let mut repositories: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let all = entries(&corpus)?;
    for entry in &all {
        let text = with_values(&corpus, &entry.path, |text, _| text)?;
        let file = (entry.path.clone(), text);
        if judge::cluster(std::slice::from_ref(&file), &inputs).is_err() {
            continue;
        }
        repositories.entry(repository(&entry.path)).or_default().push(file);
    }
    let (mut fires, mut where_) = (Fires::new(), Fires::new());
    for (name, files) in &repositories {
        for finding in judge::cluster(files, &inputs)?.findings {
            let across = jobwright::lint::rule(finding.rule)
                .is_some_and(|rule| matches!(rule.check, jobwright::lint::Check::Registry(_)));
            if across {
                if std::env::var_os("SHOW").is_some_and(|rule| rule == finding.rule) {
                    println!("{finding}\n");
                }
                let file = finding.primary.place.to_string();
                let file = file.split(':').next().unwrap_or_default().to_owned();
                fires.entry(finding.rule).or_default().insert(file);
                where_.entry(finding.rule).or_default().insert(name.clone());
            }
        }
    }
    let noisy = noisy(&fires, all.len());
    println!("in how many repositories:");
    self::noisy(&where_, repositories.len());
    assert!(noisy.is_empty(), "on a quarter of the files or more: {noisy:?}");
    Ok(())
}
