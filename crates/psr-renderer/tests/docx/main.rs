//! Laws of the file for a word processor: every part is well formed, everything in it leads somewhere, and it says what the document says.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)]

mod arbitrary;
mod file;
mod xml;

use std::fs;
use std::sync::Arc;

use file::File;
use proptest::prelude::*;
use psr_casefile::decision_record::DecisionRecord;
use psr_renderer::document::{Alignment, Block, Document, Inline, LANGUAGE, Metadata, Table, text};
use psr_renderer::look::{Colour, Logo};
use psr_renderer::reasons::document;
use psr_renderer::{DocumentName, Format, Look, Privilege, Templates, documents};

/// A red picture of one by one pixel.
const PIXEL: &[u8] = include_bytes!("pixel.png");

fn opened(document: &Document) -> File {
    File::open(&Format::Docx.write(document).unwrap().bytes)
}

fn plain(blocks: Vec<Block>) -> Document {
    let (title, metadata, look) = (vec![Inline::Text("A title".to_owned())], Metadata::default(), Arc::default());
    Document { title, language: LANGUAGE, metadata, look, blocks }
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![Inline::Text(words.to_owned())])
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn says_the_same(document: &Document) {
    let file = opened(document);
    file.check();
    assert_eq!(squeezed(&file.words()), squeezed(&text::printable(&text::plain(document))));
}

/// Every document of every record.
fn all() -> Vec<Document> {
    let templates = Templates::built_in().unwrap();
    let folder = format!("{}/tests/records", env!("CARGO_MANIFEST_DIR"));
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let records = paths.map(|path| serde_json::from_str::<DecisionRecord>(&fs::read_to_string(path).unwrap()).unwrap());
    let made = |record: DecisionRecord| {
        let made = |name| document(&record, name, &templates, Privilege::Withheld).unwrap();
        documents(&templates).iter().map(|summary| made(&summary.name)).collect::<Vec<_>>()
    };
    records.flat_map(made).collect()
}

#[test]
fn documents_of_records_read_back_and_are_whole() {
    let documents = all();
    assert!(documents.len() >= 6);
    documents.iter().for_each(says_the_same);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_document_reads_back_and_is_whole(document in arbitrary::document()) {
        says_the_same(&document);
        let written = || Format::Docx.write(&document).unwrap().bytes;
        prop_assert!(written() == written());
    }
}

#[test]
fn hostile_text_stays_text() {
    for typed in arbitrary::HOSTILE {
        let mut document = plain(vec![paragraph(typed)]);
        document.metadata = Metadata { reference: typed.to_owned(), head: typed.to_owned(), as_at: None };
        document.look = Arc::new(Look { authority: Some(typed.to_owned()), ..Look::default() });
        says_the_same(&document);
        assert!(opened(&document).texts("word/document.xml", "w:instrText").is_empty(), "{typed}");
    }
}

#[test]
fn lists_in_lists_have_their_levels_and_begin_where_they_say() {
    let nested = (1..=10).rev().fold(Vec::new(), |inner: Vec<Block>, depth: u64| {
        let mut item = vec![paragraph(&format!("level {depth}"))];
        item.extend(inner);
        vec![Block::List { first: depth.is_multiple_of(2).then_some(depth * 10), items: vec![item] }]
    });
    let file = opened(&plain(nested));
    file.check();
    let levels = file.values("word/document.xml", "w:ilvl", "w:val");
    assert_eq!(levels, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "8"]);
    assert_eq!(file.values("word/numbering.xml", "w:startOverride", "w:val"), ["20", "40", "60", "80", "100"]);
    assert_eq!(squeezed(&file.words()).matches("level").count(), 10);
}

#[test]
fn numbers_beyond_what_a_word_processor_counts_are_written_out() {
    let items = vec![vec![paragraph("one")], vec![paragraph("two")]];
    let file = opened(&plain(vec![Block::List { first: Some(999_999_999), items }]));
    file.check();
    assert_eq!(squeezed(&file.words()), "Atitle999999999.one1000000000.two");
}

#[test]
fn an_address_that_cannot_be_followed_is_shown() {
    for to in ["javascript:alert(1)", "https://", "file:///etc/passwd", "https://a b/", "\\\\host\\share"] {
        let content = vec![Inline::Text("here".to_owned())];
        let file = opened(&plain(vec![Block::Paragraph(vec![Inline::Link { to: to.to_owned(), content }])]));
        file.check();
        assert!(file.words().ends_with(&format!("here ({to})")), "{to}");
    }
}

#[test]
fn a_file_says_what_it_is() {
    let file = opened(&all()[0]);
    let core = "docProps/core.xml";
    assert_eq!(file.texts(core, "dc:language"), ["en-GB"]);
    assert_eq!(file.texts(core, "dcterms:created"), file.texts(core, "dcterms:modified"));
    assert!(file.texts(core, "dc:title")[0].contains(": "));
    assert_eq!(file.texts("word/footer1.xml", "w:instrText"), [" PAGE ", " NUMPAGES "]);
    let header = file.texts("word/header1.xml", "w:t");
    assert!(header[0].len() > 3 && header[1].starts_with("Record "), "{header:?}");
    let rows = file.values("word/document.xml", "w:tblHeader", "w:val").len();
    assert_eq!(rows, 0, "a header row is marked without a value");
    let count = |element: &str| {
        let starts = |event: &&xml::Event| matches!(event, xml::Event::Start(name, _) if name == element);
        file.events["word/document.xml"].iter().filter(starts).count()
    };
    assert!(count("w:tbl") > 0);
    assert_eq!((count("w:tbl"), count("w:tbl")), (count("w:tblHeader"), count("w:tblCaption")));
    assert_eq!(count("w:tr"), count("w:cantSplit"));
}

#[test]
fn an_authority_gives_its_name_its_colour_and_its_logo() {
    let logo = Logo { png: PIXEL.to_vec(), width: 400, height: 100, alt: "The \"authority\"".to_owned() };
    let look = Look {
        contact: None,
        authority: Some("An authority & more".to_owned()),
        colour: Some(Colour { rgb: [0, 94, 184] }),
        logo: Some(logo),
    };
    let file = opened(&Document { look: Arc::new(look), ..plain(Vec::new()) });
    file.check();
    assert_eq!(file.parts["word/media/image1.png"], PIXEL);
    assert_eq!(file.values("word/document.xml", "wp:docPr", "descr"), ["The \"authority\""]);
    assert_eq!(file.texts("docProps/core.xml", "dc:creator"), ["An authority & more"]);
    assert!(file.texts("word/document.xml", "w:t").contains(&"An authority & more"));
    assert!(file.values("word/styles.xml", "w:color", "w:val").contains(&"005EB8"));
}

#[test]
fn what_is_privileged_is_in_no_part_unless_it_is_asked_for() {
    let path = format!("{}/tests/records/patient-transport.json", env!("CARGO_MANIFEST_DIR"));
    let record: DecisionRecord = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let templates = Templates::built_in().unwrap();
    let name = DocumentName::parse("choice-of-process", &templates).unwrap();
    for privilege in [Privilege::Withheld, Privilege::Shown] {
        let file = opened(&document(&record, &name, &templates, privilege).unwrap());
        let texts: Vec<String> = file.parts.values().map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        for secret in ["Advice of counsel", "Counsel advice.pdf", "change is not a response"] {
            let found = texts.iter().any(|text| text.contains(secret));
            assert_eq!(found, privilege == Privilege::Shown, "{secret}");
        }
    }
}

/// A document with a block of every kind, each in each, and hostile text in every place.
fn every_shape() -> Document {
    let words = |text: &str| vec![Inline::Text(text.to_owned())];
    let lines = || arbitrary::HOSTILE.iter().map(|typed| paragraph(typed)).collect::<Vec<_>>();
    let list = |first, inner: Vec<Block>| {
        let item = [vec![paragraph("An item")], inner, vec![paragraph("More of it")]].concat();
        vec![Block::List { first, items: vec![vec![paragraph("The item before")], item] }]
    };
    let deep = (0..6).fold(lines(), |inner, depth: u64| list((depth.is_multiple_of(2)).then_some(depth + 3), inner));
    let quoted = vec![Block::Quotation([lines(), list(None, lines())].concat())];
    let callout = |blocks| Block::Callout { title: words("Caution"), blocks };
    let heading = |level, text: &str| Block::Heading { level, content: words(text) };
    let mut blocks = vec![heading(2, "Lists"), heading(3, "Deep"), heading(4, "Deeper"), heading(5, "Deepest")];
    blocks.extend([deep, list(Some(9), quoted.clone()), vec![heading(2, "Words of others")], quoted.clone()].concat());
    blocks.extend([callout([lines(), list(Some(1), quoted)].concat()), heading(2, "Tables")]);
    blocks.extend([table(2, arbitrary::HOSTILE.len()), table(7, 40), paragraph("The end.")]);
    let metadata = Metadata { reference: "{ PAGE }".to_owned(), head: "sha256:0123".to_owned(), as_at: None };
    Document { metadata, ..plain(blocks) }
}

fn table(columns: usize, rows: usize) -> Block {
    let cell = |typed: &str| vec![Inline::Text(typed.to_owned())];
    let typed = |index: usize| cell(arbitrary::HOSTILE[index % arbitrary::HOSTILE.len()]);
    Block::Table(Table {
        caption: cell("Every & each"),
        alignments: (0..columns).map(|index| if index == 1 { Alignment::End } else { Alignment::Start }).collect(),
        header: (0..columns).map(|index| cell(&format!("Column {index}"))).collect(),
        rows: (0..rows).map(|row| (0..columns).map(|column| typed(row + column)).collect()).collect(),
        row_headers: true,
        picture: None,
    })
}

/// Programs other than ours read what this leaves behind: see `formats_outside/`.
#[test]
fn documents_for_other_readers() {
    let folder = concat!(env!("CARGO_TARGET_TMPDIR"), "/documents");
    fs::create_dir_all(folder).unwrap();
    let every = every_shape();
    says_the_same(&every);
    for (number, document) in (1..).zip(all().iter().chain([&every])) {
        fs::write(format!("{folder}/word-{number}.docx"), Format::Docx.write(document).unwrap().bytes).unwrap();
    }
}
