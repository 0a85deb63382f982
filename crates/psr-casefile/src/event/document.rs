//! A document on record: which was made from the case, by its digest.

use chrono::NaiveDate;
use psr_recorder::Digest;
use psr_recorder::canonical::Value;

use super::fields::{Fields, Writer};

/// A document that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its name.
    pub document: String,
    /// To whom it goes, where there is one for each of several readers.
    pub to: Option<String>,
    /// Its format.
    pub format: String,
    /// The SHA-256 of the file, written `sha256:…`.
    pub digest: String,
    /// The digest of the templates it was made with, written `sha256:…`.
    pub templates: String,
    /// The digest of the pack it was made with, written `sha256:…`.
    pub pack: String,
    /// The head of the case that it was drawn from, written `sha256:…`.
    pub head: String,
    /// The position of that head.
    pub basis: u64,
    /// The day of publication from which the days in it were reckoned, where that was planned and not on record.
    pub planned: Option<NaiveDate>,
    /// Characters that the format's fonts could not show, by their numbers, each with how often it was replaced.
    pub replaced: Vec<String>,
}

impl Made {
    pub(super) fn to_fields(&self) -> Vec<(String, Value)> {
        Writer::new("document")
            .text("name", &self.document)
            .maybe("to", self.to.as_ref())
            .text("format", &self.format)
            .text("digest", &self.digest)
            .text("templates", &self.templates)
            .text("pack", &self.pack)
            .text("head", &self.head)
            .position("basis", Some(self.basis))
            .date("planned", self.planned)
            .texts("replaced", &self.replaced)
            .done()
    }

    pub(super) fn from_fields(fields: &Fields) -> Option<Self> {
        let shown = |path: &str| fields.text(path).unwrap_or_else(|| "withheld".to_owned());
        Some(Self {
            document: fields.text("document/name")?,
            to: fields.text("document/to"),
            format: shown("document/format"),
            digest: fields.text("document/digest")?,
            templates: shown("document/templates"),
            pack: shown("document/pack"),
            head: shown("document/head"),
            basis: fields.position("document/basis")?,
            planned: fields.date("document/planned"),
            replaced: fields.texts("document/replaced"),
        })
    }

    /// Returns the digest of a file as it is put on record.
    pub fn digest_of(file: &[u8]) -> String {
        Digest::of(&[file]).to_string()
    }

    /// Answers whether this is the same file, made of the same document in the same format.
    pub fn is_same(&self, other: &Made) -> bool {
        (&self.document, &self.to, &self.format, &self.digest)
            == (&other.document, &other.to, &other.format, &other.digest)
    }
}
