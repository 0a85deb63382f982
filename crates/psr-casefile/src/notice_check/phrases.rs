//! Finds phrases in the text of a notice: words in order, with alternatives and gaps, inside one sentence.

use std::ops::Range;

use psr_rules::pack::model::{PHRASE_GAP, Phrase, PhraseList, PhrasePart, WordShape};

use super::text::{Word, Words};

/// How often one phrase is looked for in a text at most.
const MATCHES: usize = 200;

/// Returns where the phrases and signs of a list stand, phrase by phrase.
pub(super) fn find<'l>(list: &'l PhraseList, words: &'l Words<'_>) -> impl Iterator<Item = Range<usize>> + 'l {
    let phrases = list.any.iter().flat_map(move |phrase| of_phrase(phrase, words));
    phrases.chain(list.marks.iter().flat_map(move |mark| of_mark(mark, &words.passage.text)))
}

fn of_phrase<'l>(phrase: &'l Phrase, words: &'l Words<'_>) -> impl Iterator<Item = Range<usize>> + 'l {
    let starts = match phrase.parts.first() {
        Some(PhrasePart::Word(shapes)) => shapes.iter().flat_map(|shape| places(shape, words)).collect(),
        _ => Vec::new(),
    };
    let found = starts.into_iter().filter_map(|start| {
        let end = end(&phrase.parts[1..], &words.words, start + 1, words.words[start].sentence)?;
        Some(words.words[start].span.start..words.words[end - 1].span.end)
    });
    found.take(MATCHES)
}

/// Returns the places of the words of a shape.
fn places<'w>(shape: &WordShape, words: &'w Words<'_>) -> Vec<usize> {
    let of_word = |(_, places): (&'w String, &'w Vec<usize>)| places.iter().copied();
    if shape.open {
        let from = words.places.range(shape.text.clone()..);
        return from.take_while(|(word, _)| word.starts_with(&shape.text)).flat_map(of_word).collect();
    }
    words.places.get(&shape.text).into_iter().flatten().copied().collect()
}

/// Returns where a phrase ends whose remaining parts begin at a word; a gap is as short as it can be.
fn end(parts: &[PhrasePart], words: &[Word], at: usize, sentence: usize) -> Option<usize> {
    match parts.split_first() {
        None => Some(at),
        Some((PhrasePart::Gap, rest)) => (at..=at + PHRASE_GAP).find_map(|at| end(rest, words, at, sentence)),
        Some((PhrasePart::Word(shapes), rest)) => {
            let word = words.get(at).filter(|word| word.sentence == sentence)?;
            shapes.iter().any(|shape| fits(shape, &word.lower)).then(|| end(rest, words, at + 1, sentence))?
        }
    }
}

fn fits(shape: &WordShape, word: &str) -> bool {
    if shape.open { word.starts_with(&shape.text) } else { word == shape.text }
}

fn of_mark<'l>(mark: &'l str, text: &str) -> impl Iterator<Item = Range<usize>> + 'l {
    // Lower case of ASCII only, which moves no byte.
    let found = text.to_ascii_lowercase().find(mark);
    found.map(|at| at..at + mark.len()).into_iter()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use psr_rules::facts::{Passage, PassagePlace};

    use super::*;

    fn found(phrase: &str, text: &str) -> Option<String> {
        let list = PhraseList { meaning: String::new(), any: vec![Phrase::parse(phrase).unwrap()], marks: Vec::new() };
        let passage = Passage { text: text.to_owned(), place: PassagePlace::Line(1) };
        let words = Words::of(&passage);
        let found = find(&list, &words).next();
        found.map(|span| text[span].to_owned())
    }

    #[test]
    fn words_are_found_in_order_inside_a_sentence() {
        let cases = [
            ("decision maker~", "The Decision-Makers were", Some("Decision-Makers")),
            ("provider s", "the provider's view", None),
            ("providers view", "the provider’s view", Some("provider’s view")),
            (
                "representation~ * by",
                "Representations must be made in writing\nby noon",
                Some("Representations must be made in writing\nby"),
            ),
            ("representation~ * by", "Representations are welcome. Write by noon", None),
            ("a * b", "a 1 2 3 4 5 6 7 8 b", Some("a 1 2 3 4 5 6 7 8 b")),
            ("a * b", "a 1 2 3 4 5 6 7 8 9 b", None),
            ("award/conclude", "we conclude", Some("conclude")),
            ("award", "awarded", None),
            ("a b", "a", None),
        ];
        for (phrase, text, expected) in cases {
            assert_eq!(found(phrase, text).as_deref(), expected, "{phrase} in {text}");
        }
    }

    #[test]
    fn signs_are_found_as_they_stand() {
        let list = PhraseList { meaning: String::new(), any: Vec::new(), marks: vec!["[insert".to_owned()] };
        let passage = Passage { text: "É [Insert name]".to_owned(), place: PassagePlace::Line(1) };
        assert_eq!(find(&list, &Words::of(&passage)).next(), Some(3..10));
    }
}
