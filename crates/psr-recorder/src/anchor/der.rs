//! DER (X.690), as much of it as time-stamp requests and tokens need: elements one after the other, each read once.

/// The tags that occur.
pub(super) mod tag {
    pub const BOOLEAN: u8 = 0x01;
    pub const INTEGER: u8 = 0x02;
    pub const OCTET_STRING: u8 = 0x04;
    pub const NULL: u8 = 0x05;
    pub const OID: u8 = 0x06;
    pub const UTC_TIME: u8 = 0x17;
    pub const GENERALIZED_TIME: u8 = 0x18;
    pub const SEQUENCE: u8 = 0x30;
    pub const SET: u8 = 0x31;
    /// The first context-specific tag, for something constructed.
    pub const CONTEXT_0: u8 = 0xa0;
    pub const CONTEXT_1: u8 = 0xa1;
    pub const CONTEXT_3: u8 = 0xa3;
}

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element<'d> {
    pub tag: u8,
    pub body: &'d [u8],
    /// The element with its tag and length.
    pub whole: &'d [u8],
}

impl<'d> Element<'d> {
    /// Reads the elements inside this one.
    pub fn inside(self) -> Reader<'d> {
        Reader(self.body)
    }

    /// Reads bytes that are one element, and nothing after it.
    pub fn only(bytes: &'d [u8], tag: u8, what: &'static str) -> Result<Element<'d>, String> {
        let mut reader = Reader(bytes);
        let element = reader.take(tag, what)?;
        reader.end(what)?;
        Ok(element)
    }
}

/// What is left to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'d>(&'d [u8]);

impl<'d> Reader<'d> {
    /// Reads the next element, whatever it is.
    pub fn next(&mut self) -> Option<Element<'d>> {
        let [tag, first, rest @ ..] = self.0 else { return None };
        // Tags above 30 take several bytes, and none of those occur here.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, rest) = length(*first, rest)?;
        let body = rest.get(..length)?;
        let (whole, rest) = self.0.split_at(self.0.len() - rest.len() + length);
        self.0 = rest;
        Some(Element { tag: *tag, body, whole })
    }

    /// Reads the next element, which must have this tag.
    pub fn take(&mut self, tag: u8, what: &'static str) -> Result<Element<'d>, String> {
        let found = self.next().filter(|element| element.tag == tag);
        found.ok_or_else(|| format!("{what} is missing, or is not in the form it should have (DER)"))
    }

    /// Reads the next element if it has this tag.
    pub fn optional(&mut self, tag: u8) -> Option<Element<'d>> {
        if self.0.first() == Some(&tag) { self.next() } else { None }
    }

    /// Checks that nothing is left.
    pub fn end(&self, what: &'static str) -> Result<(), String> {
        if self.0.is_empty() { Ok(()) } else { Err(format!("{what} is followed by bytes that do not belong to it")) }
    }
}

/// Reads every element of a list; what follows the last whole one is refused.
pub(super) fn all(element: Element<'_>) -> Result<Vec<Element<'_>>, String> {
    let mut reader = element.inside();
    let elements: Vec<_> = std::iter::from_fn(|| reader.next()).collect();
    reader.end("a list")?;
    Ok(elements)
}

/// Reads a length in its one form: short below 128, else in as few bytes as it needs.
fn length(first: u8, rest: &[u8]) -> Option<(usize, &[u8])> {
    if first < 0x80 {
        return Some((usize::from(first), rest));
    }
    let count = usize::from(first & 0x7f);
    let (digits, rest) = rest.split_at_checked(count).filter(|_| (1..=4).contains(&count))?;
    let length = digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit));
    let shortest = length >= 0x80 && digits.first() != Some(&0);
    shortest.then_some((length, rest))
}

/// Writes an element.
pub(super) fn write(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let digits: Vec<u8> = body.len().to_be_bytes().into_iter().skip_while(|digit| *digit == 0).collect();
    let length = match u8::try_from(body.len()) {
        Ok(short) if short < 0x80 => vec![short],
        // Eight digits at the most, so this never wraps.
        _ => [vec![0x80 | u8::try_from(digits.len()).unwrap_or(8)], digits].concat(),
    };
    [vec![tag], length, body].concat()
}

/// Writes a number that is not negative, given as big-endian bytes.
pub(super) fn write_unsigned(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    let sign: &[u8] = if digits.first().is_none_or(|first| *first >= 0x80) { &[0] } else { &[] };
    write(tag::INTEGER, &[sign, &digits])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_one_form() {
        for length in [0, 1, 127, 128, 255, 256, 65_535, 65_536] {
            let written = write(tag::OCTET_STRING, &[&vec![7; length]]);
            let element =
                Element::only(&written, tag::OCTET_STRING, "it").unwrap_or_else(|error| unreachable!("{error}"));
            assert_eq!((element.body.len(), element.whole.len()), (length, written.len()));
        }
        for wrong in [
            &[4_u8, 0x80, 0, 0][..],
            &[4, 0x81, 1, 7],
            &[4, 0x82, 0, 0x80],
            &[4, 0x85, 0, 0, 0, 0, 1, 7],
            &[4, 2, 7],
            &[4],
            &[0x1f, 1, 0],
            &[4, 1, 7, 0],
            &[4, 0x84, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert!(Element::only(wrong, tag::OCTET_STRING, "it").is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn numbers_are_never_negative() {
        assert_eq!(write_unsigned(&[0x7f]), [2, 1, 0x7f]);
        assert_eq!(write_unsigned(&[0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(write_unsigned(&[0, 0]), [2, 1, 0]);
    }
}
