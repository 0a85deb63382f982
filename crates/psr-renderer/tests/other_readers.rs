//! Documents that are not text: what other programs than ours read in them.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::process::Command;
use std::sync::Arc;

use common::{DOCUMENTS, HOSTILE, RECORDS, made, record, squeezed, type_everywhere};
use psr_renderer::document::{Document, Metadata};
use psr_renderer::look::{Colour, Logo, Look};
use psr_renderer::{Format, commonmark};

/// Names the folder for documents that programs other than ours read: see `formats_outside/`.
const FOLDER: &str = "PSR_DOCUMENTS_FOR_OTHERS";
/// A blue picture of 32 by 16 pixels.
const LOGO: &[u8] = include_bytes!("logo.png");

/// A document that holds each thing that documents can hold, in the look of an authority.
fn everything() -> Document {
    let metadata = Metadata {
        reference: "EVERY-1".to_owned(),
        head: format!("sha256:{}", "0f".repeat(32)),
        as_at: Some("2026-05-04T10:00:00Z".parse().unwrap()),
    };
    let colour = Some(Colour { rgb: [0, 94, 184] });
    let logo = Logo { png: LOGO.to_vec(), width: 32, height: 16, alt: "An authority".to_owned() };
    let look = Look { contact: None, authority: Some("An authority".to_owned()), colour, logo: Some(logo) };
    commonmark::read(include_str!("everything.md"), metadata, Arc::new(look)).unwrap()
}

#[test]
fn documents_for_other_readers() {
    let usual = || concat!(env!("CARGO_TARGET_TMPDIR"), "/documents").to_owned();
    let folder = std::env::var(FOLDER).unwrap_or_else(|_| usual());
    fs::create_dir_all(&folder).unwrap();
    for format in Format::ALL.iter().filter(|format| !format.is_text()) {
        let file = format!("{folder}/everything.{}", format.name());
        fs::write(file, format.write(&everything()).unwrap().bytes).unwrap();
    }
    for record_name in RECORDS {
        for (name, typed) in DOCUMENTS.into_iter().flat_map(|name| [(name, false), (name, true)]) {
            let mut record = record(record_name);
            if typed {
                type_everywhere(&mut record, HOSTILE);
            }
            for format in Format::ALL.iter().filter(|format| !format.is_text()) {
                let typed = if typed { "-typed" } else { "" };
                let file = format!("{folder}/{record_name}-{name}{typed}.{}", format.name());
                fs::write(file, format.write(&made(&record, name)).unwrap().bytes).unwrap();
            }
        }
    }
}

#[test]
fn another_process_writes_equal_bytes() {
    let [one, other] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for folder in [&one, &other] {
        let test = ["--exact", "documents_for_other_readers"];
        let run = Command::new(std::env::current_exe().unwrap()).args(test).env(FOLDER, folder.path()).output();
        assert!(run.unwrap().status.success());
    }
    for file in fs::read_dir(one.path()).unwrap() {
        let name = file.unwrap().file_name();
        let read = |folder: &tempfile::TempDir| fs::read(folder.path().join(&name)).unwrap();
        assert!(read(&one) == read(&other), "{} differs", name.display());
    }
}

/// Returns what an independent reader finds in a PDF; nothing where there is no such program.
fn text_of_pdf(bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("document.pdf");
    fs::write(&file, bytes).unwrap();
    let output = Command::new("pdftotext").args(["-enc", "UTF-8", "-raw"]).arg(file).arg("-").output().ok()?;
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn typed_markup_is_printed_as_typed_on_pages() {
    if !Format::ALL.contains(&Format::Pdf) {
        return;
    }
    let mut record = record("patient-transport");
    type_everywhere(&mut record, HOSTILE);
    let document = made(&record, "choice-of-process");
    let rendition = Format::Pdf.write(&document).unwrap();
    assert_eq!(rendition.replaced.keys().collect::<String>(), "日😀");
    let Some(text) = text_of_pdf(&rendition.bytes) else {
        return eprintln!("skipped: pdftotext is not installed, so that nothing else read the page");
    };
    let expected = "#evil$x$*bold*_it_<b>`raw`@ref<lab>[U+202E]//c\\#read(\"data.json\")[U+65E5][U+1F600]";
    let printed = squeezed(&text);
    assert!(printed.matches(expected).count() > 20, "{text}");
}
