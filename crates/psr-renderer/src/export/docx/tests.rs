//! A table's figure stands before it as soon as something can turn it into a PNG picture.

use std::io::{Cursor, Read};
use std::sync::Arc;

use super::write_with;
use crate::document::{Alignment, Block, Document, Inline, LANGUAGE, Metadata, Picture, Table};

/// A red picture of one by one pixel.
const PIXEL: &[u8] = include_bytes!("../../../tests/docx/pixel.png");

fn document() -> Document {
    let cell = |words: &str| vec![Inline::Text(words.to_owned())];
    let table = Table {
        caption: cell("Values \"compared\""),
        alignments: vec![Alignment::Start, Alignment::End],
        header: vec![cell("What"), cell("Amount")],
        rows: vec![vec![cell("Now"), cell("£10")], vec![cell("Then"), cell("£20")]],
        row_headers: true,
        picture: Some(Picture::Bars),
    };
    let (metadata, look) = (Metadata::default(), Arc::default());
    Document { title: cell("A title"), language: LANGUAGE, metadata, look, blocks: vec![Block::Table(table)] }
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("a file of ours opens");
    let mut text = String::new();
    archive.by_name(name).expect("the part is there").read_to_string(&mut text).expect("the part is text");
    text
}

#[test]
fn a_figure_stands_before_its_table_with_words_for_it() {
    let file = write_with(&document(), |_| Some(PIXEL.to_vec()));
    let text = part(&file, "word/document.xml");
    assert!(text.contains("descr=\"Bar chart: Values &quot;compared&quot;."), "{text}");
    assert!(text.find("<w:drawing>") < text.find("<w:tbl>"), "{text}");
    let relations = part(&file, "word/_rels/document.xml.rels");
    for (id, name) in [("rId7", "media/image1.png"), ("rId8", "media/image2.svg")] {
        assert!(relations.contains(&format!("Id=\"{id}\" ")) && relations.contains(&format!("Target=\"{name}\"")));
        assert!(text.contains(&format!("r:embed=\"{id}\"")), "{text}");
    }
    assert!(part(&file, "word/media/image2.svg").starts_with("<svg"));
}

#[test]
fn without_a_rasteriser_the_table_stands_alone() {
    let text = part(&write_with(&document(), |_| None), "word/document.xml");
    assert!(!text.contains("<w:drawing>") && text.contains("<w:tbl>"), "{text}");
}
