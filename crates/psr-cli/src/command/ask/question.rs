//! A question as it is shown: where it belongs, how far the interview has come, what is asked.

use psr_casefile::casebook::Case;
use psr_casefile::event::{AnswerKey, Answered};
use psr_casefile::record::in_words;
use psr_casefile::state::Recorded;
use psr_rules::pack::model::{Decision, Question};

use crate::terminal::list::count;
use crate::terminal::page::Page;

/// A question that is being asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The decision it is asked for.
    pub decision: Decision,
    /// The question.
    pub question: Question,
    /// The key under which the answer will stand.
    pub key: AnswerKey,
    /// How many could still matter in the decision, this one included; none where an answer is being corrected.
    pub remaining: Option<usize>,
}

/// Shows a question.
pub fn show(asked: &Asked, case: &Case, page: &mut Page) {
    page.blank();
    page.heading(&format!("{}{}", asked.decision.title, lot(asked, case)));
    page.aside(0, &progress(asked, case));
    page.blank();
    page.paragraph(0, &asked.question.ask);
    let provisions: Vec<&str> = asked.question.provisions.iter().map(|provision| provision.as_str()).collect();
    page.aside(0, &format!("[{}]", provisions.join(", ")));
    if asked.question.view.is_some() {
        page.aside(0, "The law asks for the authority's own view here, so who formed it goes on record too.");
    }
    if let Some(standing) = case.state.standing(&asked.key) {
        page.paragraph(0, &already(standing, &asked.question));
        page.aside(0, "Enter keeps it.");
    }
}

fn lot(asked: &Asked, case: &Case) -> String {
    asked.key.lot.and_then(|lot| case.state.lot_name(lot)).map(|lot| format!(", {lot}")).unwrap_or_default()
}

fn progress(asked: &Asked, case: &Case) -> String {
    let answered = case.state.known(&asked.key.decision, asked.key.lot).len();
    let Some(remaining) = asked.remaining else { return format!("{answered} answered; this one again") };
    if asked.decision.conclusions.is_empty() {
        return format!("{answered} answered, {remaining} to go");
    }
    let most = if remaining == 1 {
        "only this one can still matter".to_owned()
    } else {
        format!("at most {remaining} more can matter")
    };
    format!("{answered} answered, {most}")
}

/// Says what is on record for the question already.
fn already(standing: &Recorded<Answered>, question: &Question) -> String {
    let words =
        standing.what.answer.as_ref().map_or_else(|| "withheld".to_owned(), |answer| in_words(question, answer));
    let reasons = standing.what.reason.as_ref().map(|reason| format!("\nReasons: {reason}")).unwrap_or_default();
    format!("On record (entry {}): {words}{reasons}", standing.seq)
}

/// Shows what helps to answer it.
pub fn help(asked: &Asked, page: &mut Page) {
    let question = &asked.question;
    page.paragraph(
        2,
        question.hint.as_deref().unwrap_or("There is no more help with this question than the question itself."),
    );
    if let Some(address) = &question.guidance {
        page.line(&format!("  Guidance: {address}"));
    }
    page.paragraph(2, "back: correct the one before. skip or Enter: not known yet. why: why it is asked. quit: stop; what is answered is on record.");
}

/// Shows why it is asked.
pub fn why(asked: &Asked, case: &Case, page: &mut Page) {
    page.paragraph(2, &asked.question.why);
    for provision in &asked.question.provisions {
        let entry = case.rulebook.pack().provisions.iter().find(|entry| entry.id == *provision);
        if let Some(entry) = entry {
            page.paragraph(2, &format!("{provision}: {}.", entry.says.trim_end_matches('.')));
        }
    }
    if let Some(remaining) = asked.remaining.filter(|_| !asked.decision.conclusions.is_empty()) {
        let questions = count(remaining, "question", "questions");
        page.paragraph(
            2,
            &format!("Its answer can still change a conclusion of this decision; so can {questions} in all."),
        );
    }
}
