//! Comments as pages show them: thread by thread, each reply under the comment that began its thread.

use std::collections::BTreeMap;

use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::event::{AnswerKey, Comment, Subject};
use psr_casefile::state::Recorded;

use super::super::{documents, open, question};
use crate::people::{Act, Who};
use crate::view::data;
use crate::view::filters::in_address;

/// What the comments of a page are about, and for which lot.
pub struct Section<'s> {
    /// What they are about.
    pub about: &'s Subject,
    /// The lot they are for; comments for the whole case are shown with it.
    pub lot: Option<usize>,
}

/// Returns the comments that bear on something, for a template.
pub fn section(case: &Case, who: &Who, section: &Section<'_>) -> Value {
    let bears = |comment: &Comment| {
        comment.about == *section.about
            && (comment.lot.is_none() || section.lot.is_none() || comment.lot == section.lot)
    };
    let threads = threads(case, who, bears, false);
    let new = may_comment(case, who).then(|| form_address(case, section.about, section.lot));
    context! { threads, new, all => format!("{}/comments", open::address(case)) }
}

/// Tells whether somebody may comment on a case as it stands.
pub fn may_comment(case: &Case, who: &Who) -> bool {
    who.person().is_some_and(|person| person.may(Act::Comment)) && case.state.closed.is_none()
}

/// Returns the threads of the comments that count, oldest first. What is privileged is told only where whoever asks has said that they know it is written down.
pub fn threads(case: &Case, who: &Who, counts: impl Fn(&Comment) -> bool, privileged_told: bool) -> Vec<Value> {
    let begun = beginnings(case);
    let mut threads: BTreeMap<u64, Vec<Value>> = BTreeMap::new();
    for recorded in case.state.comments.iter().filter(|recorded| counts(&recorded.what)) {
        let beginning = begun.get(&recorded.seq).copied().unwrap_or(recorded.seq);
        threads.entry(beginning).or_default().push(one(case, who, recorded, privileged_told));
    }
    threads.into_values().map(|comments| context! { comments }).collect()
}

/// Returns for each comment the one that began its thread.
fn beginnings(case: &Case) -> BTreeMap<u64, u64> {
    let mut begun = BTreeMap::new();
    for recorded in &case.state.comments {
        let earlier = recorded.what.reply_to.and_then(|entry| begun.get(&entry).copied());
        begun.insert(recorded.seq, earlier.unwrap_or(recorded.seq));
    }
    begun
}

fn one(case: &Case, who: &Who, recorded: &Recorded<Comment>, privileged_told: bool) -> Value {
    let (what, seq) = (&recorded.what, recorded.seq);
    let told = !what.privileged || privileged_told;
    let may_look = who.person().is_some_and(|person| person.may(Act::ReadPrivileged));
    context! {
        entry => seq, by => case.state.actor_name(&recorded.act), at => data(recorded.at), privileged => what.privileged, told,
        text => what.text.as_ref().filter(|_| told), reply_to => what.reply_to,
        about => subject(case, &what.about), href => address(case, &what.about, what.lot), lot => what.lot.and_then(|lot| case.state.lot_name(lot)),
        look => (!told && may_look).then(|| format!("{}/entries/{seq}/privileged", open::address(case))),
        reply => may_comment(case, who).then(|| format!("{}/comments/new?reply={seq}", open::address(case))),
    }
}

/// Says what a comment is about, in words of the pack and of the site.
pub fn subject(case: &Case, about: &Subject) -> String {
    let words = || psr_casefile::record::about_in_words(case, about);
    match about {
        Subject::Document(name) => match documents::title(case, name) {
            Ok(Some(title)) => format!("the document “{title}”"),
            _ => words(),
        },
        _ => words(),
    }
}

/// Returns the address of the page on which what a comment is about stands.
pub fn address(case: &Case, about: &Subject, lot: Option<usize>) -> String {
    let of_case = open::address(case);
    match about {
        Subject::Case => of_case,
        Subject::Question(decision, name) => {
            question::address(case, &AnswerKey { decision: decision.clone(), lot, question: name.clone() })
        }
        Subject::Conclusion(..) => format!("{of_case}/conclusions"),
        Subject::Document(name) => format!("{of_case}/documents/{name}"),
    }
}

fn form_address(case: &Case, about: &Subject, lot: Option<usize>) -> String {
    format!("{}/comments/new?{}", open::address(case), query(about, lot))
}

/// Returns what the address of the form says of what is commented on.
pub fn query(about: &Subject, lot: Option<usize>) -> String {
    let lot = lot.map(|lot| format!("&lot={lot}")).unwrap_or_default();
    format!("about={}{lot}", in_address(&about.to_string()))
}
