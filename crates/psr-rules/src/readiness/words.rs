//! Reasons that are nothing but labels.

use std::collections::BTreeSet;

use crate::pack::model::WordList;

/// Answers whether a text consists of nothing but words of the list, whatever its case, punctuation and order.
pub(super) fn only(text: &str, list: &WordList) -> bool {
    let listed: BTreeSet<&str> = list.words.iter().map(String::as_str).collect();
    folded(text).split(' ').filter(|word| !word.is_empty()).all(|word| listed.contains(word))
}

/// Returns a text in lower case, with single spaces between its words, and without punctuation.
pub fn folded(text: &str) -> String {
    let letters = text.chars().filter(|letter| !matches!(letter, '\'' | '’'));
    let plain: String = letters.map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
