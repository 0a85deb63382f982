//! The codes of services that a notice names, held against the pack's list.

use psr_rules::facts::GivenValue;
use psr_rules::pack::model::{Choice, CodeState, Kind, NoticeField};

use super::view::View;

/// A code, with what can be said of it.
pub(super) struct Code<'v> {
    /// As it is given.
    pub given: &'v GivenValue,
    /// What can be said of it.
    pub states: Vec<CodeState>,
    /// The limit of the code, where the list has one.
    pub note: Option<&'v str>,
}

/// Returns every code that the notice names.
pub(super) fn of<'v>(view: &'v View<'_>) -> Vec<Code<'v>> {
    let Some(list) = &view.checks.codes else { return Vec::new() };
    let choices: &[Choice] = match view.pack.questions.get(&list.question).map(|question| &question.kind) {
        Some(Kind::OneOf(choices)) => choices,
        _ => &[],
    };
    let given = view.notice.all(NoticeField::CPV).iter();
    given.map(|given| code(given, choices, &list.broad)).collect()
}

fn code<'v>(given: &'v GivenValue, choices: &'v [Choice], broad: &[String]) -> Code<'v> {
    let digits: String = given.words.trim().chars().take_while(char::is_ascii_digit).collect();
    let is_meant = |choice: &&Choice| choice.id.as_str().split('-').any(|part| part.len() == 8 && part == digits);
    match choices.iter().find(is_meant) {
        Some(Choice { note: Some(note), .. }) => {
            Code { given, states: vec![CodeState::Listed, CodeState::Limited], note: Some(note) }
        }
        Some(_) => Code { given, states: vec![CodeState::Listed], note: None },
        None if broad.contains(&digits) => Code { given, states: vec![CodeState::Broad], note: None },
        None => Code { given, states: vec![CodeState::Outside], note: None },
    }
}
