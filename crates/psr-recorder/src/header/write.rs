//! A header written as its line, in one piece: the keys stand in one order, and no value needs an escape.

use super::{EventHeader, VERSION, within};
use crate::digest::Digest;
use crate::limits::{MAX_INTEGER, MAX_LINE};
use crate::malformed::Malformed;
use crate::time;

/// What stands before the hash of the record's previous event.
const PREV: &[u8] = b",\"prev\":\"";

impl EventHeader {
    /// Writes the header as its line, without a line end.
    pub fn to_line(&self) -> Result<Vec<u8>, Malformed> {
        let at = time::to_text(&self.at);
        self.check(&at)?;
        let base = self.base.map_or(Ok("-1".to_owned()), number)?;
        let (seq, prev, sd) = (number(self.seq)?, self.prev.hex(), self.sd_text());
        // The actor, the type and the instant were checked: they hold neither quotation marks nor backslashes nor controls.
        let EventHeader { act, op, rec, typ, .. } = self;
        let line = format!(
            r#"{{"act":"{act}","at":"{at}","base":{base},"op":"{op}","prev":"{prev}","rec":"{rec}","sd":[{sd}],"seq":{seq},"typ":"{typ}","v":{VERSION}}}"#
        );
        within(line.len(), MAX_LINE, "the line")?;
        Ok(line.into_bytes())
    }

    fn sd_text(&self) -> String {
        let mut text = String::with_capacity(self.sd.len() * 46);
        for (place, digest) in self.sd.iter().enumerate() {
            text.push_str(if place == 0 { "\"" } else { ",\"" });
            digest.push_base64url(&mut text);
            text.push('"');
        }
        text
    }
}

/// Returns a line that was written after some other event of its record, as it is after this one.
pub(crate) fn line_after(line: &[u8], prev: Digest) -> Vec<u8> {
    let mut line = line.to_vec();
    // No value before it holds a quotation mark, so this is the key and not a part of one.
    let key = line.windows(PREV.len()).position(|window| window == PREV);
    let digits = key.map_or(line.len(), |key| key + PREV.len());
    line.iter_mut().skip(digits).zip(prev.hex().bytes()).for_each(|(byte, digit)| *byte = digit);
    line
}

fn number(number: u64) -> Result<String, Malformed> {
    let text = number.to_string();
    if number > MAX_INTEGER.unsigned_abs() { Err(Malformed::Number(text)) } else { Ok(text) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::names::{OperationId, RecordId};

    #[test]
    fn a_line_after_another_event_is_the_line_of_a_header_that_names_it() {
        let at = "2026-04-01T09:30:00Z".parse().unwrap();
        let mut header = EventHeader {
            act: "a1".to_owned(),
            at,
            base: Some(6),
            op: OperationId([7; 16]),
            prev: Digest::ZERO,
            rec: RecordId::draw(at, &mut |bytes| bytes.fill(8)),
            sd: vec![],
            seq: 7,
            typ: "psr.answer/1".to_owned(),
        };
        for digests in 0..3 {
            (header.prev, header.sd) =
                (Digest::ZERO, (0..digests).map(|byte| Digest::from_bytes([byte; 32])).collect());
            let line = header.to_line().unwrap();
            header.prev = Digest::of(&[b"the event before"]);
            assert_eq!(line_after(&line, header.prev), header.to_line().unwrap());
            assert_eq!(EventHeader::parse(&header.to_line().unwrap()).unwrap(), header);
        }
    }

    #[test]
    fn a_number_outside_the_profile_is_refused() {
        let most = MAX_INTEGER.unsigned_abs();
        assert_eq!(number(most), Ok(most.to_string()));
        assert!(matches!(number(most + 1), Err(Malformed::Number(_))));
    }
}
