//! Phrases by which the words of a notice are recognised: words in order, with alternatives and gaps.

/// How many words a gap may hold at most.
pub const GAP: usize = 8;
/// How many gaps a phrase may have at most.
pub const GAPS: usize = 3;

/// Phrases of one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseList {
    /// What they mean, in words.
    pub meaning: String,
    /// The phrases, of which one suffices.
    pub any: Vec<Phrase>,
    /// Signs that are looked for as they stand, whatever their case, such as an opening bracket before a word.
    pub marks: Vec<String>,
}

/// Words in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Its parts; the first and the last are words.
    pub parts: Vec<PhrasePart>,
}

/// A part of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhrasePart {
    /// One of these words.
    Word(Vec<WordShape>),
    /// Up to [`GAP`] words of any kind, inside a sentence.
    Gap,
}

/// How a word looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordShape {
    /// The word, or how it begins, in lower case.
    pub text: String,
    /// Whether it may go on in any way.
    pub open: bool,
}

impl Phrase {
    /// Parses a phrase: words in lower case, alternatives between `/`, `~` for any ending, and `*` for a gap.
    ///
    /// # Errors
    /// When it is no phrase: what is wrong, in words.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let parts = text.split_whitespace().map(part).collect::<Result<Vec<_>, _>>()?;
        let gaps = parts.iter().filter(|part| **part == PhrasePart::Gap).count();
        let ends = [parts.first(), parts.last()];
        match () {
            () if ends.iter().any(|end| matches!(end, None | Some(PhrasePart::Gap))) => {
                Err("a phrase begins and ends with a word")
            }
            () if parts.windows(2).any(|two| two.iter().all(|part| *part == PhrasePart::Gap)) => {
                Err("two gaps stand beside each other")
            }
            () if gaps > GAPS => Err("a phrase has at most three gaps"),
            () => Ok(Self { parts }),
        }
    }
}

fn part(text: &str) -> Result<PhrasePart, &'static str> {
    if text == "*" {
        return Ok(PhrasePart::Gap);
    }
    text.split('/').map(shape).collect::<Result<_, _>>().map(PhrasePart::Word)
}

fn shape(text: &str) -> Result<WordShape, &'static str> {
    let (bare, open) = text.strip_suffix('~').map_or((text, false), |bare| (bare, true));
    let plain = |c: char| c.is_alphanumeric() && !c.is_uppercase();
    if bare.is_empty() || !bare.chars().all(plain) {
        return Err(
            "a word is letters in lower case and digits, perhaps with `~` at its end; hyphens and apostrophes are left out",
        );
    }
    Ok(WordShape { text: bare.to_owned(), open })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_words_alternatives_and_gaps() {
        for good in ["standstill", "intend~ to award/conclude", "representation~ * by", "a * b * c * d"] {
            assert!(Phrase::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "*", "* by", "by *", "a * * b", "a * b * c * d * e", "Award", "decision-maker", "a//b", "~"] {
            assert!(Phrase::parse(bad).is_err(), "{bad}");
        }
    }
}
