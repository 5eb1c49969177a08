//! Every job file of the corpus, against what `nomad fmt` was recorded to make of it.

use super::changes::variant;
use super::{unlike, unsound};
use crate::support::corpus::Corpus;
use crate::support::skip::name_of;
use crate::support::{Tested, drawn, files};
use jobwright::fmt::{Formatter, format};
use std::cell::Cell;
use std::fs;

/// Recorded from a copy with other line ends than the one in `jobs/`.
const WRONGLY_RECORDED: &str = "SJWyatt__nomad-jobs/rest+db__apidb.hcl";

#[test]
fn every_job_is_laid_out_as_by_nomad() -> Tested {
    let corpus = Corpus::of(name_of(|| ()));
    let jobs = corpus.join("jobs");
    let mut formatter = Formatter::new();
    let mut formatted = String::new();
    let mut different = Vec::new();
    for file in files(&jobs)? {
        let text = fs::read_to_string(&file)?;
        let name = file.strip_prefix(&jobs)?;
        let mut expected = match corpus.join("fmt").join(name) {
            recorded if recorded.is_file() => fs::read_to_string(recorded)?,
            _ => text.clone(),
        };
        if name.to_str() == Some(WRONGLY_RECORDED) {
            assert!(expected.contains('\r') && !text.contains('\r'), "the recording is right now");
            expected = expected.replace('\r', "");
        }
        formatted.clear();
        match formatter.format_into(&text, &mut formatted) {
            Ok(()) if formatted == expected => {
                different.extend(unsound(&text, &formatted));
                different.extend(unlike(&text, Some(&formatted)));
            }
            Ok(()) => different.push(format!("{}: other bytes", name.display())),
            Err(errors) => different.push(format!("{}: refused: {errors:?}", name.display())),
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    Ok(())
}

#[test]
fn what_nomad_refuses_is_refused() -> Tested {
    let corpus = Corpus::of(name_of(|| ()));
    for line in corpus.rows("refused.tsv")? {
        let mut columns = line.split('\t');
        let (name, accepted) = (columns.next().unwrap_or(""), columns.next() == Some("yes"));
        let text = fs::read_to_string(corpus.join("refused").join(name))?;
        assert_eq!(format(&text).is_ok(), accepted, "{name}: {:?}", format(&text).err());
    }
    Ok(())
}

/// Whatever is wrong with a text that has tokens, they are moved to where lexing would find them.
#[test]
fn variants_are_parsed_from_the_tokens_they_are_laid_out_by() -> Tested {
    let corpus = Corpus::of(name_of(|| ()));
    let mut texts = Vec::new();
    for file in files(&corpus.join("jobs"))? {
        texts.push(fs::read_to_string(&file)?);
    }
    texts.sort_by_key(String::len);
    let (count, laid_out) = (texts.len() * 4, Cell::new(0));
    drawn::each(1, u32::try_from(count)?, &variant(texts), |variant| {
        let formatted = format(&variant.text).ok();
        laid_out.set(laid_out.get() + usize::from(formatted.is_some()));
        let found = unlike(&variant.text, formatted.as_deref());
        found.map_or(Ok(()), |what| Err(format!("{what}:\n{}", variant.text).into()))
    });
    println!("{} of {count} variants were laid out", laid_out.get());
    corpus.has_at_least(laid_out.get(), 1001);
    Ok(())
}
