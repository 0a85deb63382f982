//! From a case to its decision record: one function, of the case's entries and its pack alone.

mod answers;
mod conclusions;
mod kinds;
mod recorded;
mod rules;
mod sections;

use psr_recorder::register::KeptCheckpoint;
use psr_rules::id::TextId;
use psr_rules::pack::model::{EventKind, Pack};

use crate::casebook::Case;
use crate::check;
use crate::contemporaneity;
use crate::decision_record::{
    Approval, CaseSummary, DecisionRecord, Grounds, HappenedEvent, LawReference, RecordReference, Section,
    SignOffOnRecord, Statement,
};
use crate::determine;
use crate::error::Result;
use crate::event::CaseEvent;
use crate::signoff::{self, Standing};

pub(crate) use answers::{answered, day_in_words};
pub use answers::{clause, field_in_words, in_words};
pub use kinds::{about_in_words, kind_in_words};
pub use sections::decision_section;

/// Draws up the decision record of a case as it stands.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn decision_record(case: &Case) -> Result<DecisionRecord> {
    decision_record_bounded(case, &[])
}

/// Draws up the decision record of a case as it stands, with the checkpoints that its register kept as bounds of when things were recorded.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub fn decision_record_bounded(case: &Case, checkpoints: &[KeptCheckpoint]) -> Result<DecisionRecord> {
    let labels = contemporaneity::of(case, checkpoints);
    let mut sections = sections::sections(case)?;
    let recorded = recorded::when_recorded(case, &labels);
    recorded::mark(&mut sections, &labels, &recorded);
    let (approvals, sign_off) = approvals(case);
    Ok(DecisionRecord {
        case: summary(case),
        law: law(case)?,
        record: reference(case),
        cautions: cautions(case, &sections)?,
        standings: check::standings(case)?,
        sections,
        events: events(case),
        approvals,
        sign_off,
        recorded,
    })
}

/// Returns what identifies a case.
pub(crate) fn summary(case: &Case) -> CaseSummary {
    let opened = &case.state.opened;
    CaseSummary {
        id: case.id.to_string(),
        title: opened.what.title.clone(),
        reference: opened.what.reference.clone(),
        opened: opened.at,
        commenced: determine::commenced(&case.state, case.rulebook.pack()),
        law_date: determine::law_date(&case.state, case.rulebook.pack()),
        lots: opened.what.lots.clone(),
        closed: case.state.closed.is_some(),
        source: opened.what.source.clone(),
        retrospective: opened.what.retrospective,
    }
}

/// Returns the law and the pack that govern a case.
///
/// # Errors
/// When no law of the pack governs the case's date.
pub(crate) fn law(case: &Case) -> Result<LawReference> {
    let pack = case.rulebook.pack();
    let date = determine::law_date(&case.state, pack);
    let compiled = case.rulebook.decision(&pack.about.default_decision, date);
    let compiled = compiled.map_err(|error| crate::error::Error::Law(error.to_string()))?;
    Ok(LawReference {
        instrument: pack.about.instrument.clone(),
        text: compiled.law().to_string(),
        text_source: source_of(pack, compiled.law()),
        pack: pack.about.id.clone(),
        version: pack.about.version.clone(),
        digest: pack.digest.to_string(),
        cites: pack.cites.iter().map(|(name, cited)| (name.clone(), cited.to_string())).collect(),
    })
}

/// Returns the state of the record that something is drawn from.
pub(crate) fn reference(case: &Case) -> RecordReference {
    // That a document was made, or something commented, changes nothing of what documents say: made again, they are drawn from the same entries and have the
    // same bytes.
    let beside = [CaseEvent::MADE, CaseEvent::COMMENT, CaseEvent::ACTOR];
    let drawn_from = case.entries.iter().rfind(|entry| !beside.contains(&entry.typ.as_str()));
    let (head, last, as_at) = match drawn_from {
        Some(entry) => (entry.leaf, entry.seq, entry.at),
        None => (case.state.head_leaf, case.state.head, case.state.as_at),
    };
    RecordReference { head: head.to_string(), entries: last + 1, as_at }
}

/// Returns which instrument made a text.
fn source_of(pack: &Pack, text: &TextId) -> String {
    let text = pack.texts.iter().find(|known| known.id == *text);
    text.map(|text| text.source.clone()).unwrap_or_default()
}

/// Returns what happened, in order of date and then of record.
fn events(case: &Case) -> Vec<HappenedEvent> {
    let kinds = &case.rulebook.pack().events;
    let event = |recorded: &crate::state::Recorded<crate::event::Happened>| {
        let kind = kinds.iter().find(|kind| kind.id == recorded.what.event);
        HappenedEvent {
            event: recorded.what.event.to_string(),
            title: kind.map_or_else(|| recorded.what.event.to_string(), |kind| kind.title.clone()),
            provision: crate::timetable::provision_of(case, &recorded.what.event)
                .or_else(|| kind.map(|kind| kind.provision.clone()))
                .map(|provision| provision.to_string())
                .unwrap_or_default(),
            on: recorded.what.on,
            details: recorded.what.details.clone(),
            shown: in_the_packs_order(kind, &recorded.what.details),
            entry: recorded.seq,
        }
    };
    let mut events: Vec<HappenedEvent> = case.state.happened.iter().map(event).collect();
    events.sort_by_key(|event| (event.on, event.entry));
    events
}

/// Returns the details of an event as people read them, in the order of the pack; what the pack does not declare comes last.
fn in_the_packs_order(kind: Option<&EventKind>, details: &[(String, String)]) -> Vec<(String, String)> {
    let fields = kind.map(|kind| kind.fields.as_slice()).unwrap_or_default();
    let place = |name: &str| fields.iter().position(|field| field.id.as_str() == name).unwrap_or(fields.len());
    let mut ordered: Vec<&(String, String)> = details.iter().collect();
    ordered.sort_by_key(|(name, _)| (place(name), name == "note"));
    ordered.into_iter().map(|detail| in_the_packs_words(kind, detail)).collect()
}

/// Returns a detail of an event as people read it, where the pack declares it.
pub(crate) fn in_the_packs_words(kind: Option<&EventKind>, (name, text): &(String, String)) -> (String, String) {
    let field = kind.and_then(|kind| kind.fields.iter().find(|field| field.id.as_str() == name));
    field.map_or_else(|| (name.clone(), text.clone()), |field| (field.ask.clone(), field_in_words(field, text)))
}

/// Returns the approvals, and who must approve.
fn approvals(case: &Case) -> (Vec<Approval>, SignOffOnRecord) {
    let Standing { approved, needed, under, approvals, submission, refusal } = signoff::standing(case);
    let sign_off = SignOffOnRecord { approved, needed, under, submission, refusal };
    (approvals.into_iter().map(Approval::from).collect(), sign_off)
}

/// Returns what a reader should know before relying on the record.
fn cautions(case: &Case, sections: &[Section]) -> Result<Vec<Statement>> {
    let on = |provisions: Vec<String>, entries: Vec<u64>| Grounds { provisions, entries };
    let mut cautions = check::breaches(case)?;
    cautions.extend(sections.iter().flat_map(|section| section.conflicts.clone()));
    cautions.extend(not_settled(sections));
    if case.state.opened.what.retrospective {
        let text = "This case was decided before it was entered here, so the times of its entries are not those of the decision.";
        cautions.push(Statement { text: text.to_owned(), grounds: on(Vec::new(), vec![case.state.opened.seq]) });
    }
    if case.state.hidden > 0 {
        let hidden = case.entries.iter().filter(|entry| entry.hidden > 0).map(|entry| entry.seq).collect();
        let text = "Some fields of this case are withheld or erased, and count as not known.".to_owned();
        cautions.push(Statement { text, grounds: on(Vec::new(), hidden) });
    }
    Ok(cautions)
}

/// Names, in one statement, the decisions of the pack that are not settled; none where all are.
fn not_settled(sections: &[Section]) -> Option<Statement> {
    let open: Vec<&Section> = sections.iter().filter(|section| !section.collects && !section.complete).collect();
    let titles = titles(sections, &open);
    let text = match titles.as_slice() {
        [] => return None,
        [one] => format!("This is not settled yet: {one}."),
        [others @ .., last] => format!("These matters are not settled yet: {}; and {last}.", others.join("; ")),
    };
    let mut provisions: Vec<String> = Vec::new();
    for section in open {
        if !provisions.contains(&section.provision) {
            provisions.push(section.provision.clone());
        }
    }
    Some(Statement { text, grounds: Grounds { provisions, entries: Vec::new() } })
}

/// Returns the titles of open sections as they read inside a sentence: each once, with its lots where it is open for some of them only.
fn titles(all: &[Section], open: &[&Section]) -> Vec<String> {
    let mut named: Vec<&str> = Vec::new();
    for section in open {
        if !named.contains(&section.decision.as_str()) {
            named.push(&section.decision);
        }
    }
    let title = |decision: &str| {
        let of = |section: &&&Section| section.decision == decision;
        let lots: Vec<&str> = open.iter().filter(of).filter_map(|section| section.lot.as_deref()).collect();
        let everywhere = all.iter().filter(|section| of(&section)).count() == open.iter().filter(of).count();
        let title = open.iter().find(of).map(|section| inside_a_sentence(&section.title)).unwrap_or_default();
        if everywhere { title } else { format!("{title} ({})", lots.join(", ")) }
    };
    named.into_iter().map(title).collect()
}

/// Returns the title of a decision as it reads inside a sentence.
fn inside_a_sentence(title: &str) -> String {
    let first = title.split(' ').next().unwrap_or_default();
    match first {
        "A" | "An" | "How" | "Step" | "Steps" | "The" | "What" | "When" | "Whether" | "Which" | "Who" => {
            title.replacen(first, &first.to_lowercase(), 1)
        }
        _ => title.to_owned(),
    }
}
