//! What the file says of itself: its properties, and the line at the head of each page.

use super::xml::Xml;
use crate::document::Document;
use crate::document::text::of_inlines;

/// How much of the head of the record stands on each page: enough to tell two records apart.
const SHORT: usize = 12;

/// Writes the properties of a document.
pub fn core(document: &Document) -> String {
    let mut xml = Xml::part(1024);
    xml.raw("<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    element(&mut xml, "dc:title", &of_inlines(&document.title));
    element(&mut xml, "dc:identifier", &document.metadata.reference);
    element(&mut xml, "dc:creator", document.look.authority.as_deref().unwrap_or_default());
    element(&mut xml, "dc:language", document.language);
    if let Some(as_at) = document.metadata.as_at {
        let as_at = as_at.format("%Y-%m-%dT%H:%M:%SZ");
        for name in ["created", "modified"] {
            xml.mark(format_args!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{as_at}</dcterms:{name}>"));
        }
    }
    xml.raw("</cp:coreProperties>");
    xml.finish()
}

fn element(xml: &mut Xml, name: &str, text: &str) {
    if !text.is_empty() {
        xml.mark(format_args!("<{name}>"));
        xml.text(text);
        xml.mark(format_args!("</{name}>"));
    }
}

/// Writes the line at the head of each page: the case and the record that it was drawn from.
pub fn header(document: &Document) -> String {
    let metadata = &document.metadata;
    let head = metadata.head.split_once(':').map_or(metadata.head.as_str(), |(_, digest)| digest);
    let short: String = head.chars().take(SHORT).collect();
    let record = if short.is_empty() { String::new() } else { format!("Record {short}") };
    let mut xml = Xml::part(1024);
    xml.raw("<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:t xml:space=\"preserve\">");
    xml.text(&metadata.reference);
    xml.raw("</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space=\"preserve\">");
    xml.text(&record);
    xml.raw("</w:t></w:r></w:p></w:hdr>");
    xml.finish()
}
