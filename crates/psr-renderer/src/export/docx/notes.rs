//! The footnotes: what the words of the document rest on.

use std::collections::BTreeSet;

use psr_casefile::decision_record::Grounds;

use super::xml::Xml;
use crate::document::notes::{Notes, runs};

/// The rule between the text and the notes, which is a note itself.
const RULES: &str = "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:pPr><w:spacing w:after=\"60\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:pPr><w:spacing w:after=\"60\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>";
/// How a note begins: with its own number.
const BEGINNING: &str = "<w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>";

/// Writes the part: each note once, with links to the entries that the document sets out.
pub fn part(notes: &Notes, entries: &BTreeSet<u64>) -> String {
    let mut xml = Xml::part(32 * 1024);
    xml.raw("<w:footnotes xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">");
    xml.raw(RULES);
    for (number, grounds) in (1..).zip(notes.iter()) {
        xml.mark(format_args!("<w:footnote w:id=\"{number}\">"));
        xml.raw(BEGINNING);
        note(&mut xml, grounds, entries);
        xml.raw("</w:p></w:footnote>");
    }
    xml.raw("</w:footnotes>");
    xml.finish()
}

fn note(xml: &mut Xml, grounds: &Grounds, entries: &BTreeSet<u64>) {
    let provisions = grounds.provisions.join(", ");
    let between = if grounds.provisions.is_empty() || grounds.entries.is_empty() { "" } else { "; " };
    let kind = match grounds.entries.len() {
        0 => "",
        1 => "entry ",
        _ => "entries ",
    };
    run(xml, &format!(" {provisions}{between}{kind}"));
    let runs = runs(&grounds.entries);
    for (index, (first, last)) in runs.iter().copied().enumerate() {
        match index {
            0 => {}
            final_run if final_run + 1 == runs.len() => run(xml, " and "),
            _ => run(xml, ", "),
        }
        entry(xml, first, entries);
        if first != last {
            run(xml, " to ");
            entry(xml, last, entries);
        }
    }
}

fn entry(xml: &mut Xml, position: u64, entries: &BTreeSet<u64>) {
    match entries.contains(&position) {
        false => run(xml, &position.to_string()),
        true => xml.mark(format_args!(
            "<w:hyperlink w:anchor=\"entry_{position}\" w:history=\"1\"><w:r><w:rPr><w:rStyle w:val=\"Hyperlink\"/></w:rPr><w:t>{position}</w:t></w:r></w:hyperlink>"
        )),
    }
}

fn run(xml: &mut Xml, text: &str) {
    xml.raw("<w:r><w:t xml:space=\"preserve\">");
    xml.text(text);
    xml.raw("</w:t></w:r>");
}
