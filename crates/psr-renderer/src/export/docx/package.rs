//! The file: its parts in one archive. What never differs is compressed once and copied.

use std::io::{Cursor, Write};
use std::sync::LazyLock;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::look::Colour;

/// The parts that are the same in every document.
const ALWAYS: [(&str, &str); 5] = [
    ("[Content_Types].xml", include_str!("parts/content-types.xml")),
    ("_rels/.rels", include_str!("parts/rels.xml")),
    ("docProps/app.xml", include_str!("parts/app.xml")),
    ("word/settings.xml", include_str!("parts/settings.xml")),
    ("word/footer1.xml", include_str!("parts/footer.xml")),
];
/// The styles, with `{heading}` and `{rule}` where colours stand.
const STYLES: &str = include_str!("parts/styles.xml");
/// The colour of headings where the authority has none.
const INK: &str = "0B0C0C";
/// The colour of the bar beside a callout where the authority has none.
pub const BAR: &str = "1D70B8";
/// The archive that every document of an authority without a colour begins with.
static PLAIN: LazyLock<Vec<u8>> = LazyLock::new(|| beginning(None));
/// Why writing the archive does not fail.
const IN_MEMORY: &str = "memory takes what is written to it, and a document has few parts";

/// A part of the file.
#[derive(Debug)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Part {
    /// Makes a part of text.
    pub fn of(name: &str, text: String) -> Part {
        Part { name: name.to_owned(), bytes: text.into_bytes() }
    }
}

/// Puts the parts of a document into one file.
pub fn pack(colour: Option<Colour>, parts: &[Part]) -> Vec<u8> {
    let begun = if colour.is_none() { PLAIN.clone() } else { beginning(colour) };
    let mut archive = ZipWriter::new_append(Cursor::new(begun)).expect("an archive of ours can be read");
    for part in parts {
        // A picture is compressed already.
        let method = if part.name.ends_with(".png") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        add(&mut archive, &part.name, &part.bytes, method);
    }
    archive.finish().expect(IN_MEMORY).into_inner()
}

/// Writes a colour as the parts have it.
pub fn hexadecimal(colour: Colour) -> String {
    colour.hex().trim_start_matches('#').to_uppercase()
}

fn beginning(colour: Option<Colour>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in ALWAYS {
        add(&mut archive, name, text.as_bytes(), CompressionMethod::Deflated);
    }
    let colour = colour.map(hexadecimal);
    let heading = STYLES.replace("{heading}", colour.as_deref().unwrap_or(INK));
    let styles = heading.replace("{rule}", colour.as_deref().unwrap_or(BAR));
    add(&mut archive, "word/styles.xml", styles.as_bytes(), CompressionMethod::Deflated);
    archive.finish().expect(IN_MEMORY).into_inner()
}

fn add(archive: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8], method: CompressionMethod) {
    // One fixed time for every part, so that the same document gives the same bytes.
    let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
    archive.start_file(name, options).expect(IN_MEMORY);
    archive.write_all(bytes).expect(IN_MEMORY);
}
