//! What the document leads to: its other parts, its pictures and the addresses of its links.

use super::xml::Xml;

/// Where the types of relations are named.
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The parts that every document has, in the order of their numbers.
const ALWAYS: [(&str, &str); 6] = [
    ("styles", "styles.xml"),
    ("numbering", "numbering.xml"),
    ("settings", "settings.xml"),
    ("footnotes", "footnotes.xml"),
    ("header", "header1.xml"),
    ("footer", "footer1.xml"),
];
/// The relation to the header.
pub const HEADER: &str = "rId5";
/// The relation to the footer.
pub const FOOTER: &str = "rId6";

/// The relations of one document that not every document has.
#[derive(Debug, Default)]
pub struct Relations {
    rows: Vec<Row>,
}

#[derive(Debug, PartialEq, Eq)]
enum Row {
    Link(String),
    Image(String),
}

impl Relations {
    /// Returns the relation to an address outside.
    pub fn link(&mut self, address: String) -> String {
        self.add(Row::Link(address))
    }

    /// Returns the relation to a picture.
    pub fn image(&mut self, part: String) -> String {
        self.add(Row::Image(part))
    }

    fn add(&mut self, row: Row) -> String {
        let index = self.rows.iter().position(|known| *known == row).unwrap_or_else(|| {
            self.rows.push(row);
            self.rows.len() - 1
        });
        format!("rId{}", ALWAYS.len() + 1 + index)
    }

    /// Writes them as the part beside the document.
    pub fn part(&self) -> String {
        let mut xml = Xml::part(2048);
        xml.raw("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
        for (number, (kind, target)) in (1..).zip(ALWAYS) {
            xml.mark(format_args!("<Relationship Id=\"rId{number}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>"));
        }
        for (number, row) in (ALWAYS.len() + 1..).zip(&self.rows) {
            let (kind, target, mode) = match row {
                Row::Link(address) => ("hyperlink", address, " TargetMode=\"External\""),
                Row::Image(part) => ("image", part, ""),
            };
            xml.mark(format_args!("<Relationship Id=\"rId{number}\" Type=\"{TYPES}/{kind}\" Target=\""));
            xml.text(target);
            xml.mark(format_args!("\"{mode}/>"));
        }
        xml.raw("</Relationships>");
        xml.finish()
    }
}
