//! The conventions by which CommonMark carries what it has no syntax for.
//!
//! Each is a link whose address has the private scheme `psr:`. Typed text cannot make one, since every bracket in it is escaped before it
//! reaches the parser, and templates write most of them through filters.
//!
//! | in the text | means |
//! |---|---|
//! | `[](psr:ground/reg%206%283%29/reg%2024?4,7)` | the words before it rest on these provisions and these entries |
//! | `[4](psr:entry/4)` | this is where entry 4 is set out |
//! | `[Values compared](psr:caption)` | alone in a paragraph: the caption of the table that follows |
//! | `[](psr:connective)` | the words before it rest on nothing: they lead the reader on |
//! | `[](psr:stretch)` | the words after it, up to the next grounds, belong together and share those |
//! | `[Values compared](psr:caption/rows)` | the same, and the first cell of each row is its heading |
//! | `[bars](psr:picture)` | alone in a paragraph before a caption: the table is shown as a picture as well; `bars` or `timeline` |
//! | `[Caution](psr:callout)` | alone in the first paragraph of a quotation: makes it a callout |

use std::fmt::Write;

use psr_casefile::decision_record::Grounds;

/// The private scheme, with its colon.
pub const SCHEME: &str = "psr:";

/// A convention as it was read from an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Convention {
    /// What the words before it rest on.
    Ground(Grounds),
    /// Where an entry is set out.
    Entry(u64),
    /// The caption of a table, and whether the first cell of each row is a heading.
    Caption {
        /// Whether the first cell of each row is a heading.
        row_headers: bool,
    },
    /// The title of a callout.
    Callout,
    /// The words before it rest on nothing.
    Connective,
    /// The words after it belong together.
    Stretch,
    /// The next table is shown as a picture as well; what the link says names the kind.
    Picture,
}

impl Convention {
    /// Reads a convention from an address that begins with [`SCHEME`]; none if it is malformed.
    pub fn read(address: &str) -> Option<Convention> {
        match address.strip_prefix(SCHEME)? {
            "caption" => Some(Convention::Caption { row_headers: false }),
            "caption/rows" => Some(Convention::Caption { row_headers: true }),
            "callout" => Some(Convention::Callout),
            "connective" => Some(Convention::Connective),
            "stretch" => Some(Convention::Stretch),
            "picture" => Some(Convention::Picture),
            rest => match rest.split_once('/')? {
                ("entry", position) => position.parse().ok().map(Convention::Entry),
                ("ground", grounds) => read_grounds(grounds).map(Convention::Ground),
                _ => None,
            },
        }
    }
}

/// Writes grounds as CommonMark; nothing where there are none.
pub fn write_grounds(grounds: &Grounds) -> String {
    if grounds.provisions.is_empty() && grounds.entries.is_empty() {
        return String::new();
    }
    let provisions: Vec<String> = grounds.provisions.iter().map(|provision| percent_encode(provision)).collect();
    let entries: Vec<String> = grounds.entries.iter().map(u64::to_string).collect();
    format!("[]({SCHEME}ground/{}?{})", provisions.join("/"), entries.join(","))
}

/// The mark of words that rest on nothing, as CommonMark.
pub const CONNECTIVE: &str = "[](psr:connective)";

/// The mark of words that belong together, as CommonMark.
pub const STRETCH: &str = "[](psr:stretch)";

/// Writes the place where an entry is set out as CommonMark.
pub fn write_entry(position: u64) -> String {
    format!("[{position}]({SCHEME}entry/{position})")
}

fn read_grounds(text: &str) -> Option<Grounds> {
    let (provisions, entries) = text.split_once('?')?;
    Some(Grounds {
        provisions: provisions.split('/').filter(|part| !part.is_empty()).map(percent_decode).collect::<Option<_>>()?,
        entries: entries
            .split(',')
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?,
    })
}

fn percent_encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("writing to a string succeeds");
        }
        encoded
    })
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let pair = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn address(link: &str) -> &str {
        link.split_once("](").unwrap().1.strip_suffix(')').unwrap()
    }

    proptest! {
        #[test]
        fn grounds_read_back(provisions in prop::collection::vec(".+", 0..4), entries in prop::collection::vec(any::<u64>(), 1..5)) {
            let grounds = Grounds { provisions, entries };
            let link = write_grounds(&grounds);
            prop_assert_eq!(Convention::read(address(&link)), Some(Convention::Ground(grounds)));
        }
    }

    #[test]
    fn malformed_addresses_are_refused() {
        for address in [
            "psr:",
            "psr:ground",
            "psr:ground/reg",
            "psr:ground/%zz?",
            "psr:ground/%2?",
            "psr:ground/?x",
            "psr:entry/-1",
            "psr:other/1",
        ] {
            assert_eq!(Convention::read(address), None, "{address}");
        }
    }
}
