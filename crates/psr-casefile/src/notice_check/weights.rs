//! The weights of the key criteria: as the header gives them, or as they stand beside the names of all criteria.

use std::ops::Range;

use psr_rules::facts::{Held, hundredths};
use psr_rules::pack::model::{KeyCriterion, NoticeField};

use super::text::{Words, boundary};
use super::view::View;
use super::{Evidence, phrases};

/// How many bytes after the name of a criterion its weight may stand.
const NEAR: usize = 60;

/// Returns the sum of the weights in hundredths, where all of them are given.
pub(super) fn total(view: &View<'_>) -> Option<(u32, Evidence)> {
    in_header(view).or_else(|| in_text(view))
}

fn in_header(view: &View<'_>) -> Option<(u32, Evidence)> {
    let given = view.notice.all(NoticeField::WEIGHTS);
    let numbers = given.iter().flat_map(|given| match &given.held {
        Held::Numbers(numbers) => numbers.clone(),
        _ => Vec::new(),
    });
    let first = given.first()?;
    let quote = given.iter().map(|given| given.words.as_str()).collect::<Vec<_>>().join(", ");
    Some((numbers.sum(), Evidence { quote, ..Evidence::of(first) }))
}

fn in_text(view: &View<'_>) -> Option<(u32, Evidence)> {
    let weights: Option<Vec<_>> = view.checks.criteria.iter().map(|criterion| weight(criterion, view)).collect();
    let weights = weights.filter(|weights| !weights.is_empty())?;
    let evidence = weights.first().map(|(_, evidence)| evidence.clone())?;
    Some((weights.iter().map(|(weight, _)| weight).sum(), evidence))
}

/// Finds the first place in which a criterion is named with a percentage after it.
fn weight(criterion: &KeyCriterion, view: &View<'_>) -> Option<(u32, Evidence)> {
    view.text.iter().find_map(|words| {
        let others: Vec<Range<usize>> = named_otherwise(criterion, words, view);
        let within =
            |span: &Range<usize>| others.iter().any(|other| other.start <= span.start && span.end <= other.end);
        let list = view.list(&criterion.phrases)?;
        phrases::find(list, words).filter(|span| !within(span)).find_map(|span| {
            let text = &words.passage.text;
            let near = &text[span.end..boundary(text, span.end + NEAR)];
            Some((percentage(near)?, words.quote(&span)))
        })
    })
}

/// Returns where other criteria are named in more than one word: “value” is not meant where “social value” stands.
fn named_otherwise(criterion: &KeyCriterion, words: &Words<'_>, view: &View<'_>) -> Vec<Range<usize>> {
    let others = view.checks.criteria.iter().filter(|other| other.phrases != criterion.phrases);
    let spans = others.filter_map(|other| view.list(&other.phrases)).flat_map(|list| phrases::find(list, words));
    spans.filter(|span| words.passage.text[span.clone()].contains(char::is_whitespace)).collect()
}

/// Takes the first number that has a percent sign, in hundredths; another number on the way belongs to something else.
fn percentage(text: &str) -> Option<u32> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[at..];
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    rest[end..].trim_start().starts_with('%').then(|| hundredths(&rest[..end]))?
}

#[cfg(test)]
mod tests {
    use super::percentage;

    #[test]
    fn percentages_are_the_next_number() {
        let cases = [
            (" (20%)", Some(2000)),
            (": 33.3 %, value 10%", Some(3330)),
            (" 20 and 5%", None),
            (" of 1.2.3%", None),
            (" none", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(percentage(text), expected, "{text}");
        }
    }
}
