//! Reads a plain line of JSON with as little work as possible.
//!
//! It gives up on everything unusual, right or wrong: escapes, letters beyond ASCII, text and list answers, any fault. The long way then decides.
//! So it must never accept what the long way refuses, nor read it differently; a property test holds the two together.

use chrono::NaiveDate;

use super::line::{Line, LineReader, Questions};
use crate::answer::{self, Answer};
use crate::money::Pence;
use crate::pack::model::Kind;

/// Reads a line, or gives up on it.
pub(super) fn read(bytes: &[u8], reader: &LineReader<'_>, line: &mut Line) -> Option<()> {
    if bytes.len() > super::INPUT_LIMIT {
        return None;
    }
    let mut input = Input { bytes, at: 0 };
    let (mut named, mut commenced, mut answers) = (None, None, None);
    line.answers.clear();
    input.sign(b'{')?;
    loop {
        match input.key()? {
            b"decision" if named.is_none() => named = Some(reader.names.get(input.word()?)?),
            b"commenced" if commenced.is_none() => commenced = Some(answer::date(input.text()?).ok()?),
            b"answers" if answers.is_none() => {
                let decision = reader.decision(named)?;
                answers = Some((decision, input));
                read_answers(&mut input, &reader.decisions[decision], line)?;
            }
            _ => return None,
        }
        if !input.more(b'}')? {
            break;
        }
    }
    input.end()?;
    line.decision = reader.decision(named)?;
    line.commenced = commenced.filter(|date: &NaiveDate| *date >= reader.begins)?;
    match answers {
        // The decision is named only after the answers, and is not the one that was supposed.
        Some((supposed, mut again)) if supposed != line.decision => {
            line.answers.clear();
            read_answers(&mut again, &reader.decisions[line.decision], line)
        }
        _ => Some(()),
    }
}

fn read_answers(input: &mut Input<'_>, questions: &Questions<'_>, line: &mut Line) -> Option<()> {
    let mut seen = 0_u128;
    input.sign(b'{')?;
    input.space();
    if input.peek() == Some(b'}') {
        input.at += 1;
        return Some(());
    }
    loop {
        let place = questions.names.get(input.key()?)?;
        let bit = 1_u128.checked_shl(u32::try_from(place).ok()?)?;
        if seen & bit != 0 {
            return None;
        }
        seen |= bit;
        let answer = input.answer(questions.kinds[place])?;
        line.answers.push((place, answer));
        if !input.more(b'}')? {
            return Some(());
        }
    }
}

/// A line that is being read from the front.
#[derive(Clone, Copy)]
struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Input<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Takes a sign after any space.
    fn sign(&mut self, sign: u8) -> Option<()> {
        self.space();
        if self.peek()? != sign {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// Takes a comma, and answers whether it was one rather than the closing sign.
    fn more(&mut self, closing: u8) -> Option<bool> {
        self.space();
        let next = self.peek()?;
        self.at += 1;
        match next {
            b',' => Some(true),
            _ if next == closing => Some(false),
            _ => None,
        }
    }

    /// Takes a key and its colon.
    fn key(&mut self) -> Option<&'a [u8]> {
        let key = self.word()?;
        self.sign(b':')?;
        Some(key)
    }

    /// Takes a string of plain ASCII.
    fn word(&mut self) -> Option<&'a [u8]> {
        self.sign(b'"')?;
        let rest = &self.bytes[self.at..];
        let end = plain_length(rest);
        if *rest.get(end)? != b'"' {
            return None;
        }
        self.at += end + 1;
        Some(&rest[..end])
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.word()?).ok()
    }

    fn end(&mut self) -> Option<()> {
        self.space();
        (self.at == self.bytes.len()).then_some(())
    }

    fn answer(&mut self, kind: &Kind) -> Option<Answer> {
        self.space();
        let quoted = self.peek()? == b'"';
        match kind {
            Kind::YesNo if quoted => match self.word()? {
                b"yes" | b"true" => Some(Answer::YesNo(true)),
                b"no" | b"false" => Some(Answer::YesNo(false)),
                _ => None,
            },
            Kind::YesNo => self.literal(b"true", true).or_else(|| self.literal(b"false", false)).map(Answer::YesNo),
            Kind::Money { any_sign } => {
                let digits = if quoted { self.text()? } else { self.number()? };
                let sum = Pence::parse(digits).ok()?;
                (*any_sign || !digits.starts_with('-')).then_some(Answer::Money(sum))
            }
            Kind::Date | Kind::OneOf(_) if quoted => answer::parse_kind(kind, self.text()?).ok(),
            _ => None,
        }
    }

    fn literal<T>(&mut self, word: &[u8], meaning: T) -> Option<T> {
        if !self.bytes[self.at..].starts_with(word) {
            return None;
        }
        self.at += word.len();
        Some(meaning)
    }

    /// Takes a number without an exponent.
    fn number(&mut self) -> Option<&'a str> {
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b'-'))?;
        let size = rest[..end].strip_prefix(b"-").unwrap_or(&rest[..end]);
        if let [b'0', b'0'..=b'9', ..] = size {
            return None;
        }
        self.at += end;
        std::str::from_utf8(&rest[..end]).ok()
    }
}

/// Returns how many bytes stand before the first that is a quotation mark, a backslash, a control character or not ASCII.
fn plain_length(bytes: &[u8]) -> usize {
    let (eights, rest) = bytes.as_chunks::<8>();
    for (count, eight) in eights.iter().enumerate() {
        let found = unusual(u64::from_le_bytes(*eight));
        if found != 0 {
            return count * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let end = rest.iter().position(|byte| unusual(u64::from(*byte) | (ONES << 5) & !0xff) != 0);
    eights.len() * 8 + end.unwrap_or(rest.len())
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Marks the high bit of each of eight bytes that is unusual in a plain string. The lowest mark is exact; a borrow may blur those above it.
fn unusual(eight: u64) -> u64 {
    let is = |byte: u8| below(eight ^ (ONES * u64::from(byte)), 1);
    (below(eight, 0x20) | is(b'"') | is(b'\\') | is(0x7f) | eight) & HIGHS
}

/// Marks the bytes below a limit of at most 128.
fn below(eight: u64, limit: u64) -> u64 {
    eight.wrapping_sub(ONES * limit) & !eight & HIGHS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_string_ends_at_the_first_unusual_byte() {
        for byte in 0..=255_u8 {
            let plain = (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
            for place in 0..20 {
                let mut bytes = *b"existing-provider-is";
                bytes[place] = byte;
                assert_eq!(plain_length(&bytes), if plain { 20 } else { place }, "{byte} at {place}");
            }
        }
    }
}
