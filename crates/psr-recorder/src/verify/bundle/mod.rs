//! Verification of a bundle: everything in one file, and nothing believed but what its hashes and signatures show.
//!
//! The steps are those of *Verifying a bundle* in `docs/record-format.md`; the verifiers in Python and JavaScript take the same
//! ones and report the same. Nothing is unpacked to the disk.

mod contents;
mod fields;
mod gates;
mod heads;
mod lines;
mod named;
mod prior;
mod proof;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use super::report::{FaultKind, FieldCount, Findings, NotProvedKind, Report};
use super::{Options, prior_checkpoint};
use crate::bundle::{ABOUT, About, Content, EVENTS, Found, Kind, read_container};
use crate::digest::Digest;
use crate::error::{Error, Result, io};

use fields::Fields;
use heads::Heads;
use lines::Lines;

/// The files of a bundle, by name.
type Files = BTreeMap<String, Content>;

/// Verifies a bundle.
///
/// # Errors
/// When it was not possible to look; whatever is wrong with what is inside is a fault in the report.
pub fn verify_bundle(path: &Path, options: &Options) -> Result<Report> {
    bundle_files(path, options).map(|(report, _)| report)
}

/// Verifies a bundle that is read from anywhere; `name` is what messages call it.
///
/// # Errors
/// As [`verify_bundle`].
pub fn verify_bundle_in(input: &mut dyn Read, name: &Path, options: &Options) -> Result<Report> {
    read_and_verify(input, name, options).map(|(report, _)| report)
}

/// Verifies a bundle, and returns its files as well.
pub(crate) fn bundle_files(path: &Path, options: &Options) -> Result<(Report, Files)> {
    let file = File::open(path).map_err(io("open the bundle", path))?;
    read_and_verify(&mut BufReader::new(file), path, options)
}

fn read_and_verify(input: &mut dyn Read, path: &Path, options: &Options) -> Result<(Report, Files)> {
    let found = read_container(input, |name| !name.starts_with("evidence/"));
    match found.map_err(io("read the bundle", path))? {
        Found::Files(files, faults) => Ok((verify(&files, faults, options, path)?, files)),
        Found::OtherForm(reason) => Ok((unreadable(reason), Files::new())),
        Found::NoContainer => Err(Error::NotABundle { path: path.to_owned(), reason: "it is no ZIP file".to_owned() }),
    }
}

/// Verifies the files of a bundle, as they are after unpacking it.
///
/// # Errors
/// As [`verify_bundle`].
pub fn verify_files(files: &BTreeMap<String, Vec<u8>>, options: &Options) -> Result<Report> {
    let content = |bytes: &Vec<u8>| {
        let (digest, length) = (Digest::of(&[bytes]), bytes.len() as u64);
        Content { digest, bytes: Some(bytes.clone()), offset: 0, length }
    };
    let files = files.iter().map(|(name, bytes)| (name.clone(), content(bytes))).collect();
    verify(&files, Vec::new(), options, Path::new("the folder"))
}

fn unreadable(reason: String) -> Report {
    let mut findings = Findings::default();
    findings.fault(None, FaultKind::Bundle, reason);
    let Findings { faults, warnings, not_proved } = findings;
    let (head, fields) = (Digest::of(&[]), FieldCount::default());
    Report { entries: 0, head, fields, faults, not_proved, warnings }
}

fn verify(files: &Files, container: Vec<String>, options: &Options, path: &Path) -> Result<Report> {
    if !files.contains_key(EVENTS) {
        return Err(Error::NotABundle { path: path.to_owned(), reason: format!("it has no {EVENTS}") });
    }
    let prior = options.prior.as_deref().map(prior_checkpoint).transpose()?;
    let mut findings = Findings::default();
    container.into_iter().for_each(|message| findings.fault(None, FaultKind::Bundle, message));
    let about = about(files, &mut findings);
    contents::check(files, about.kind, &mut findings);
    let lines = Lines::read(files, &about, &mut findings);
    let fields = Fields::read(files, &about, &lines, &mut findings);
    named::check(files, &fields, &mut findings);
    let head = if options.chain_only {
        findings.not_proved(NotProvedKind::Signature, "no signature, key or proof was looked at, as was asked for");
        say_open(&mut findings, false, false);
        None
    } else {
        let heads = Heads::check(files, &about, &lines, options, &mut findings);
        let continued = prior.is_some_and(|prior| prior::check(&prior, &heads, &lines, &about, &mut findings));
        say_open(&mut findings, heads.pinned, continued);
        heads.head.map(|head| head.root)
    };
    say_what_is_open(about.kind, &lines, &mut findings);
    let Findings { mut faults, warnings, not_proved } = findings;
    // By position, those of the whole bundle last; a sort keeps the order of the checks within one position.
    faults.sort_by_key(|fault| fault.position.unwrap_or(u64::MAX));
    let head = head.unwrap_or_else(|| lines.root());
    Ok(Report { entries: lines.count(), head, fields: fields.count, faults, not_proved, warnings })
}

/// Reads what the bundle says it is; where that cannot be read, its entries tell the kind, so that one fault stays one.
fn about(files: &Files, findings: &mut Findings) -> About {
    let read = About::parse(bytes(files, ABOUT));
    read.unwrap_or_else(|error| {
        findings.fault(None, FaultKind::Bundle, format!("{ABOUT} is not what it should be: {error}"));
        let record = files.contains_key(crate::bundle::HEAD_PROOF);
        let kind = if record { Kind::Record } else { Kind::Register };
        About { kind, origin: String::new(), program: String::new(), records: Vec::new(), register: None }
    })
}

fn bytes<'f>(files: &'f Files, name: &str) -> &'f [u8] {
    files.get(name).and_then(|content| content.bytes.as_deref()).unwrap_or_default()
}

/// Returns text; none of what is not UTF-8, which is then in no form that is asked of it.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn say_open(findings: &mut Findings, pinned: bool, continued: bool) {
    if !pinned {
        let message = "no key was given: signatures were checked with the key that the bundle itself names, so someone who \
                       rewrote everything and signed with a key of their own would not be noticed";
        findings.not_proved(NotProvedKind::PinnedKey, message);
    }
    if !continued {
        let message = "no checkpoint from outside was compared: an older copy put back, or a history rewritten with the \
                       register's own key, would not be noticed";
        findings.not_proved(NotProvedKind::OutsideCheckpoint, message);
    }
}

/// Says what no verification of a bundle can show.
fn say_what_is_open(kind: Kind, lines: &Lines, findings: &mut Findings) {
    if kind != Kind::Register && !lines.closed {
        let message = "a bundle holds one record as it stood: that no later event of it exists is not shown";
        findings.not_proved(NotProvedKind::Completeness, message);
    }
    let authorship =
        "who acted is as the recorder wrote it down: each event is recorded as by someone, not signed by them";
    findings.not_proved(NotProvedKind::Authorship, authorship);
    findings.not_proved(NotProvedKind::Time, "when each event was recorded is by the recorder's own clock");
}
