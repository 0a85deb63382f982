//! Writes the documents of the records in `tests/records` to a folder, for readers from outside to try: `documents FOLDER FORMAT…`.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use psr_casefile::decision_record::DecisionRecord;
use psr_renderer::document::text;
use psr_renderer::{DocumentName, Format, Privilege, Templates, document, documents};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap());
    let formats: Vec<Format> = arguments.map(|name| Format::parse(&name).unwrap()).collect();
    let templates = Templates::built_in().unwrap();
    for path in records() {
        let record: DecisionRecord = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for summary in documents(&templates) {
            write(&folder, &path, &record, &summary.name, &templates, &formats);
        }
    }
}

fn records() -> impl Iterator<Item = PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records");
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}

/// Writes a document in each format, and its words beside it.
fn write(
    folder: &Path,
    path: &Path,
    record: &DecisionRecord,
    name: &DocumentName,
    templates: &Templates,
    formats: &[Format],
) {
    let made = document(record, name, templates, Privilege::Withheld).unwrap();
    let stem = format!("{}-{}", path.file_stem().unwrap().to_str().unwrap(), name.as_str());
    fs::write(folder.join(format!("{stem}.txt")), text::printable(&text::plain(&made))).unwrap();
    for format in formats {
        fs::write(folder.join(format!("{stem}.{}", format.name())), format.write(&made).unwrap().bytes).unwrap();
    }
}
