//! Every document that the model can hold becomes a PDF, without a remark from the typesetter.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use chrono::DateTime;
use proptest::prelude::*;
use psr_casefile::decision_record::Grounds;
use psr_typesetter::Pdf;

use super::*;
use crate::document::{Alignment, Block, Cell, Inline, Metadata, Picture, Table};
use crate::look::{Colour, Look};

/// Writes a document and fails on anything that the typesetter has to say.
fn check(document: &Document) -> Result<Pdf, TestCaseError> {
    let (fitted, _) = fit::fit(document);
    let data = data::of(&fitted).to_string().into_bytes();
    let files = [("data.json".to_owned(), data)].into_iter().collect();
    let pdf = LAYOUT.pdf(files, &stamp(document)).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&pdf.warnings, &[]);
    Ok(pdf)
}

fn document(blocks: Vec<Block>) -> Document {
    let look = Look {
        contact: None,
        authority: Some("An authority".to_owned()),
        colour: Some(Colour { rgb: [0, 94, 184] }),
        logo: None,
    };
    let as_at = DateTime::from_timestamp(1_800_000_000, 0);
    Document {
        title: vec![Inline::Text("Reasons".to_owned())],
        language: crate::document::LANGUAGE,
        metadata: Metadata { reference: "A-1".to_owned(), head: format!("sha256:{}", "0f".repeat(32)), as_at },
        look: Arc::new(look),
        blocks,
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z?!#$*_<>@\\\\\\[\\]`~=/. -]{0,30}",
        1 => "\\PC{0,12}",
        1 => any::<String>(),
        1 => Just("https://example.org/a/very/long/path?with=a&query=that-goes-on-and-on".to_owned()),
        1 => Just("שלום עולם שלום".to_owned()),
        1 => Just("👩‍👩‍👧 مرحبا e\u{301}\u{301} \u{200d}\u{202e}x".to_owned()),
    ]
}

fn grounds() -> impl Strategy<Value = Grounds> {
    (prop::collection::vec(text(), 0..2), prop::collection::vec(0..9u64, 0..4))
        .prop_map(|(provisions, entries)| Grounds { provisions, entries })
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        4 => text().prop_map(Inline::Text),
        2 => grounds().prop_map(Inline::Ground),
        1 => (0..9u64).prop_map(Inline::Entry),
        1 => Just(Inline::Connective),
        1 => Just(Inline::Break),
    ];
    let inline = leaf.prop_recursive(3, 12, 3, |inner| {
        let several = || prop::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            several().prop_map(Inline::Strong),
            several().prop_map(Inline::Emphasis),
            (Just("https://example.org/x y".to_owned()), several())
                .prop_map(|(to, content)| Inline::Link { to, content }),
        ]
    });
    prop::collection::vec(inline, 0..5)
}

fn table() -> impl Strategy<Value = Table> {
    let alignment = prop_oneof![Just(Alignment::Start), Just(Alignment::Centre), Just(Alignment::End)];
    let picture = prop_oneof![Just(None), Just(Some(Picture::Bars)), Just(Some(Picture::Timeline))];
    (0..7usize, any::<bool>(), picture).prop_flat_map(move |(count, row_headers, picture)| {
        let cells = || prop::collection::vec(inlines(), count);
        let parts =
            (inlines(), prop::collection::vec(alignment.clone(), count), cells(), prop::collection::vec(cells(), 0..4));
        parts.prop_map(move |(caption, alignments, header, rows): (_, _, Vec<Cell>, _)| Table {
            caption,
            alignments,
            header,
            rows,
            row_headers,
            picture,
        })
    })
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let leaf = prop_oneof![
        2 => (2..7u8, inlines()).prop_map(|(level, content)| Block::Heading { level, content }),
        3 => inlines().prop_map(Block::Paragraph),
        2 => table().prop_map(Block::Table),
    ];
    let block = leaf.prop_recursive(3, 12, 3, |inner| {
        let several = || prop::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            (prop::option::of(any::<u64>()), prop::collection::vec(several(), 0..3))
                .prop_map(|(first, items)| Block::List { first, items }),
            several().prop_map(Block::Quotation),
            (inlines(), several()).prop_map(|(title, blocks)| Block::Callout { title, blocks }),
        ]
    });
    prop::collection::vec(block, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_document_that_the_model_can_hold_is_set(title in inlines(), blocks in blocks()) {
        let written = Document { title, ..document(blocks) };
        check(&written)?;
    }
}

#[test]
fn lists_and_quotations_stand_as_deep_as_the_reader_of_documents_allows() {
    let words = |words: &str| vec![Block::Paragraph(vec![Inline::Text(words.to_owned())])];
    let list = |inner: Vec<Block>, _| vec![Block::List { first: Some(3), items: vec![inner.clone(), words("beside")] }];
    check(&document((0..16).fold(words("deep"), list))).unwrap();
    let quoted =
        |inner: Vec<Block>, _| vec![Block::Quotation(vec![Block::Callout { title: Vec::new(), blocks: inner }])];
    check(&document((0..8).fold(words("deep"), quoted))).unwrap();
}

#[test]
fn a_long_table_repeats_its_header_even_where_that_holds_notes_and_links() {
    let note = Inline::Ground(Grounds { provisions: vec!["reg 6(3)".to_owned()], entries: vec![4] });
    let link = Inline::Link { to: "https://example.org".to_owned(), content: vec![Inline::Text("a link".to_owned())] };
    let cell = vec![Inline::Text("words ".repeat(12)), note, link, Inline::Entry(4)];
    let alignments = vec![Alignment::Start; 3];
    let (header, rows) = (vec![cell.clone(); 3], vec![vec![cell.clone(); 3]; 120]);
    let table = Table { caption: cell, alignments, header, rows, row_headers: true, picture: None };
    check(&document(vec![Block::Table(table)])).unwrap();
}

#[test]
fn a_case_of_two_hundred_pages_is_set() {
    let note =
        |number| Inline::Ground(Grounds { provisions: vec![format!("reg {number}")], entries: vec![number % 40] });
    let section = |number: u64| {
        let words = |times| Inline::Text(format!("Words of section {number}. ").repeat(times));
        let heading = Block::Heading { level: 2, content: vec![words(1)] };
        let cell = |column| vec![words(4), note(number + column)];
        let table = Table {
            caption: vec![words(1)],
            alignments: vec![Alignment::Start; 4],
            header: (0..4).map(|_| vec![words(1)]).collect(),
            rows: vec![(0..4).map(cell).collect(); 12],
            row_headers: true,
            picture: None,
        };
        let entry = Block::Paragraph(vec![words(80), note(number), Inline::Entry(number % 40)]);
        vec![heading, entry.clone(), Block::Quotation(vec![entry; 2]), Block::Table(table)]
    };
    let pdf = check(&document((0..90).flat_map(section).collect())).unwrap();
    assert!(pdf.pages >= 200, "{}", pdf.pages);
}

#[test]
fn the_words_of_a_picture_may_have_marks_and_run_from_right_to_left() {
    let text = |words: &str| vec![Inline::Text(words.to_owned())];
    let rows = ["שלום e\u{301}\u{301} 😀", "i\u{308}\u{327}"].map(|words| vec![text(words), text("35")]).to_vec();
    let header = vec![text("Provider"), text("Score")];
    let alignments = vec![Alignment::Start, Alignment::End];
    let table =
        Table { caption: text("Scores"), alignments, header, rows, row_headers: true, picture: Some(Picture::Bars) };
    check(&document(vec![Block::Table(table)])).unwrap();
}

#[test]
fn characters_without_a_letter_in_the_fonts_are_shown_by_number_and_counted() {
    let typed = "Sure 😀😀 日 \u{202e}";
    let rendition = write(&document(vec![Block::Paragraph(vec![Inline::Text(typed.to_owned())])])).unwrap();
    assert_eq!(rendition.replaced, [('😀', 2), ('日', 1)].into_iter().collect());
    assert!(rendition.bytes.starts_with(b"%PDF-1."));
}

#[test]
fn a_logo_that_is_no_picture_is_refused_with_its_reason() {
    let mut document = document(Vec::new());
    let logo = crate::look::Logo { png: b"\x89PNG".to_vec(), width: 1, height: 1, alt: "An authority".to_owned() };
    document.look = Arc::new(Look { logo: Some(logo), ..Look::default() });
    let refused = write(&document).unwrap_err();
    assert!(refused.to_string().contains("could not be set"), "{refused}");
}
