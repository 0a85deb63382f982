//! Keeping and erasing: holds, the schedule, and the erasure of what need not be kept; all of it also after a case is closed.

use chrono::NaiveDate;
use psr_recorder::{Append, Digest, Entry, FieldState, OperationId, Receipt};
use serde::Serialize;

use super::record::handle;
use super::{Case, CaseListing, Casebook};
use crate::acting::Acting;
use crate::error::{Error, Refusal, Result};
use crate::event::{CaseEvent, Erased, Hold, Retention};
use crate::hold;

/// What is to be erased of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErasureGiven {
    /// The entry.
    pub entry: u64,
    /// Which of its fields, by the end of their paths; none for everything it says.
    pub paths: Vec<String>,
    /// Why.
    pub reason: String,
    /// On what legal ground.
    pub ground: String,
}

/// A case whose time is up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RetentionDue {
    /// The case.
    #[serde(flatten)]
    pub case: CaseListing,
    /// The last day on which it was to be kept.
    pub until: NaiveDate,
    /// Which schedule or decision says so.
    pub source: String,
}

impl Casebook {
    /// Places a hold on a case, or releases the one that was placed.
    ///
    /// # Errors
    /// When there is nothing to release, the reason is empty, or the register refuses.
    pub fn hold(&mut self, case: &Case, placed: bool, why: &str, acting: &mut Acting<'_>) -> Result<Receipt> {
        let stands = case.state.holds.last().is_some_and(|hold| hold.what.placed);
        let wrong = match (placed, stands) {
            (true, true) => Some("the case is held already: release that hold first, or leave it as it is"),
            (false, false) => {
                Some("nobody placed a hold that could be released: one that arose by itself ends with what ends it")
            }
            _ if why.trim().is_empty() => Some("the reason is empty: say why in plain words"),
            _ => None,
        };
        refuse(wrong.map(str::to_owned))?;
        self.keep_on_record(case, CaseEvent::Hold(Hold { placed, why: why.trim().to_owned() }), acting)
    }

    /// Puts on record until when a case is kept.
    ///
    /// # Errors
    /// When the source is empty, or the register refuses.
    pub fn retain(&mut self, case: &Case, until: NaiveDate, source: &str, acting: &mut Acting<'_>) -> Result<Receipt> {
        let empty = source.trim().is_empty();
        refuse(empty.then(|| "the source is empty: name the schedule or the decision that says so".to_owned()))?;
        self.keep_on_record(case, CaseEvent::Retention(Retention { until, source: source.trim().to_owned() }), acting)
    }

    /// Lists the cases whose time is up on a day and which no hold keeps, oldest first.
    ///
    /// # Errors
    /// When the register or the pack of a case cannot be read.
    pub fn retention_due(&self, on: NaiveDate) -> Result<Vec<RetentionDue>> {
        let mut due = Vec::new();
        for listing in self.cases()? {
            let case = self.case(&listing.id)?;
            let Some(retention) = &case.state.retention else { continue };
            if retention.what.until < on && hold::standing(&case.state, case.rulebook.pack()).is_empty() {
                let Retention { until, source } = retention.what.clone();
                due.push(RetentionDue { case: listing, until, source });
            }
        }
        Ok(due)
    }

    /// Returns the paths that an erasure would erase.
    ///
    /// # Errors
    /// When a hold stands, the entry has nothing of that name, or what is named must stay.
    pub fn erasable(&self, case: &Case, given: &ErasureGiven) -> Result<Vec<String>> {
        Ok(self.to_erase(case, given)?.into_iter().map(|(path, _)| path).collect())
    }

    /// Erases fields of an entry for good, and records that they were, by whom and why.
    ///
    /// # Errors
    /// As for [`erasable`](Self::erasable); when the reason or ground is empty; or when the register refuses.
    pub fn erase(&mut self, case: &Case, given: &ErasureGiven, acting: &mut Acting<'_>) -> Result<Receipt> {
        let digests: Vec<Digest> = self.to_erase(case, given)?.into_iter().map(|(_, digest)| digest).collect();
        let empty = given.reason.trim().is_empty() || given.ground.trim().is_empty();
        refuse(empty.then(|| "the reason or the ground is empty: give both in plain words".to_owned()))?;
        let (act, introduction) = handle(&case.state, &acting.actor);
        let introduced =
            self.append(case.id, Some(case.state.head), &act, introduction.into_iter().collect(), acting)?;
        let erased = Erased { entry: given.entry, reason: given.reason.clone(), ground: given.ground.clone() };
        let append = Append {
            rec: case.id,
            base: Some(introduced.last().map_or(case.state.head, |receipt| receipt.seq)),
            op: OperationId::draw(acting.randomness),
            at: acting.now,
            act,
            typ: psr_recorder::conventions::ERASURE.to_owned(),
            fields: erased.to_fields(),
            checkpoint: true,
        };
        Ok(self.register_mut().erase(&append, &digests, acting.randomness)?)
    }

    /// Appends an entry about keeping, which is possible after the case is closed too.
    pub(super) fn keep_on_record(&mut self, case: &Case, event: CaseEvent, acting: &mut Acting<'_>) -> Result<Receipt> {
        let (act, introduction) = handle(&case.state, &acting.actor);
        let events: Vec<CaseEvent> = introduction.into_iter().chain([event]).collect();
        let receipts = self.append(case.id, Some(case.state.head), &act, events, acting)?;
        Ok(*receipts.last().expect("every entry gives a receipt"))
    }

    /// Finds what is to be erased: paths and digests.
    fn to_erase(&self, case: &Case, given: &ErasureGiven) -> Result<Vec<(String, Digest)>> {
        let holds = hold::standing(&case.state, case.rulebook.pack());
        if !holds.is_empty() {
            return Err(Error::Held { reference: case.state.opened.what.reference.clone(), holds });
        }
        let entries = self.register().events(case.id)?;
        let entry = entries.iter().find(|entry| entry.header.seq == given.entry);
        let missing = || format!("the case has no entry {}: `psr log` lists its entries", given.entry);
        let entry = entry.ok_or_else(|| Error::Refused(vec![Refusal::CannotStand(missing())]))?;
        let (mut found, mut problems) = (Vec::new(), Vec::new());
        if given.paths.is_empty() {
            found = shown(entry).filter(|(path, _)| !stays(path, &entry.header.typ) && !is_mark(path)).collect();
        }
        for wanted in &given.paths {
            let named: Vec<_> = shown(entry).filter(|(path, _)| names(wanted, path)).collect();
            let kept = named.iter().find(|(path, _)| stays(path, &entry.header.typ));
            match (named.is_empty(), kept) {
                (true, _) => problems.push(nothing_named(wanted, entry)),
                (_, Some((path, _))) => problems.push(format!(
                    "`{path}` cannot be erased, since without it the record could not be read: name another field"
                )),
                _ => found.extend(named),
            }
        }
        if found.is_empty() && problems.is_empty() {
            problems.push(format!("entry {} has nothing that could be erased: choose another entry", given.entry));
        }
        if !problems.is_empty() {
            return Err(Error::Refused(problems.into_iter().map(Refusal::CannotStand).collect()));
        }
        found.sort();
        found.dedup();
        Ok(found)
    }
}

fn shown(entry: &Entry) -> impl Iterator<Item = (String, Digest)> {
    entry.fields.iter().filter_map(|field| match &field.state {
        FieldState::Shown { path, .. } => Some((path.clone(), field.digest)),
        _ => None,
    })
}

/// Answers whether a name as given means a path: the whole of it, the end of it, or a folder on its way.
fn names(wanted: &str, path: &str) -> bool {
    let whole = |part: &str| part.is_empty() || part.starts_with('/') || part.ends_with('/');
    path.find(wanted).is_some_and(|at| !wanted.is_empty() && whole(&path[..at]) && whole(&path[at + wanted.len()..]))
}

/// Answers whether a field must stay: what opens a case names its pack, an approval names the head it was given for, and what is said of holds, erasures and who acts keeps the record readable.
fn stays(path: &str, typ: &str) -> bool {
    path.ends_with("pack/digest")
        || ["submission/", "approval/", "refusal/"]
            .iter()
            .any(|of| path == format!("{of}head") || path == format!("{of}basis"))
        || ["psr.hold/", "psr.retention/", "psr.erasure/", "psr.determination/", "psr.disclosure/", "psr.document/"]
            .iter()
            .any(|kept| typ.starts_with(kept))
}

/// Answers whether a field says nothing of anybody, and keeps the entry in its place among the others.
fn is_mark(path: &str) -> bool {
    ["supersedes", "privileged", "concerns", "handle", "reply-to"]
        .iter()
        .any(|mark| path.rsplit('/').next() == Some(*mark))
}

fn nothing_named(wanted: &str, entry: &Entry) -> String {
    let paths: Vec<String> = shown(entry).map(|(path, _)| path).collect();
    let shown = if paths.is_empty() { "nothing of it is here any more".to_owned() } else { paths.join(", ") };
    format!("entry {} has no field `{wanted}`: {shown}", entry.header.seq)
}

fn refuse(wrong: Option<String>) -> Result<()> {
    wrong.map_or(Ok(()), |wrong| Err(Error::Refused(vec![Refusal::CannotStand(wrong)])))
}
