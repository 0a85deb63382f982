//! Documents of every shape that the model allows, with hostile text wherever there is text.

use std::sync::Arc;

use proptest::prelude::*;
use psr_casefile::decision_record::Grounds;
use psr_renderer::Look;
use psr_renderer::document::{Alignment, Block, Cell, Document, Inline, LANGUAGE, Metadata, Picture, Table};

/// Texts that have done harm somewhere.
pub const HOSTILE: [&str; 16] = [
    "{ PAGE }",
    "=1+1",
    "=cmd|'/C calc'!A0",
    "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc\"",
    "</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/>",
    "]]><!--<![CDATA[&amp;&#0;&undefined;",
    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>&y;",
    "\u{0}\u{1}\u{8}\u{b}\u{c}\u{1f}\u{7f}\u{85}",
    "\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}\u{fdd0}",
    "\u{202e}reversed\u{202c} \u{2066}isolated\u{2069} \u{2028}\u{2029}",
    "שלום עולם — مرحبا بالعالم 123",
    "👩🏽‍⚕️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u{301}\u{301}\u{301} 日本語",
    "  two  spaces\tand a tab\nand a line\r\n",
    "",
    "aVeryLongWordWithoutAnyPlaceToBreakItThatIsWiderThanAnyColumnOfAnyTableCouldEverBeOnAnySheetOfPaper",
    "{{ 7 * 7 }}{% raw %} ${jndi:ldap://x} `x` %n%s",
];

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![prop::sample::select(&HOSTILE[..]).prop_map(str::to_owned), ".{0,12}", "[a-z <>&\"']{0,12}"]
}

fn grounds() -> impl Strategy<Value = Grounds> {
    let entries = prop::collection::vec(0..9_u64, 0..4);
    (prop::collection::vec(typed(), 0..2), entries).prop_map(|(provisions, entries)| Grounds { provisions, entries })
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        4 => typed().prop_map(Inline::Text),
        2 => grounds().prop_map(Inline::Ground),
        1 => prop_oneof![0..9_u64, any::<u64>()].prop_map(Inline::Entry),
        1 => Just(Inline::Connective),
        1 => Just(Inline::Break),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let content = prop::collection::vec(inner, 0..3).boxed();
        let to = "(https://example\\.org/|mailto:desk@example\\.org\\?subject=).{0,8}";
        prop_oneof![
            content.clone().prop_map(Inline::Strong),
            content.clone().prop_map(Inline::Emphasis),
            (to, content).prop_map(|(to, content)| Inline::Link { to, content }),
        ]
    })
}

fn line() -> impl Strategy<Value = Cell> {
    prop::collection::vec(inline(), 0..4)
}

fn table() -> impl Strategy<Value = Table> {
    let alignment = prop::sample::select(vec![Alignment::Start, Alignment::Centre, Alignment::End]);
    let picture = prop::option::of(prop::sample::select(vec![Picture::Bars, Picture::Timeline]));
    (0..5_usize).prop_flat_map(move |columns| {
        let row = || prop::collection::vec(line(), columns);
        let alignments = prop::collection::vec(alignment.clone(), columns);
        let rows = prop::collection::vec(row(), 0..3);
        (line(), alignments, row(), rows, any::<bool>(), picture.clone()).prop_map(
            |(caption, alignments, header, rows, row_headers, picture)| Table {
                caption,
                alignments,
                header,
                rows,
                row_headers,
                picture,
            },
        )
    })
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        2 => (2..=6_u8, line()).prop_map(|(level, content)| Block::Heading { level, content }),
        4 => line().prop_map(Block::Paragraph),
        2 => table().prop_map(Block::Table),
    ];
    leaf.prop_recursive(7, 24, 3, |inner| {
        let blocks = prop::collection::vec(inner, 0..4).boxed();
        let items = prop::collection::vec(blocks.clone(), 0..4);
        prop_oneof![
            2 => (prop::option::of(0..30_000_u64), items).prop_map(|(first, items)| Block::List { first, items }),
            1 => blocks.clone().prop_map(Block::Quotation),
            1 => (line(), blocks).prop_map(|(title, blocks)| Block::Callout { title, blocks }),
        ]
    })
}

/// Any document.
pub fn document() -> impl Strategy<Value = Document> {
    let blocks = prop::collection::vec(block(), 0..8);
    let metadata = (typed(), typed(), prop::option::of(0..4_000_000_000_i64)).prop_map(|(reference, head, seconds)| {
        let as_at = seconds.and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0));
        Metadata { reference, head, as_at }
    });
    (line(), metadata, prop::option::of(typed()), blocks).prop_map(|(title, metadata, authority, blocks)| {
        let look = Arc::new(Look { authority, ..Look::default() });
        Document { title, language: LANGUAGE, metadata, look, blocks }
    })
}
