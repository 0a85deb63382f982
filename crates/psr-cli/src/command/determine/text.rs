//! A determination in words. The facts become a case in memory, so that the same functions put it into words as for a case on record.

use std::sync::Arc;

use chrono::DateTime;
use psr_casefile::casebook::Case;
use psr_casefile::decision_record::{DecisionRecord, Section, Statement};
use psr_casefile::event::{AnswerKey, Answered, CaseEvent, Opened, PackReference};
use psr_casefile::record::{decision_record, decision_section};
use psr_casefile::state::{CaseEntry, CaseState};
use psr_recorder::{Digest, RecordId};
use psr_rules::engine::Rulebook;
use psr_rules::facts::FactsFile;

use crate::failure::Stop;
use crate::terminal::page::Page;
use crate::words::section;

/// Says what facts lead to.
pub fn say(rulebook: &Arc<Rulebook>, facts: &FactsFile, colour: bool) -> Result<String, Stop> {
    let case = case(rulebook, facts)?;
    let record = decision_record(&case)?;
    // The facts say which decision they are for; whether it would arise in a case, they cannot show.
    let decision = rulebook.pack().decisions.iter().find(|decision| decision.id == facts.decision);
    let decision = decision.expect("facts are read for a decision of the pack");
    let section = decision_section(&case, decision)?;
    Ok(page(&record, &without_entries(&section), colour))
}

fn page(record: &DecisionRecord, section: &Section, colour: bool) -> String {
    let mut page = Page::new(colour);
    section::title(&mut page, section);
    if section.own_law.is_none() {
        let law = (&record.law.text, &record.law.text_source, record.case.law_date);
        page.aside(0, &section::by_law(law.0, law.1, law.2));
    }
    page.blank();
    section::conclusions(&mut page, section);
    if !section.conflicts.is_empty() {
        page.heading("What conflicts");
        section::conflicts(&mut page, section);
    }
    page.heading(if section.open.is_empty() {
        "Nothing is open that could still matter"
    } else {
        "What is open and can still matter"
    });
    section::open(&mut page, &section.open, true);
    if !section.rules.is_empty() {
        page.heading("Findings (+ met, - not met, ? open)");
        section::findings(&mut page, section);
    }
    page.finish()
}

/// Facts have no entries on record that a statement could rest on.
fn without_entries(section: &Section) -> Section {
    let mut section = section.clone();
    let clear = |statement: &mut Statement| statement.grounds.entries.clear();
    section.conflicts.iter_mut().for_each(clear);
    section.conclusions.iter_mut().flat_map(|conclusion| &mut conclusion.because).for_each(clear);
    section
}

/// Returns a case of which just these facts are known.
fn case(rulebook: &Arc<Rulebook>, facts: &FactsFile) -> Result<Case, Stop> {
    let mut entries = vec![entry(0, CaseEvent::Opened(opened(rulebook, facts)))];
    for ((question, answer), seq) in facts.answers.iter().zip(1..) {
        let key = AnswerKey { decision: facts.decision.clone(), lot: None, question: question.clone() };
        let answered = Answered {
            key,
            answer: Some(answer.clone()),
            reason: None,
            view_of: None,
            evidence: Vec::new(),
            privileged: false,
            concerns: None,
            supersedes: None,
        };
        entries.push(entry(seq, CaseEvent::Answered(answered)));
    }
    let state = CaseState::fold(&entries).expect("the first entry opens the case");
    let id = RecordId::draw(DateTime::UNIX_EPOCH, &mut |bytes: &mut [u8]| bytes.fill(0));
    Ok(Case { id, entries, state, rulebook: Arc::clone(rulebook) })
}

fn opened(rulebook: &Rulebook, facts: &FactsFile) -> Opened {
    let pack = rulebook.pack();
    Opened {
        retrospective: false,
        title: String::new(),
        reference: String::new(),
        commenced: Some(facts.commenced),
        lots: Vec::new(),
        source: None,
        contract: None,
        register: String::new(),
        program: String::new(),
        pack: PackReference {
            id: pack.about.id.clone(),
            version: pack.about.version.clone(),
            digest: pack.digest.to_string(),
        },
    }
}

fn entry(seq: u64, event: CaseEvent) -> CaseEntry {
    let (at, typ) = (DateTime::UNIX_EPOCH, event.typ().to_owned());
    CaseEntry { seq, position: seq, at, act: String::new(), leaf: Digest::ZERO, typ, event: Some(event), hidden: 0 }
}
