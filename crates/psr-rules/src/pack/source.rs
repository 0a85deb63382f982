//! A file that is being read, and where its faults are noted.

use super::diagnostic::{Findings, Place};
use super::suggest;

/// The name of the file being read, with the place where its faults are noted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    /// The file's name, as messages show it.
    pub file: &'a str,
    /// Where faults are noted.
    pub findings: &'a Findings,
}

impl<'a> Source<'a> {
    /// Notes an error at a place.
    pub fn error(&self, at: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.findings.error(self.file, at, message, hint);
    }

    /// Returns the same file, with its faults noted elsewhere.
    pub fn noting_in<'b>(&self, findings: &'b Findings) -> Source<'b>
    where
        'a: 'b,
    {
        Source { file: self.file, findings }
    }

    /// Returns the known name that was probably meant. After very many faults no more is sought, as that takes time.
    pub fn closest<'k>(&self, given: &str, known: &[&'k str]) -> Option<&'k str> {
        if self.findings.are_many() { None } else { suggest::closest(given, known) }
    }

    /// Returns a hint that names the closest of the known names, or else those there are.
    pub fn hint<'k>(&self, given: &str, known: impl IntoIterator<Item = &'k str>) -> String {
        if self.findings.are_many() { String::new() } else { suggest::hint(given, known) }
    }

    /// Returns the closest known name as a hint, or else what to do.
    pub fn near_or<'k>(&self, given: &str, known: impl Iterator<Item = &'k str>, otherwise: &str) -> String {
        let known: Vec<&str> = if self.findings.are_many() { Vec::new() } else { known.collect() };
        match self.closest(given, &known) {
            Some(near) => format!("did you mean `{near}`? Otherwise {otherwise}"),
            None => otherwise.to_owned(),
        }
    }

    /// Returns the bytes as text without a byte-order mark, or notes where they stop being text.
    pub fn text<'t>(&self, bytes: &'t [u8]) -> Option<&'t str> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let readable = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                let hint = "save the file as UTF-8";
                self.error(end_of(&readable), "the file is not UTF-8 from here on", hint);
                return None;
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        match text.split_once(odd) {
            Some((before, _)) => {
                self.error(end_of(before), "a control character stands here", "remove it");
                None
            }
            None => Some(text),
        }
    }
}

/// Returns the place just after a text.
pub(crate) fn end_of(text: &str) -> Place {
    let last_line = text.rsplit('\n').next().unwrap_or_default();
    Place { line: 1 + text.bytes().filter(|b| *b == b'\n').count(), column: 1 + last_line.chars().count() }
}
