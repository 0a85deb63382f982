//! The container: a ZIP file in one canonical form, so that every byte of it is accounted for.
//!
//! Every ZIP program unpacks it, and it is read and written here by a few lines: entries are stored as they are, in the order
//! of their names, with fixed dates and rights, nothing between them and nothing behind. Two readers can then not see two
//! different things in one file, and nothing in it can grow when it is unpacked. `docs/record-format.md` has each field.

mod crc;
mod read;
mod write;

pub(crate) use read::{Content, Found, read};
pub(super) use write::Writer;

/// How a local header begins: its signature, version 1.0, no flags, stored, midnight, 1 January 1980.
const LOCAL: [u8; 14] = *b"PK\x03\x04\x0a\x00\x00\x00\x00\x00\x00\x00\x21\x00";
/// How a directory entry begins: its signature, made on Unix by version 2.0, and then as above.
const DIRECTORY: [u8; 16] = *b"PK\x01\x02\x14\x03\x0a\x00\x00\x00\x00\x00\x00\x00\x21\x00";
/// What stands in a directory entry between the name's length and the offset: no extra field, no comment, disk 0, no
/// internal attributes, and a regular file that its owner may write and everyone read.
const RIGHTS: [u8; 12] = *b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xa4\x81";
/// How the end record begins: its signature, and one disk.
const END: [u8; 8] = *b"PK\x05\x06\x00\x00\x00\x00";
/// How many entries a ZIP file can have.
const MAX_ENTRIES: usize = 65_534;
/// Where the length of a ZIP file must end, as its offsets have 32 bits.
const MAX_LENGTH: u64 = u32::MAX as u64;

/// Tells whether a name may stand in a bundle: parts of `A-Z a-z 0-9 . _ -` between slashes, none of them `.` or `..`.
pub(crate) fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte);
    let inside = name.split('/').all(|part| !matches!(part, "" | "." | ".."));
    (1..=255).contains(&name.len()) && name.bytes().all(allowed) && inside
}
