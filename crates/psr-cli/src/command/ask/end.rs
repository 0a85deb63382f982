//! The end of a sitting: where the case stands in words, and what comes next.

use psr_casefile::decision_record::{DecisionRecord, Section};

use super::sitting::Sitting;
use crate::failure::Stop;
use crate::terminal::list::count;
use crate::terminal::page::Page;
use crate::words::section;

/// Says where the case stands and what comes next.
pub fn say(sitting: &Sitting, colour: bool) -> Result<String, Stop> {
    let record = psr_casefile::record::decision_record(&sitting.case)?;
    let mut page = Page::new(colour);
    page.blank();
    record.sections.iter().filter(|section| is_worth_saying(section)).for_each(|section| conclude(section, &mut page));
    next(sitting, &record, &mut page);
    Ok(page.finish())
}

/// A decision that nothing was answered for says nothing yet.
fn is_worth_saying(section: &Section) -> bool {
    !section.collects && (!section.answers.is_empty() || section.complete)
}

fn conclude(section: &Section, page: &mut Page) {
    section::title(page, section);
    let mut brief = section.clone();
    brief.conclusions.retain(|conclusion| !conclusion.intermediate);
    for conclusion in &mut brief.conclusions {
        conclusion.because.clear();
        conclusion.would_change = None;
    }
    section::conclusions(page, &brief);
    section::conflicts(page, section);
    if !section.open.is_empty() {
        page.aside(2, &format!("{} still open", count(section.open.len(), "question is", "questions are")));
    }
}

fn next(sitting: &Sitting, record: &DecisionRecord, page: &mut Page) {
    let reference = &record.case.reference;
    page.heading("Next");
    if sitting.still_aside() > 0 {
        let aside = count(sitting.still_aside(), "question was", "questions were");
        page.item(2, "- ", &format!("{aside} set aside as not known yet; psr ask {reference} asks again"));
    } else if record.sections.iter().any(|section| !section.open.is_empty()) {
        page.item(2, "- ", &format!("go on at any time: psr ask {reference}"));
    }
    page.item(2, "- ", &format!("where it stands, and what would change it: psr show {reference}"));
    page.item(2, "- ", &format!("what a review would find missing: psr check {reference}"));
}
