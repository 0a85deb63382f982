//! What a person may do to a case, apart from answering and approving: open it, put an event on record, close it.

use chrono::NaiveDate;
use psr_recorder::RecordId;
use psr_rules::answer;
use psr_rules::id::EventId;
use psr_rules::pack::PackFiles;
use psr_rules::pack::model::EventKind;

use super::{Case, Casebook, Recorded};
use crate::acting::Acting;
use crate::error::{Error, Refusal, Result};
use crate::event::{CaseEvent, Closed, ContractReference, Happened, Opened, PackReference};

/// What is given when a case is opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseOpening {
    /// Its title.
    pub title: String,
    /// The authority's own reference.
    pub reference: String,
    /// When the procedure commenced or is expected to.
    pub commenced: Option<NaiveDate>,
    /// Its lots.
    pub lots: Vec<String>,
    /// Where its facts come from, if it is made from something published.
    pub source: Option<String>,
    /// Whether it was decided already, and is entered afterwards.
    pub retrospective: bool,
    /// The contract it is about, by reference or id, where that is on record.
    pub contract: Option<String>,
}

/// What is given of something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventGiven {
    /// Which of the pack's events.
    pub event: String,
    /// On which day.
    pub on: NaiveDate,
    /// More about it: names and values.
    pub details: Vec<(String, String)>,
}

impl Casebook {
    /// Opens a case that the pack will decide; the pack's bytes are kept in the register.
    ///
    /// # Errors
    /// When something given cannot stand (all of it is listed), the pack is not sound, or the register refuses.
    pub fn open_case(&mut self, opening: &CaseOpening, files: &PackFiles, acting: &mut Acting<'_>) -> Result<Case> {
        let rulebook = self.packs.get(register_digest(files), || Ok(files.clone()))?;
        let about = &rulebook.pack().about;
        self.check_opening(opening, about.begins)?;
        let contract = opening.contract.as_deref().map(|given| self.contract(given)).transpose()?;
        let digest = register_digest(files);
        let pairs: Vec<(String, Vec<u8>)> =
            files.iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
        self.register.put_pack(digest, &pairs)?;
        let opened = Opened {
            title: opening.title.trim().to_owned(),
            reference: opening.reference.trim().to_owned(),
            commenced: opening.commenced,
            lots: opening.lots.clone(),
            source: opening.source.clone(),
            retrospective: opening.retrospective,
            contract: contract
                .map(|(id, state)| ContractReference { id: id.to_string(), reference: state.entered.what.reference }),
            register: self.register.origin().to_owned(),
            program: acting.program.clone(),
            pack: PackReference { id: about.id.clone(), version: about.version.clone(), digest: digest.to_string() },
        };
        let actor = crate::event::Actor { handle: "a1".to_owned(), name: acting.actor.clone() };
        let id = RecordId::draw(acting.now, acting.randomness);
        self.append(id, None, "a1", vec![CaseEvent::Opened(opened), CaseEvent::Actor(actor)], acting)?;
        self.case_by_id(id)
    }

    fn check_opening(&mut self, opening: &CaseOpening, begins: NaiveDate) -> Result<()> {
        let mut problems = Vec::new();
        let texts = [("title", &opening.title), ("reference", &opening.reference)];
        let lots = opening.lots.iter().map(|lot| ("name of a lot", lot));
        for (what, text) in texts.into_iter().chain(lots) {
            if text.trim().is_empty() || text.chars().any(char::is_control) {
                problems.push(Refusal::CannotStand(format!(
                    "the {what} is empty or holds control characters: write it in plain words"
                )));
            }
        }
        let repeated = opening.lots.iter().enumerate().find(|(place, lot)| opening.lots[..*place].contains(lot));
        problems.extend(
            repeated.map(|(_, lot)| Refusal::CannotStand(format!("lot `{lot}` is named twice: give each lot once"))),
        );
        if let Some(date) = opening.commenced.filter(|date| *date < begins) {
            let message = format!(
                "the procedure commenced on {date}, before the regime began on {begins}: it is not governed by this pack"
            );
            problems.push(Refusal::CannotStand(message));
        }
        if self.has_reference(opening.reference.trim())? {
            return Err(Error::ReferenceTaken(opening.reference.trim().to_owned()));
        }
        if problems.is_empty() { Ok(()) } else { Err(Error::Refused(problems)) }
    }

    /// Puts on record that something happened which the pack knows.
    ///
    /// # Errors
    /// When the pack does not know it, the date lies in the future or before the regime began, or the register refuses.
    pub fn event(&mut self, case: &Case, given: &EventGiven, acting: &mut Acting<'_>) -> Result<Recorded> {
        let pack = case.rulebook.pack();
        let mut problems = Vec::new();
        let known = EventId::parse(&given.event).ok().filter(|id| pack.events.iter().any(|kind| kind.id == *id));
        if known.is_none() {
            let known = pack.events.iter().map(|kind| kind.id.to_string()).collect();
            problems.push(Refusal::NoSuchEvent { given: given.event.clone(), known });
        }
        let today = crate::time::london_day(acting.now);
        if given.on > today {
            problems.push(Refusal::CannotStand(format!(
                "{} has not come yet (today is {today}): put an event on record once it has happened",
                given.on
            )));
        }
        if given.on < pack.about.begins {
            problems.push(Refusal::CannotStand(format!(
                "{} lies before the regime began on {}",
                given.on, pack.about.begins
            )));
        }
        let kind = pack.events.iter().find(|kind| known.as_ref() == Some(&kind.id));
        problems.extend(kind.into_iter().flat_map(|kind| detail_problems(kind, &given.details)));
        match known {
            Some(event) if problems.is_empty() => {
                let happened = Happened { event, on: given.on, details: given.details.clone() };
                self.record(case, vec![CaseEvent::Happened(happened)], acting)
            }
            _ => Err(Error::Refused(problems)),
        }
    }

    /// Closes the case, after recording its final determinations.
    ///
    /// # Errors
    /// When the case is closed already or the register refuses.
    pub fn close(&mut self, case: &Case, reason: Option<String>, acting: &mut Acting<'_>) -> Result<Recorded> {
        let case = self.finalise(case, acting)?.case;
        self.conclude(&case, CaseEvent::Closed(Closed { reason }), acting)
    }
}

/// Returns what is wrong with what else was given of an event; where the pack declares no fields, anything may be.
fn detail_problems(kind: &EventKind, details: &[(String, String)]) -> Vec<Refusal> {
    if kind.fields.is_empty() {
        return Vec::new();
    }
    let names = || details.iter().map(|(name, _)| name);
    let repeated =
        details.iter().enumerate().filter(|(place, (name, _))| names().take(*place).any(|other| other == name));
    let repeated = repeated
        .map(|(_, (name, _))| Refusal::CannotStand(format!("`{name}` of `{}` is given twice: keep one", kind.id)));
    let given = details.iter().cloned().collect();
    let faults = answer::item_faults(&kind.fields, &given, 1).into_iter();
    repeated.chain(faults.map(|error| Refusal::Detail { event: kind.id.to_string(), error })).collect()
}

/// Returns the digest of a pack's files as the register names it.
fn register_digest(files: &PackFiles) -> psr_recorder::Digest {
    psr_recorder::Digest::from_bytes(files.digest().0)
}
