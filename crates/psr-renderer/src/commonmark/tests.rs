#![allow(clippy::panic, clippy::unwrap_used)]

use std::sync::Arc;

use super::read;
use crate::document::{Alignment, Block, Inline, Metadata, Table};

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn check(source: &str, expected: Vec<Block>) {
    let document = read(&format!("# T\n\n{source}"), Metadata::default(), Arc::default()).unwrap();
    assert_eq!(document.blocks, expected, "{source}");
}

fn check_fault(source: &str, line: usize, message: &str) {
    let fault = read(source, Metadata::default(), Arc::default()).unwrap_err();
    assert_eq!((fault.line, fault.fault.to_string().as_str()), (line, message), "{source}");
}

#[test]
fn blocks_and_running_text_are_read() {
    let item = |words| vec![Block::Paragraph(vec![text(words)])];
    check(
        "a\nb *c* **d**",
        vec![Block::Paragraph(vec![
            text("a b "),
            Inline::Emphasis(vec![text("c")]),
            text(" "),
            Inline::Strong(vec![text("d")]),
        ])],
    );
    check("3. a\n4. b", vec![Block::List { first: Some(3), items: vec![item("a"), item("b")] }]);
    let inner = Block::List { first: None, items: vec![item("b")] };
    check("- a\n  - b", vec![Block::List { first: None, items: vec![vec![item("a").remove(0), inner]] }]);
    check(
        "## b\n\n### c\n\n## d",
        vec![
            Block::Heading { level: 2, content: vec![text("b")] },
            Block::Heading { level: 3, content: vec![text("c")] },
            Block::Heading { level: 2, content: vec![text("d")] },
        ],
    );
    let link = Inline::Link { to: "https://example.org/a".to_owned(), content: vec![text("here")] };
    check("[here](https://example.org/a)", vec![Block::Paragraph(vec![link])]);
}

#[test]
fn a_caption_and_the_title_of_a_callout_find_their_blocks() {
    let table = Table {
        caption: vec![text("Sums")],
        alignments: vec![Alignment::Start, Alignment::End],
        header: vec![vec![text("a")], vec![text("b")]],
        rows: vec![vec![vec![text("c")], vec![text("1|2")]]],
        row_headers: true,
        picture: None,
    };
    check("[Sums](psr:caption/rows)\n\n| a | b |\n| --- | --: |\n| c | 1&#124;2 |", vec![Block::Table(table)]);
    let callout = Block::Callout { title: vec![text("Note")], blocks: vec![Block::Paragraph(vec![text("a")])] };
    check("> [Note](psr:callout)\n>\n> a", vec![callout]);
    check("> a", vec![Block::Quotation(vec![Block::Paragraph(vec![text("a")])])]);
}

#[test]
fn grounds_that_stand_together_become_one() {
    let document = read(
        "# T\n\na.[](psr:ground/reg%206?4)[](psr:ground/reg%206/reg%207?3,4)",
        Metadata::default(),
        Arc::default(),
    )
    .unwrap();
    let [Block::Paragraph(inlines)] = document.blocks.as_slice() else { panic!("{document:?}") };
    let [_, Inline::Ground(grounds)] = inlines.as_slice() else { panic!("{inlines:?}") };
    assert_eq!(
        (grounds.provisions.join(", ").as_str(), grounds.entries.as_slice()),
        ("reg 6, reg 7", [3, 4].as_slice())
    );
}

#[test]
fn what_documents_do_not_have_is_refused_with_its_line() {
    let title = "a document begins with its title, a heading of level 1, and has no other of that level";
    check_fault("", 1, title);
    check_fault("a", 1, title);
    check_fault("## a", 1, title);
    check_fault("# a\n\n# b", 3, title);
    check_fault("# a\n\n- # b", 3, title);
    check_fault("# a\n\n### b", 3, "a heading of level 3 follows one of level 1; no level may be skipped");
    check_fault("# a\n\n##", 3, "a heading says nothing");
    check_fault("# a\n\n<b>x</b>", 3, "raw HTML has no place in a document: <b>x</b>");
    check_fault("# a\n\nx <b>y</b>", 3, "raw HTML has no place in a document: <b>y</b>");
    check_fault("# a\n\nx\n\n    y", 5, "documents have no code; a line may be indented too far");
    check_fault("# a\n\n`x`", 3, "documents have no code");
    check_fault("# a\n\n![x](https://y.z)", 3, "documents have no pictures");
    check_fault("# a\n\n---", 3, "documents have no rules");
    check_fault("# a\n\n[x](javascript:y)", 3, "a link may lead to https: or mailto: only, not to `javascript:y`");
    check_fault("# a\n\n[x](http://y.z)", 3, "a link may lead to https: or mailto: only, not to `http://y.z`");
    check_fault("# a\n\n[x](psr:entry/y)", 3, "the convention `psr:entry/y` is malformed or out of place");
    check_fault("# a\n\n[x](psr:caption)", 3, "the convention `psr:caption` is malformed or out of place");
    check_fault(
        "# a\n\n| a |\n| --- |\n| b |",
        3,
        "a table needs a caption: put `[Caption](psr:caption)` in a paragraph before it",
    );
    let deep = format!("# a\n\n{} x", ">".repeat(20));
    check_fault(&deep, 3, "lists and quotations stand too deep within one another");
}
