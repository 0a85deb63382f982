//! What a bundle says it is: `bundle.json`.

use std::collections::BTreeMap;

use crate::canonical::{self, Value};
use crate::malformed::Malformed;
use crate::names::{RecordId, check_origin};

/// The newest version of the bundle's form that this program reads, and the one it writes.
const VERSION: i64 = 1;

/// What kind of bundle it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One record, parts of which may be withheld.
    Disclosure,
    /// One record.
    Record,
    /// Every header of a register, with what some of its records disclose.
    Register,
}

impl Kind {
    /// Returns the name it has in `bundle.json`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Disclosure => "disclosure",
            Kind::Record => "record",
            Kind::Register => "register",
        }
    }

    /// Reads the name.
    pub fn from_name(name: &str) -> Option<Kind> {
        [Kind::Disclosure, Kind::Record, Kind::Register].into_iter().find(|kind| kind.name() == name)
    }
}

/// What `bundle.json` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The kind.
    pub kind: Kind,
    /// The register's name.
    pub origin: String,
    /// The program that wrote it.
    pub program: String,
    /// The records whose disclosures it holds, sorted.
    pub records: Vec<RecordId>,
    /// The register's own id, which is that of the record it keeps about itself; nothing where this could not be read.
    pub register: Option<RecordId>,
}

impl About {
    /// Writes the canonical form.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Malformed> {
        let records = self.records.iter().map(|rec| Value::Text(rec.to_string())).collect();
        let entries = [
            ("bundle", Value::Int(VERSION)),
            ("kind", Value::from(self.kind.name())),
            ("origin", Value::from(self.origin.as_str())),
            ("program", Value::from(self.program.as_str())),
            ("records", Value::List(records)),
            ("register", self.register.map_or(Value::Null, |register| Value::Text(register.to_string()))),
        ];
        canonical::to_bytes(&Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
    }

    /// Reads it strictly: these keys and no others.
    pub fn parse(bytes: &[u8]) -> Result<About, Malformed> {
        let Value::Map(mut entries) = canonical::parse(bytes)? else {
            return Err(Malformed::Form { what: "bundle.json", expected: "a JSON object" });
        };
        let version = take(&mut entries, "bundle")?.as_int();
        if version != Some(VERSION) {
            return Err(Malformed::Form { what: "bundle", expected: "1, the version that this program reads" });
        }
        let kind = Kind::from_name(&text(&mut entries, "kind")?)
            .ok_or(Malformed::Form { what: "kind", expected: "`disclosure`, `record` or `register`" })?;
        let about = About {
            kind,
            origin: text(&mut entries, "origin")?,
            program: text(&mut entries, "program")?,
            records: records(&take(&mut entries, "records")?)?,
            register: Some(text(&mut entries, "register")?.parse()?),
        };
        check_origin(&about.origin)?;
        match entries.into_keys().next() {
            Some(key) => Err(Malformed::UnexpectedKey(key)),
            None => Ok(about),
        }
    }
}

fn take(entries: &mut BTreeMap<String, Value>, key: &'static str) -> Result<Value, Malformed> {
    entries.remove(key).ok_or(Malformed::MissingKey(key))
}

fn text(entries: &mut BTreeMap<String, Value>, key: &'static str) -> Result<String, Malformed> {
    match take(entries, key)? {
        Value::Text(text) => Ok(text),
        _ => Err(Malformed::Form { what: key, expected: "text" }),
    }
}

fn records(value: &Value) -> Result<Vec<RecordId>, Malformed> {
    let malformed = Malformed::Form { what: "records", expected: "a sorted list of record ids, each once" };
    let texts = value.as_list().ok_or_else(|| malformed.clone())?;
    let record = |text: &Value| text.as_text().and_then(|text| text.parse().ok()).ok_or_else(|| malformed.clone());
    let records: Vec<RecordId> = texts.iter().map(record).collect::<Result<_, _>>()?;
    if records.is_sorted_by(|left, right| left < right) { Ok(records) } else { Err(malformed) }
}
