//! Replay: the answers of every case are taken again through the pack it was opened with, and must lead to what was recorded.
//!
//! The recorder verifies bytes, chain, tree and signatures; this is the other half. It reads the entries as the recorder shows them and writes nothing.

mod parallel;

use std::collections::BTreeMap;
use std::sync::Arc;

use psr_recorder::bundle::{Contents, Kind};
use psr_recorder::{Entry, RecordId};
use psr_rules::engine::Rulebook;

use crate::casebook::{Casebook, case_entry, load_pack};
use crate::determine;
use crate::error::{Error, Result};
use crate::event::{CaseEvent, Determined};
use crate::signoff::{self, SignedApproval, replay::Found};
use crate::state::{CaseEntry, CaseState};

use parallel::Read;

/// The type of the entry that opens a case.
const OPENING: &str = "psr.case/1";
/// The type of the entry that begins the register's own record, which is no case.
const REGISTER: &str = "psr.register/1";

/// What a replay found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replay {
    /// How many determinations were taken again.
    pub replayed: u64,
    /// What did not come out as recorded.
    pub faults: Vec<ReplayFault>,
    /// What could not be taken again, and why.
    pub not_replayed: Vec<String>,
    /// The approvals that were signed with somebody's own key, each signature checked.
    pub signed: Vec<SignedApproval>,
    /// How many approvals nobody signed: they are recorded as given, and no more than that.
    pub unsigned: u64,
    /// Signatures that could not be checked, and why.
    pub not_checked: Vec<String>,
}

/// A determination that did not come out as recorded, an approval that is not what it says, or a case that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayFault {
    /// What kind of fault it is: `replay`, `approval` or `signature`.
    pub kind: &'static str,
    /// The case.
    pub case: RecordId,
    /// The entry's place in the register.
    pub position: u64,
    /// What is wrong.
    pub message: String,
}

impl Casebook {
    /// Replays every case of the register, or only one.
    ///
    /// # Errors
    /// When the register cannot be read; what is wrong with a case is a fault, not an error.
    pub fn replay(&self, only: Option<RecordId>, progress: &mut dyn FnMut(u64)) -> Result<Replay> {
        self.replay_on(std::thread::available_parallelism().map_or(1, usize::from), only, progress)
    }

    /// Replays as [`Casebook::replay`] does, on so many threads; what is found does not depend on how many.
    ///
    /// # Errors
    /// When the register cannot be read; what is wrong with a case is a fault, not an error.
    pub fn replay_on(&self, threads: usize, only: Option<RecordId>, progress: &mut dyn FnMut(u64)) -> Result<Replay> {
        let records = only.map_or_else(|| self.register().records(), |id| Ok(vec![id]))?;
        parallel::side_by_side(threads, records.into_iter().map(|id| self.read_to_replay(id)), progress)
    }

    /// Reads one case and loads its pack: the register is read by one thread.
    fn read_to_replay(&self, case: RecordId) -> Result<Read> {
        let entries = self.register().events(case)?;
        let opened = entries.first().and_then(|first| CaseState::fold(&[case_entry(first.clone())]));
        let rulebook = opened.map(|state| self.rulebook(&state.opened.what.pack.digest));
        Ok(Read { case, entries, rulebook })
    }
}

impl Replay {
    /// Takes in what is found of the newest of the entries, where it belongs to sign-off.
    fn sign_off(&mut self, case: RecordId, state: &CaseState, entries: &[CaseEntry]) {
        let Some(entry) = entries.last() else { return };
        let (position, at, name) = (entry.position, entry.at, state.actor_name(&entry.act));
        let Found { faults, signed, unsigned, not_checked } = signoff::replay::look(case, entries);
        self.faults.extend(faults.into_iter().map(|(kind, message)| ReplayFault { kind, case, position, message }));
        self.signed.extend(signed.map(|key| SignedApproval { case, position, name, at, key }));
        self.unsigned += u64::from(unsigned);
        self.not_checked.extend(not_checked.map(|what| format!("case {case}, position {position}: {what}")));
    }
}

/// Replays each case that a bundle holds, through the pack that the bundle holds.
pub fn replay_bundle(contents: &Contents) -> Replay {
    let mut replay = Replay::default();
    let rulebook = |digest: &str| -> Result<Arc<Rulebook>> {
        let files = digest.parse().ok().and_then(|digest: psr_recorder::Digest| contents.packs.get(&digest));
        let files = files.ok_or_else(|| Error::NoPack(digest.to_owned()))?;
        Ok(Arc::new(load_pack(&files.iter().cloned().collect())?))
    };
    for (case, entries) in cases(contents) {
        replay_case(case, &entries, rulebook, &mut replay);
    }
    replay
}

/// Returns the entries of each case that is shown: of the others, a register's bundle has no more than the headers.
fn cases(contents: &Contents) -> BTreeMap<RecordId, Vec<Entry>> {
    let named = contents.about.as_ref().filter(|about| about.kind == Kind::Register).map(|about| &about.records);
    let mut cases: BTreeMap<RecordId, Vec<Entry>> = BTreeMap::new();
    for entry in &contents.entries {
        if named.is_none_or(|named| named.contains(&entry.header.rec)) {
            cases.entry(entry.header.rec).or_default().push(entry.clone());
        }
    }
    cases
}

fn replay_case(
    case: RecordId,
    entries: &[Entry],
    rulebook: impl FnOnce(&str) -> Result<Arc<Rulebook>>,
    replay: &mut Replay,
) {
    let Some(first) = entries.first() else { return };
    if let Some(faults) = crate::contract::check_contract(entries) {
        let fault = |(position, message)| ReplayFault { kind: "replay", case, position, message };
        return replay.faults.extend(faults.into_iter().map(fault));
    }
    let opening = case_entry(first.clone());
    let mut fault =
        |position: u64, message: String| replay.faults.push(ReplayFault { kind: "replay", case, position, message });
    let Some(mut state) = CaseState::fold(std::slice::from_ref(&opening)) else {
        if opening.typ == REGISTER {
            return;
        }
        if opening.event.is_none() && opening.typ != OPENING {
            let message = format!("record {case} begins with the unknown type `{}`: it is no case", opening.typ);
            return replay.not_replayed.push(message);
        }
        return fault(first.position, "the case does not begin with an entry that opens it".to_owned());
    };
    let rulebook = match rulebook(&state.opened.what.pack.digest) {
        Ok(rulebook) => rulebook,
        Err(error) => {
            return fault(first.position, format!("the pack the case was opened with cannot be used: {error}"));
        }
    };
    let mut basis = state.head;
    let mut read_so_far = vec![case_entry(first.clone())];
    for entry in &entries[1..] {
        let read = case_entry(entry.clone());
        read_so_far.push(read.clone());
        replay.sign_off(case, &state, &read_so_far);
        match &read.event {
            Some(CaseEvent::Determined(recorded)) => {
                let at = At { case, position: entry.position, basis };
                replay_one(&state, &rulebook, recorded, at, replay);
            }
            _ => basis = read.seq,
        }
        state.take(&read);
    }
}

/// Where a determination stands, and the last entry it must have taken into account.
#[derive(Clone, Copy)]
struct At {
    case: RecordId,
    position: u64,
    basis: u64,
}

/// Takes one determination again, on the state just before it was recorded.
fn replay_one(state: &CaseState, rulebook: &Rulebook, recorded: &Determined, at: At, replay: &mut Replay) {
    let At { case, position, basis } = at;
    if state.hidden > 0 {
        let message = format!(
            "case {case}: the determination at position {position} was not taken again, since answers it may rest on are withheld"
        );
        return replay.not_replayed.push(message);
    }
    replay.replayed += 1;
    let message = match again(state, rulebook, recorded) {
        Ok(_) if recorded.basis != basis => {
            format!(
                "it says that it took entries up to {} into account, and entry {basis} stands before it",
                recorded.basis
            )
        }
        Ok(now) if determine::same_outcome(&now, recorded) => return,
        Ok(now) => format!("the answers now lead to {}, but {} was recorded", outcome(&now), outcome(recorded)),
        Err(reason) => reason,
    };
    replay.faults.push(ReplayFault { kind: "replay", case, position, message });
}

fn again(state: &CaseState, rulebook: &Rulebook, recorded: &Determined) -> std::result::Result<Determined, String> {
    let decision = rulebook.pack().decisions.iter().find(|decision| decision.id == recorded.decision);
    let decision = decision.ok_or_else(|| format!("the pack has no decision `{}`", recorded.decision))?;
    if recorded.lot.is_some_and(|lot| state.lot_name(lot).is_none()) {
        return Err(format!("the case has no lot {}", recorded.lot.unwrap_or_default()));
    }
    let determining =
        determine::determine(state, rulebook, decision, recorded.lot).map_err(|error| error.to_string())?;
    Ok(determine::to_record(state, &determining, rulebook.pack(), recorded.standing))
}

fn outcome(determined: &Determined) -> String {
    let values: Vec<String> = determined.conclusions.iter().map(|(id, value)| format!("{id} {value}")).collect();
    format!("{} (law {} of {})", values.join(", "), determined.text, determined.law_date)
}
