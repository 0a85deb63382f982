//! What a bundle leaves out on purpose, and on what ground: `withheld.json`.

use std::collections::BTreeMap;

use crate::canonical::{self, Value};
use crate::digest::Digest;
use crate::malformed::Malformed;

/// Why one field is left out. The words are the caller's; nothing here gives them a meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    /// What stands in the way of showing it.
    pub bar: String,
    /// The ground that is claimed.
    pub ground: String,
    /// What the field is called for the reader, if even that may be said.
    pub label: String,
    /// Anything else the reader is told.
    pub note: String,
}

/// The digests to leave out, each with the reason. Nothing in it: everything that is here is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The reasons, by the digest of the field.
    pub withheld: BTreeMap<Digest, Withheld>,
}

const KEYS: [&str; 5] = ["bar", "digest", "ground", "label", "note"];

impl Selection {
    /// Tells whether a field is left out.
    pub fn withholds(&self, digest: &Digest) -> bool {
        self.withheld.contains_key(digest)
    }

    /// Writes the canonical list, sorted by the digests' text.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Malformed> {
        let mut items: Vec<(String, &Withheld)> =
            self.withheld.iter().map(|(digest, withheld)| (digest.base64url(), withheld)).collect();
        items.sort_by(|left, right| left.0.cmp(&right.0));
        canonical::to_bytes(&Value::List(items.into_iter().map(|(digest, withheld)| item(&digest, withheld)).collect()))
    }

    /// Reads the list strictly.
    pub fn parse(bytes: &[u8]) -> Result<Selection, Malformed> {
        let form = || Malformed::Form {
            what: "withheld.json",
            expected: "a list of bar, digest, ground, label and note, sorted by digest",
        };
        let value = canonical::parse(bytes)?;
        let items = value.as_list().ok_or_else(form)?;
        let read: Option<Vec<(String, Digest, Withheld)>> = items.iter().map(read).collect();
        let read = read.ok_or_else(form)?;
        if !read.is_sorted_by(|left, right| left.0 < right.0) {
            return Err(form());
        }
        Ok(Selection { withheld: read.into_iter().map(|(_, digest, withheld)| (digest, withheld)).collect() })
    }
}

fn item(digest: &str, withheld: &Withheld) -> Value {
    let values = [&withheld.bar, digest, &withheld.ground, &withheld.label, &withheld.note];
    Value::Map(KEYS.iter().zip(values).map(|(key, value)| ((*key).to_owned(), Value::from(value))).collect())
}

fn read(item: &Value) -> Option<(String, Digest, Withheld)> {
    let entries = item.as_map().filter(|entries| entries.len() == KEYS.len())?;
    let text = |key: &str| entries.get(key)?.as_text().map(str::to_owned);
    let (digest, bar, ground) = (text("digest")?, text("bar")?, text("ground")?);
    let withheld = Withheld { bar, ground, label: text("label")?, note: text("note")? };
    Some((digest.clone(), Digest::from_base64url(&digest)?, withheld))
}
