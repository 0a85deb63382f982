//! A layout, and the PDF it makes of data.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Timelike, Utc};
use typst_library::diag::SourceDiagnostic;
use typst_library::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_syntax::Source;

use crate::compile;
use crate::error::{Fault, TypesetError};
use crate::world::{Desk, main_file};

/// How many documents what Typst remembers may survive without being used again. What every document of a layout has in common is used by each of them and stays;
/// what only one of them had is let go.
const REMEMBERED: usize = 2;

/// A layout: a Typst source, read once.
#[derive(Debug, Clone)]
pub struct Layout {
    source: Source,
}

/// What makes two files of the same pages the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// What names the document for good; only its hash is in the file.
    pub ident: String,
    /// When it was made, where it is to say so.
    pub at: Option<DateTime<Utc>>,
    /// The program that made it.
    pub creator: String,
}

/// A PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What Typst remarked on; nothing, for a sound layout.
    pub warnings: Vec<Fault>,
}

impl Layout {
    /// Reads a layout. Whether it is sound is seen when it is used.
    pub fn new(source: &str) -> Layout {
        Layout { source: Source::new(main_file(), source.to_owned()) }
    }

    /// Sets a document: the layout, with the files it may read by their names.
    ///
    /// Use few names: each is remembered until the program ends.
    ///
    /// # Errors
    /// When the layout and the files do not make a document, or not one that PDF/UA-1 allows; with what Typst said.
    pub fn pdf(&self, files: BTreeMap<String, Vec<u8>>, stamp: &Stamp) -> Result<Pdf, TypesetError> {
        let desk = Desk::new(self.source.clone(), files);
        let set = set(&desk, stamp);
        comemo::evict(REMEMBERED);
        set
    }
}

fn set(desk: &Desk, stamp: &Stamp) -> Result<Pdf, TypesetError> {
    let faults = |found: &[SourceDiagnostic]| found.iter().map(|fault| Fault::read(fault, desk)).collect::<Vec<_>>();
    let (output, warnings) = compile::pages(desk);
    let document = output.map_err(|found| TypesetError::NotSet(faults(&found)))?;
    let bytes = typst_pdf::pdf(&document, &options(stamp)?);
    let bytes = bytes.map_err(|found| TypesetError::NotAccessible(faults(&found)))?;
    Ok(Pdf { bytes, pages: document.pages().len(), warnings: faults(&warnings) })
}

fn options(stamp: &Stamp) -> Result<PdfOptions, TypesetError> {
    let refused = |message: String| TypesetError::NotAccessible(vec![Fault { message, line: None }]);
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| refused(error.message().to_string()))?;
    Ok(PdfOptions {
        ident: Smart::Custom(stamp.ident.clone()),
        creator: Smart::Custom(Some(stamp.creator.clone())),
        timestamp: stamp.at.and_then(timestamp),
        standards,
        ..PdfOptions::default()
    })
}

fn timestamp(at: DateTime<Utc>) -> Option<Timestamp> {
    let part = |number: u32| u8::try_from(number).ok();
    let (month, day) = (part(at.month())?, part(at.day())?);
    let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
    Datetime::from_ymd_hms(at.year(), month, day, hour, minute, second).map(Timestamp::new_utc)
}
