//! An event's header: one line of canonical JSON, and all that is ever hashed.
//!
//! The header holds no content. What an event says stands in its disclosures; the header commits to them by digest, so
//! a disclosure can be withheld or erased and the line, the chain and the tree stay as they are.

mod scan;
mod write;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::canonical::{self, Value};
use crate::digest::Digest;
use crate::limits::{MAX_FIELDS, MAX_LINE};
use crate::malformed::Malformed;
use crate::merkle::leaf_hash;
use crate::names::{OperationId, RecordId, check_actor, check_type};
use crate::time;

pub use scan::{Scanned, scan};
pub(crate) use write::line_after;

/// The version of the format: SHA-256, RFC 6962, and the profile of [`canonical`].
pub const VERSION: i64 = 1;

/// One event's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventHeader {
    /// Who acted, by a handle inside this record.
    pub act: String,
    /// When, by the recorder's clock: a claim, not a proof.
    pub at: DateTime<Utc>,
    /// The newest `seq` the author had seen; nothing for the first event, which is written as -1.
    pub base: Option<u64>,
    /// The operation's id.
    pub op: OperationId,
    /// The leaf hash of the record's previous event; 64 zeros for the first.
    pub prev: Digest,
    /// The record.
    pub rec: RecordId,
    /// The digests of the disclosures, in the order of their base64url text.
    pub sd: Vec<Digest>,
    /// The event's place in the record, from 0.
    pub seq: u64,
    /// What kind of event this is.
    pub typ: String,
}

const INSTANT: &str = "an instant as in 2026-04-01T09:30:00.000Z";

const KEYS: [&str; 10] = ["act", "at", "base", "op", "prev", "rec", "sd", "seq", "typ", "v"];

impl EventHeader {
    /// Reads a line strictly: these keys and no others, each of its type, in the one canonical form.
    pub fn parse(line: &[u8]) -> Result<EventHeader, Malformed> {
        within(line.len(), MAX_LINE, "the line")?;
        let Value::Map(mut entries) = canonical::parse(line)? else {
            return Err(Malformed::Form { what: "line", expected: "a JSON object" });
        };
        if let Some(key) = entries.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(Malformed::UnexpectedKey(key.clone()));
        }
        let header = Reader(&mut entries).header()?;
        header.check(&time::to_text(&header.at))?;
        Ok(header)
    }

    /// Returns the leaf hash of a line: what the next event names as `prev`, and the register's leaf.
    pub fn leaf(line: &[u8]) -> Digest {
        leaf_hash(line)
    }

    /// Checks what a header may say; `at` is its instant as text.
    fn check(&self, at: &str) -> Result<(), Malformed> {
        check_actor(&self.act)?;
        check_type(&self.typ)?;
        // The form has four digits for the year and none for a leap second.
        if time::from_text(at).is_none() {
            return Err(Malformed::Form { what: "at", expected: INSTANT });
        }
        within(self.sd.len(), MAX_FIELDS, "`sd`")?;
        // Sorted as text, which is how a reader without this program would sort the line's strings.
        let keys: Vec<[u8; 43]> = self.sd.iter().map(Digest::base64url_bytes).collect();
        let sorted = keys.is_sorted_by(|left, right| left < right);
        sorted.then_some(()).ok_or(Malformed::Form { what: "sd", expected: "sorted, each digest once" })
    }
}

fn within(length: usize, limit: usize, what: &'static str) -> Result<(), Malformed> {
    if length > limit { Err(Malformed::TooLong { what, length, limit }) } else { Ok(()) }
}

struct Reader<'e>(&'e mut BTreeMap<String, Value>);

impl Reader<'_> {
    fn header(&mut self) -> Result<EventHeader, Malformed> {
        let version = self.int("v")?;
        if version != VERSION {
            return Err(Malformed::Version(version));
        }
        Ok(EventHeader {
            act: self.text("act")?,
            at: time::from_text(&self.text("at")?).ok_or(Malformed::Form { what: "at", expected: INSTANT })?,
            base: self.base()?,
            op: self.text("op")?.parse()?,
            prev: Digest::from_hex(&self.text("prev")?)
                .ok_or(Malformed::Form { what: "prev", expected: "64 lower-case hexadecimal digits" })?,
            rec: self.text("rec")?.parse()?,
            sd: self.digests()?,
            seq: u64::try_from(self.int("seq")?).map_err(|_| Malformed::Form { what: "seq", expected: "0 or more" })?,
            typ: self.text("typ")?,
        })
    }

    fn take(&mut self, key: &'static str) -> Result<Value, Malformed> {
        self.0.remove(key).ok_or(Malformed::MissingKey(key))
    }

    fn text(&mut self, key: &'static str) -> Result<String, Malformed> {
        match self.take(key)? {
            Value::Text(text) => Ok(text),
            _ => Err(Malformed::Form { what: key, expected: "text" }),
        }
    }

    fn int(&mut self, key: &'static str) -> Result<i64, Malformed> {
        self.take(key)?.as_int().ok_or(Malformed::Form { what: key, expected: "an integer" })
    }

    fn base(&mut self) -> Result<Option<u64>, Malformed> {
        match self.int("base")? {
            -1 => Ok(None),
            base => u64::try_from(base).map(Some).map_err(|_| Malformed::Form { what: "base", expected: "-1 or more" }),
        }
    }

    fn digests(&mut self) -> Result<Vec<Digest>, Malformed> {
        let malformed = || Malformed::Form { what: "sd", expected: "a list of digests in base64url" };
        let value = self.take("sd")?;
        let texts = value.as_list().ok_or_else(malformed)?;
        within(texts.len(), MAX_FIELDS, "`sd`")?;
        let digest = |text: &Value| text.as_text().and_then(Digest::from_base64url).ok_or_else(malformed);
        texts.iter().map(digest).collect()
    }
}
