//! How many PDF files a second of the processor's time, beside what the library under it does with the same document written as its own markup by hand.
//!
//! Every document is new: each of its paragraphs ends in words that no document before it had, so that nothing remembered helps. Both sides are measured in one
//! run, in turns, by the time that the process spends on all cores; the one figure that carries over to another machine is their ratio.
#![allow(missing_docs, clippy::unwrap_used, clippy::float_arithmetic)]

mod by_hand;

use std::collections::BTreeMap;
use std::fs;

use psr_casefile::decision_record::DecisionRecord;
use psr_renderer::document::{Block, Document, Inline};
use psr_renderer::{DocumentName, Format, Privilege, Templates, document};
use psr_typesetter::{Layout, Stamp};

/// How many documents each side writes before and while it is measured.
const ROUNDS: (usize, usize) = (5, 60);

fn main() {
    for name in ["patient-transport", "audiology-lots"] {
        let document = read(name);
        let new = |number: usize| renewed(&document, number);
        let (mut ours, mut theirs, mut bytes) = (0.0, 0.0, (0, 0));
        for number in 0..ROUNDS.0 + ROUNDS.1 {
            let (document, source) = (new(2 * number), by_hand::markup(&new(2 * number + 1)));
            let (spent, ours_bytes) = measure(|| Format::Pdf.write(&document).unwrap().bytes.len());
            let (library, theirs_bytes) = measure(|| compiled(&source));
            if number >= ROUNDS.0 {
                (ours, theirs, bytes) = (ours + spent, theirs + library, (ours_bytes, theirs_bytes));
            }
        }
        let rate = |spent: f64| ROUNDS.1 as f64 / spent;
        println!(
            "{name}: ours {:.1} a second of processor time, {} bytes; the library on hand-written markup {:.1}, {} bytes; ratio {:.2}",
            rate(ours),
            bytes.0,
            rate(theirs),
            bytes.1,
            theirs / ours
        );
    }
}

fn read(name: &str) -> Document {
    let templates = Templates::built_in().unwrap();
    let text = fs::read_to_string(format!("{}/tests/records/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let record: DecisionRecord = serde_json::from_str(&text).unwrap();
    let name = DocumentName::parse("choice-of-process", &templates).unwrap();
    document(&record, &name, &templates, Privilege::Withheld).unwrap()
}

/// The same document with other words in each paragraph.
fn renewed(document: &Document, number: usize) -> Document {
    let mut document = document.clone();
    document.blocks.iter_mut().for_each(|block| renew(block, number));
    document
}

fn renew(block: &mut Block, number: usize) {
    match block {
        Block::Paragraph(content) => content.push(Inline::Text(format!(" As at draft {number}."))),
        Block::List { items, .. } => items.iter_mut().flatten().for_each(|block| renew(block, number)),
        Block::Quotation(blocks) | Block::Callout { blocks, .. } => {
            blocks.iter_mut().for_each(|block| renew(block, number));
        }
        Block::Heading { content, .. } => content.push(Inline::Text(format!(" ({number})"))),
        Block::Table(table) => {
            table.rows.iter_mut().flatten().for_each(|cell| cell.push(Inline::Text(format!(" {number}"))))
        }
    }
}

/// What the library needs to make a PDF of markup.
fn compiled(source: &str) -> usize {
    let stamp = Stamp { ident: "bench".to_owned(), at: None, creator: "bench".to_owned() };
    Layout::new(source).pdf(BTreeMap::new(), &stamp).unwrap().bytes.len()
}

/// Returns what the process spent on all cores, in seconds, and what was made.
fn measure(make: impl FnOnce() -> usize) -> (f64, usize) {
    let before = spent();
    let made = make();
    (spent() - before, made)
}

/// What this process has spent so far, as Linux counts it: nanoseconds, of every thread.
fn spent() -> f64 {
    let threads = fs::read_dir("/proc/self/task").expect("this benchmark reads Linux's own figures");
    let of = |path: std::path::PathBuf| fs::read_to_string(path.join("schedstat")).ok();
    let first = |text: String| text.split(' ').next().and_then(|number| number.parse::<f64>().ok());
    threads.filter_map(|thread| of(thread.ok()?.path()).and_then(first)).sum::<f64>() / 1e9
}
