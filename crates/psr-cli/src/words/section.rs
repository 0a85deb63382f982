//! A section of a decision record as plain text: conclusions, findings limb by limb, what is open, what conflicts.

use chrono::NaiveDate;
use psr_casefile::decision_record::{
    AnsweredQuestion, Conclusion, ConditionFinding, Joined, OpenQuestion, RuleFinding, Section, Status,
};

use super::{day, grounds};
use crate::terminal::page::{Ink, Page};

/// Adds the section's title.
pub fn title(page: &mut Page, section: &Section) {
    let lot = section.lot.as_ref().map(|lot| format!(", {lot}")).unwrap_or_default();
    page.heading(&format!("{}{lot} ({})", section.title, section.provision));
    if let Some(law) = &section.own_law {
        page.aside(0, &by_law(&law.text, &law.text_source, law.date));
    }
}

/// Says by which text of the law, and of which date, something was determined.
pub fn by_law(text: &str, source: &str, date: NaiveDate) -> String {
    format!("By {text} ({source}), as on {}", day(date))
}

/// Adds the conclusions, each with what forces it and what would change it.
pub fn conclusions(page: &mut Page, section: &Section) {
    section.conclusions.iter().for_each(|conclusion| conclude(page, conclusion));
}

fn conclude(page: &mut Page, conclusion: &Conclusion) {
    let (mark, ink) = match (conclusion.value.as_str(), conclusion.lawful_route) {
        (psr_rules::engine::UNDETERMINED, _) => ("? ", Ink::Open),
        (_, true) => ("> ", Ink::Good),
        _ => ("- ", Ink::Faint),
    };
    page.inked_item(2, mark, ink, &conclusion.says);
    let reasons: Vec<String> =
        conclusion.because.iter().map(|reason| format!("{}{}", reason.text, grounds(&reason.grounds))).collect();
    if !reasons.is_empty() {
        page.paragraph(6, &format!("because {}", reasons.join("; ")));
    }
    if let Some(change) = &conclusion.would_change {
        let answers: Vec<&str> = change.answers.iter().map(|answer| answer.text.as_str()).collect();
        let (how, then) = if change.certain { ("would change", "then") } else { ("could change", "then possibly") };
        page.paragraph(6, &format!("{how} if {}; {then}: {}", answers.join(", and "), change.to));
    }
}

/// Adds the rules and how each came out, limb by limb.
pub fn findings(page: &mut Page, section: &Section) {
    section.rules.iter().for_each(|rule| finding(page, rule));
}

fn finding(page: &mut Page, rule: &RuleFinding) {
    let (mark, ink) = mark(rule.status);
    page.inked_item(2, mark, ink, &format!("{}: {}", rule.provision, rule.title));
    limbs(page, 6, &rule.condition, None);
}

/// Adds a condition and its parts; how they are joined is said where there are several to be told.
fn limbs(page: &mut Page, indent: usize, condition: &ConditionFinding, said: Option<&str>) {
    let (mark, ink) = mark(condition.status);
    let provision = condition.provision.as_deref().or(said);
    let cited = condition.provision.as_deref().filter(|provision| Some(*provision) != said);
    let cited = cited.map(|provision| format!("{provision}: ")).unwrap_or_default();
    let (deeper, said) = match &condition.clause {
        Some(clause) => {
            page.inked_item(indent, mark, ink, &format!("{cited}{clause}"));
            (indent + 2, provision)
        }
        None if condition.joined == Joined::Any && condition.parts.iter().filter(|part| is_told(part)).count() > 1 => {
            page.inked_item(indent, mark, ink, &format!("{cited}at least one of these:"));
            (indent + 2, provision)
        }
        None => (indent, said),
    };
    condition.parts.iter().for_each(|part| limbs(page, deeper, part, said));
}

/// Answers whether anything of a condition has words of its own; one that only refers to another rule has none.
fn is_told(condition: &ConditionFinding) -> bool {
    condition.clause.is_some() || condition.parts.iter().any(is_told)
}

/// Returns the mark that stands before something met, not met or open; it reads without colour.
fn mark(status: Status) -> (&'static str, Ink) {
    match status {
        Status::Met => ("+ ", Ink::Good),
        Status::NotMet => ("- ", Ink::Bad),
        Status::Undetermined => ("? ", Ink::Open),
    }
}

/// Adds the questions that are open and matter, best asked first, each with why.
pub fn open(page: &mut Page, questions: &[OpenQuestion], with_why: bool) {
    for (place, question) in questions.iter().enumerate() {
        page.item(2, &format!("{:>2}. ", place + 1), &question.ask);
        page.aside(6, &format!("{} [{}]", question.question, question.provisions.join(", ")));
        if with_why {
            page.paragraph(6, &question.why);
        }
    }
}

/// Adds what cannot both be obeyed.
pub fn conflicts(page: &mut Page, section: &Section) {
    for conflict in &section.conflicts {
        page.inked_item(2, "! ", Ink::Bad, &format!("{}{}", conflict.text, grounds(&conflict.grounds)));
    }
}

/// Adds an answer with who, when and why.
pub fn answer(page: &mut Page, answered: &AnsweredQuestion) {
    page.item(2, "- ", &answered.ask);
    page.item(4, "", &format!("{} [{}]", answered.answer, answered.question));
    for item in &answered.items {
        let fields: Vec<String> = item.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        page.item(4, "· ", &fields.join("; "));
    }
    if let Some(reason) = &answered.reason {
        page.item(4, "", &format!("Reasons: {reason}"));
    }
    if let Some(name) = &answered.view_of {
        page.item(4, "", &format!("View of: {name}"));
    }
    for file in &answered.evidence {
        page.item(4, "", &format!("Evidence: {} ({})", file.name, file.digest));
    }
    page.aside(4, &recorded(answered));
}

fn recorded(answered: &AnsweredQuestion) -> String {
    let mut text = format!("entry {}, {}, recorded as by {}", answered.entry, super::minute(answered.at), answered.by);
    if !answered.replaced.is_empty() {
        let replaced: Vec<String> = answered.replaced.iter().map(ToString::to_string).collect();
        text.push_str(&format!(", replacing entry {}", crate::terminal::list::and(&replaced)));
    }
    if let Some(date) = answered.concerns {
        text.push_str(&format!(", concerning {}", day(date)));
    }
    if answered.retrospective {
        text.push_str(", entered after the event");
    }
    if answered.privileged {
        text.push_str(", privileged");
    }
    text
}
