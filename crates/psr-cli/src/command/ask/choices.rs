//! Choosing one of many: by number where there are few, by part of a code or word where there are many.

use psr_rules::pack::model::{Choice, Kind};

use crate::terminal::page::Page;

/// How many choices are shown at once.
const SHOWN: usize = 20;

/// What the choices have been narrowed to so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// The places of the choices shown last, which can be chosen by number.
    shown: Vec<usize>,
}

/// What came of trying to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choosing {
    /// One was chosen, by its id.
    Chosen(String),
    /// Several fit, or all are to be listed.
    Several,
    /// None fits.
    None,
}

impl Choices {
    /// Begins with all choices, where they are few enough to be shown.
    pub fn of(kind: &Kind) -> Self {
        match kind {
            Kind::OneOf(choices) if choices.len() <= SHOWN => Self { shown: (0..choices.len()).collect() },
            _ => Self::default(),
        }
    }

    /// Lists the choices that can be chosen by number, or says how to narrow them.
    pub fn list(&self, choices: &[Choice], page: &mut Page) {
        if self.shown.is_empty() {
            page.paragraph(
                2,
                &format!(
                    "There are {} choices. Type part of a code or word to narrow them, or list for all.",
                    choices.len()
                ),
            );
        }
        for (number, choice) in self.shown.iter().filter_map(|place| choices.get(*place)).enumerate() {
            let note = choice.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
            page.item(2, &format!("{:>2}. ", number + 1), &format!("{}{note}", choice.label));
        }
    }

    /// Tries to choose by what was typed: a number that is shown, an id, or words that all stand in the id or the label.
    pub fn choose(&mut self, typed: &str, choices: &[Choice]) -> Choosing {
        let number = typed.parse::<usize>().ok().and_then(|number| self.shown.get(number.checked_sub(1)?));
        if let Some(choice) = number.and_then(|place| choices.get(*place)) {
            return Choosing::Chosen(choice.id.to_string());
        }
        if let Some(choice) = choices.iter().find(|choice| choice.id.as_str() == typed) {
            return Choosing::Chosen(choice.id.to_string());
        }
        if typed.eq_ignore_ascii_case("list") {
            self.shown = (0..choices.len()).collect();
            return Choosing::Several;
        }
        let fitting: Vec<usize> = (0..choices.len()).filter(|place| fits(&choices[*place], typed)).collect();
        match fitting.as_slice() {
            [] => Choosing::None,
            [only] => Choosing::Chosen(choices[*only].id.to_string()),
            _ => {
                self.shown = fitting;
                Choosing::Several
            }
        }
    }
}

fn fits(choice: &Choice, typed: &str) -> bool {
    let (id, label) = (choice.id.as_str(), choice.label.to_lowercase());
    typed.to_lowercase().split_whitespace().all(|word| id.contains(word) || label.contains(word))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use psr_rules::id::ChoiceId;

    use super::*;

    fn choices(count: usize) -> Vec<Choice> {
        let choice = |number| Choice {
            id: ChoiceId::parse(&format!("cpv-85{number:03}")).unwrap(),
            label: format!("{number} {} services", if number % 2 == 0 { "Dental" } else { "Eye" }),
            group: None,
            note: None,
        };
        (100..100 + count).map(choice).collect()
    }

    #[test]
    fn few_choices_are_numbered_at_once_and_many_are_narrowed() {
        let few = choices(3);
        let mut shown = Choices::of(&Kind::OneOf(few.clone()));
        assert_eq!(shown.choose("2", &few), Choosing::Chosen("cpv-85101".into()));
        assert_eq!(shown.choose("4", &few), Choosing::None);
        let many = choices(40);
        let mut shown = Choices::of(&Kind::OneOf(many.clone()));
        for (typed, came) in [
            ("dental", Choosing::Several),
            ("2", Choosing::Chosen("cpv-85102".into())),
            ("85137", Choosing::Chosen("cpv-85137".into())),
            ("EYE 103", Choosing::Chosen("cpv-85103".into())),
            ("cpv-85139", Choosing::Chosen("cpv-85139".into())),
            ("list", Choosing::Several),
            ("40", Choosing::Chosen("cpv-85139".into())),
            ("dentures", Choosing::None),
        ] {
            assert_eq!(shown.choose(typed, &many), came, "{typed}");
        }
    }
}
