//! Reads a published notice: as OCDS data, or as pasted text under a small header.
//!
//! Both become one [`PublishedNotice`]: what it gives, field by field, and its text with the places of each part. OCDS is somebody else's format, and
//! keys that this reader does not know are passed over in it; the header is ours, and read strictly.

mod header;
mod ocds;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::file::{INPUT_LIMIT, finished};
use super::json;
use crate::id::{NoticeKindId, PartId};
use crate::money::Pence;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Diagnostics, Findings, Place};
use crate::pack::model::{NoticeChecks, NoticeField, Pack};
use crate::pack::source::Source;

pub use header::line_of;
pub use values::hundredths;

/// How many notices one file may hold.
pub const NOTICES_LIMIT: usize = 200;
/// How many values a field may have, and how many parts the text of a notice.
const VALUES_LIMIT: usize = 1_000;

/// A notice as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedNotice {
    /// Where it stands in what was given: `releases[0]`; empty where there is nothing else.
    pub place: String,
    /// The kind that it is said to be, where somebody said it beside the text.
    pub kind: Option<NoticeKindId>,
    /// Whether what was given shows only some of it.
    pub extract: bool,
    /// The parts that an extract shows whole.
    pub seen: BTreeSet<PartId>,
    /// What it gives, each with every value, in the order in which they stand.
    pub given: BTreeMap<NoticeField, Vec<GivenValue>>,
    /// Its text.
    pub text: Vec<Passage>,
}

/// Something that a notice gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenValue {
    /// As it is written.
    pub words: String,
    /// What it means.
    pub held: Held,
    /// Where it stands.
    pub place: String,
}

/// What a value means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// A day.
    Day(NaiveDate),
    /// A sum.
    Sum(Pence),
    /// So many months, with every extension.
    Months(u32),
    /// Numbers, in hundredths.
    Numbers(Vec<u32>),
    /// Words.
    Words,
}

/// A part of a notice's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub place: PassagePlace,
}

/// Where a part of a notice's text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassagePlace {
    /// It begins in this line.
    Line(usize),
    /// It is the value at this path.
    Path(String),
}

impl PublishedNotice {
    fn empty(place: String) -> Self {
        Self { place, kind: None, extract: false, seen: BTreeSet::new(), given: BTreeMap::new(), text: Vec::new() }
    }

    /// Returns every value of a field.
    pub fn all(&self, field: NoticeField) -> &[GivenValue] {
        self.given.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Returns the day of a field: the last of several for the end of something, else the first.
    pub fn day(&self, field: NoticeField) -> Option<NaiveDate> {
        let days = self.all(field).iter().filter_map(|value| match value.held {
            Held::Day(day) => Some(day),
            _ => None,
        });
        if field == NoticeField::END { days.max() } else { days.min() }
    }

    /// Adds a value, unless it stands there already.
    fn give(&mut self, at: Cursor<'_>, field: NoticeField, value: GivenValue) {
        let values = self.given.entry(field).or_default();
        if values.iter().any(|known| known.words == value.words) {
            return;
        }
        if values.len() == VALUES_LIMIT {
            let message = format!("the notice gives more than {VALUES_LIMIT} values for `{}`", field.name);
            at.source.error(Place::default(), message, "is this one notice?");
            return;
        }
        values.push(value);
    }
}

/// What the reader of a notice looks things up in.
#[derive(Clone, Copy)]
struct Known<'p> {
    pack: &'p Pack,
    checks: &'p NoticeChecks,
}

/// Reads the notices in a file: OCDS data, or text under a header.
///
/// # Errors
/// When the pack does not say what notices are looked through for, or anything is wrong with the file; each finding names the key or the line, and
/// carries `name` as the file.
pub fn read_published(name: &str, bytes: &[u8], pack: &Pack) -> Result<Vec<PublishedNotice>, Diagnostics> {
    let findings = Findings::default();
    let source = Source { file: name, findings: &findings };
    let notices = notices(bytes, source, pack);
    finished(notices, findings)
}

fn notices(bytes: &[u8], source: Source<'_>, pack: &Pack) -> Option<Vec<PublishedNotice>> {
    let fault = |message: String, hint: &str| source.error(Place::default(), message, hint);
    let Some(checks) = &pack.notice_checks else {
        let message = format!(
            "the pack `{}` has no notice-check.yaml: it does not say what a notice is looked through for",
            pack.about.id
        );
        fault(message, "use another pack, or add the file to this one");
        return None;
    };
    if bytes.len() > INPUT_LIMIT {
        fault("the input is larger than 1 MiB".to_owned(), "a notice is far smaller: is this the right file?");
        return None;
    }
    let known = Known { pack, checks };
    let begins = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match begins.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => {
            fault("the input is empty".to_owned(), "give the notice as OCDS JSON, or as text under a header");
            None
        }
        Some(b'{' | b'[') => {
            let root = json::read(source.text(bytes)?, source)?;
            ocds::read(Cursor::root(&root, source), known)
        }
        Some(_) => header::read(begins, source, known).map(|notice| vec![notice]),
    }
}

#[cfg(test)]
mod tests;
