//! The numbering of lists: one definition for bullets, one for numbers, and where each numbered list begins.

use super::xml::Xml;

/// The bullets; every list of bullets shares them.
pub const BULLETS: usize = 1;
/// How many levels a definition has; deeper lists look like the deepest.
pub const LEVELS: usize = 9;
/// How far a level is set in, in twentieths of a point.
pub const STEP: u32 = 360;
/// The greatest number that a word processor counts to in a list.
const GREATEST: u64 = 32_767;

/// The numbered lists of one document.
#[derive(Debug, Default)]
pub struct Numbering {
    /// The level of each, and the number of its first item.
    lists: Vec<(usize, u64)>,
}

impl Numbering {
    /// Begins a numbered list of so many items and returns its identifier; none if it counts further than a word processor does.
    pub fn begin(&mut self, level: usize, first: u64, items: usize) -> Option<usize> {
        first.checked_add(items as u64).filter(|last| *last <= GREATEST)?;
        self.lists.push((level, first));
        Some(BULLETS + self.lists.len())
    }

    /// Writes the part.
    pub fn part(&self) -> String {
        let mut xml = Xml::part(8 * 1024);
        xml.raw("<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">");
        definition(&mut xml, 0, |level| ("bullet", bullet(level).to_owned()));
        definition(&mut xml, 1, |level| ("decimal", format!("%{}.", level + 1)));
        xml.mark(format_args!("<w:num w:numId=\"{BULLETS}\"><w:abstractNumId w:val=\"0\"/></w:num>"));
        for (id, (level, first)) in (BULLETS + 1..).zip(&self.lists) {
            xml.mark(format_args!(
                "<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{first}\"/></w:lvlOverride></w:num>"
            ));
        }
        xml.raw("</w:numbering>");
        xml.finish()
    }
}

fn definition(xml: &mut Xml, id: usize, mark: impl Fn(usize) -> (&'static str, String)) {
    xml.mark(format_args!("<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"multilevel\"/>"));
    for level in 0..LEVELS {
        let (format, text) = mark(level);
        let left = STEP * (level as u32 + 1);
        xml.mark(format_args!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" w:hanging=\"{STEP}\"/></w:pPr></w:lvl>"
        ));
    }
    xml.raw("</w:abstractNum>");
}

fn bullet(level: usize) -> &'static str {
    ["•", "–", "◦"][level % 3]
}
