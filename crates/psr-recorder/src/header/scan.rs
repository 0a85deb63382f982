//! A header read in one pass, without a copy: the keys stand in one order and each value has one form.
//!
//! What is read here is what [`EventHeader::parse`] reads, to the byte; where this gives up, that says why.

use chrono::{DateTime, NaiveDate, Utc};

use super::{EventHeader, VERSION};
use crate::digest::Digest;
use crate::limits::{MAX_FIELDS, MAX_INTEGER, MAX_LINE};
use crate::names::{OperationId, RecordId, check_actor, check_type};
use crate::plain;

/// A header as its line says it; the digests of `sd` are handed on apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scanned<'l> {
    /// Who acted.
    pub act: &'l str,
    /// When.
    pub at: DateTime<Utc>,
    /// The newest `seq` the author had seen.
    pub base: Option<u64>,
    /// The operation.
    pub op: OperationId,
    /// The operation as the line writes it.
    pub op_text: &'l [u8],
    /// The leaf hash of the record's previous event.
    pub prev: Digest,
    /// The record.
    pub rec: RecordId,
    /// The record as the line writes it.
    pub rec_text: &'l [u8],
    /// The event's place in the record.
    pub seq: u64,
    /// What kind of event this is.
    pub typ: &'l str,
}

/// Reads a line and hands its digests on; nothing when it is not a header in its one form.
pub fn scan<'l>(line: &'l [u8], sd: &mut Vec<Digest>) -> Option<Scanned<'l>> {
    if line.len() > MAX_LINE {
        return None;
    }
    let mut rest = Rest(line);
    rest.take(b"{\"act\":\"")?;
    let act = rest.text()?;
    rest.take(b",\"at\":\"")?;
    let at = instant(rest.exactly(24)?)?;
    rest.take(b"\",\"base\":")?;
    let base = rest.base()?;
    rest.take(b",\"op\":\"")?;
    let op_text = rest.exactly(22)?;
    rest.take(b"\",\"prev\":\"")?;
    let prev = plain::hex(rest.exactly(64)?)?;
    rest.take(b"\",\"rec\":\"")?;
    let rec_text = rest.exactly(36)?;
    rest.take(b"\",\"sd\":[")?;
    rest.digests(sd)?;
    rest.take(b",\"seq\":")?;
    let seq = rest.number()?;
    rest.take(b",\"typ\":\"")?;
    let typ = rest.text()?;
    // The version, as [`VERSION`] is written.
    const { assert!(VERSION == 1) };
    rest.take(b",\"v\":1}")?;
    check_actor(act).ok()?;
    check_type(typ).ok()?;
    let op = OperationId(plain::base64url(op_text)?);
    let rec = record(rec_text)?;
    let whole = Scanned { act, at, base, op, op_text, prev: Digest::from_bytes(prev), rec, rec_text, seq, typ };
    rest.0.is_empty().then_some(whole)
}

impl Scanned<'_> {
    /// Returns the header as the longer reader gives it.
    pub fn to_header(&self, sd: &[Digest]) -> EventHeader {
        let Scanned { act, at, base, op, prev, rec, seq, typ, .. } = *self;
        EventHeader { act: act.to_owned(), at, base, op, prev, rec, sd: sd.to_vec(), seq, typ: typ.to_owned() }
    }
}

/// What of a line is still to be read.
struct Rest<'l>(&'l [u8]);

impl<'l> Rest<'l> {
    fn take(&mut self, expected: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }

    fn exactly(&mut self, count: usize) -> Option<&'l [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// Reads up to and with the closing quotation mark; what could hold an escape is not in any value's alphabet.
    fn text(&mut self) -> Option<&'l str> {
        let end = self.0.iter().take(65).position(|byte| *byte == b'"')?;
        let text = std::str::from_utf8(self.exactly(end)?).ok()?;
        self.take(b"\"")?;
        Some(text)
    }

    fn number(&mut self) -> Option<u64> {
        let count = self.0.iter().take(17).take_while(|byte| byte.is_ascii_digit()).count();
        let digits = self.exactly(count)?;
        let plain = !digits.is_empty() && (digits.len() == 1 || digits[0] != b'0');
        let number = digits.iter().fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
        (plain && number <= MAX_INTEGER.unsigned_abs()).then_some(number)
    }

    fn base(&mut self) -> Option<Option<u64>> {
        if self.take(b"-1").is_some() { Some(None) } else { self.number().map(Some) }
    }

    /// Reads the digests, whose texts must ascend, and the closing bracket.
    fn digests(&mut self, sd: &mut Vec<Digest>) -> Option<()> {
        sd.clear();
        let mut before: &[u8] = &[];
        while self.take(b"]").is_none() {
            if !sd.is_empty() {
                self.take(b",")?;
            }
            self.take(b"\"")?;
            let text = self.exactly(43)?;
            self.take(b"\"")?;
            sd.push(Digest::from_bytes(plain::base64url(text)?));
            if text <= before || sd.len() > MAX_FIELDS {
                return None;
            }
            before = text;
        }
        Some(())
    }
}

fn instant(text: &[u8]) -> Option<DateTime<Utc>> {
    let number = |from: usize, to: usize| plain::digits(&text[from..to]);
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')];
    if marks.iter().any(|(place, mark)| text[*place] != *mark) {
        return None;
    }
    let year = i32::try_from(number(0, 4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?;
    let instant = date.and_hms_milli_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?, number(20, 23)?)?;
    Some(instant.and_utc())
}

fn record(text: &[u8]) -> Option<RecordId> {
    let mut digits = [0; 32];
    let parts = [(0, 8), (9, 13), (14, 18), (19, 23), (24, 36)];
    let mut at = 0;
    for (from, to) in parts {
        digits[at..at + to - from].copy_from_slice(&text[from..to]);
        at += to - from;
    }
    let hyphens = [8, 13, 18, 23].iter().all(|place| text[*place] == b'-');
    RecordId::from_bytes(plain::hex(&digits)?).filter(|_| hyphens)
}
