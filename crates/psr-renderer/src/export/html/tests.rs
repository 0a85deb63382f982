//! What stands in a page of the site has no style of its own, and the classes of the site.

use std::sync::Arc;

use psr_casefile::decision_record::Grounds;

use super::on_the_site;
use crate::document::{Alignment, Block, Document, Inline, LANGUAGE, Metadata, Picture, Table};

fn words(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.to_owned())]
}

fn document() -> Document {
    let table = Table {
        caption: words("Values"),
        alignments: vec![Alignment::Start, Alignment::End],
        header: vec![words("What"), words("Amount")],
        rows: vec![vec![words("Now"), words("£10")]],
        row_headers: true,
        picture: Some(Picture::Bars),
    };
    let grounds = Grounds { provisions: vec!["reg 1".to_owned()], entries: vec![4] };
    let sentence = vec![Inline::Text("So it is <b>.".to_owned()), Inline::Ground(grounds)];
    let callout = Block::Callout { title: words("Read this"), blocks: vec![Block::Paragraph(words("First."))] };
    let blocks = vec![
        Block::Heading { level: 2, content: words("A part") },
        Block::Paragraph(sentence),
        callout,
        Block::Table(table),
    ];
    Document {
        title: words("A title"),
        language: LANGUAGE,
        metadata: Metadata::default(),
        look: Arc::default(),
        blocks,
    }
}

#[test]
fn a_document_on_the_site_has_its_classes_and_no_style_of_its_own() {
    let page = on_the_site(&document());
    for there in [
        "<h3 id=\"section-1\">A part</h3>",
        "So it is &lt;b&gt;.<sup><a id=\"ref-1-1\" href=\"#note-1\" role=\"doc-noteref\" aria-label=\"note 1\">1</a></sup>",
        "<div class=\"nhsuk-inset-text\" role=\"note\">",
        "<div class=\"nhsuk-scroll__content\" role=\"region\" aria-labelledby=\"table-1\" tabindex=\"0\">",
        "<td class=\"nhsuk-table__cell--numeric\">£10</td>",
        "width=\"100%\" viewBox=",
        "<h3 id=\"notes\">Notes</h3>",
        "reg 1; entry 4",
    ] {
        assert!(page.contains(there), "`{there}` is not in\n{page}");
    }
    for gone in ["<style", " style=", "class=\"unseen\"", "class=\"scrolls\"", "href=\"#timeline-4\"", "<h1", "<h2"] {
        assert!(!page.contains(gone), "`{gone}` is in\n{page}");
    }
}
