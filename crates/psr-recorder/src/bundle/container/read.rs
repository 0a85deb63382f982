//! Reading the container, strictly: whatever is not as it would have been written is a fault. Nothing is unpacked to the disk.

use std::collections::BTreeMap;
use std::io::{Read, Result};

use sha2::{Digest as _, Sha256};

use super::crc::Crc;
use super::{DIRECTORY, END, LOCAL, RIGHTS, is_name};
use crate::digest::Digest;

/// One entry's content: its digest always, its bytes where they were asked for.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) digest: Digest,
    pub(crate) bytes: Option<Vec<u8>>,
    /// Where it stands in the file, and how many bytes it has.
    pub(crate) offset: u64,
    pub(crate) length: u64,
}

/// What was found in a file.
#[derive(Debug)]
pub(crate) enum Found {
    /// A container, whose every byte is accounted for; each message names an entry whose checksum does not fit.
    Files(BTreeMap<String, Content>, Vec<String>),
    /// A ZIP file in another form, and where it differs.
    OtherForm(String),
    /// Something else.
    NoContainer,
}

/// Reads a container from its first byte to its last; keeps the bytes of the entries that `keep` names.
pub(crate) fn read(input: &mut dyn Read, keep: fn(&str) -> bool) -> Result<Found> {
    let mut reader = Reader { input, at: 0, keep, directory: Vec::new(), files: BTreeMap::new(), faults: Vec::new() };
    let mut signature = [0; 4];
    if reader.fill(&mut signature)? < 4 || &signature[..2] != b"PK" {
        return Ok(Found::NoContainer);
    }
    match reader.entries(signature) {
        Ok(()) => Ok(Found::Files(reader.files, reader.faults)),
        Err(Stop::Form(reason)) => {
            Ok(Found::OtherForm(format!("the ZIP file is not as a bundle is written: {reason}")))
        }
        Err(Stop::Io(error)) => Err(error),
    }
}

enum Stop {
    Form(String),
    Io(std::io::Error),
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Stop::Io(error)
    }
}

struct Reader<'r> {
    input: &'r mut dyn Read,
    at: u64,
    keep: fn(&str) -> bool,
    /// What the directory must be, by the entries read.
    directory: Vec<u8>,
    files: BTreeMap<String, Content>,
    faults: Vec<String>,
}

impl Reader<'_> {
    /// Reads entries until the directory begins, and then the directory, which is known by then.
    fn entries(&mut self, mut signature: [u8; 4]) -> std::result::Result<(), Stop> {
        while signature == LOCAL[..4] {
            self.entry()?;
            signature = self.exactly()?;
        }
        let (length, count) = (self.directory.len() as u32, (self.files.len() as u16).to_le_bytes());
        let start = (self.at - 4) as u32;
        let mut rest = std::mem::take(&mut self.directory);
        rest.extend_from_slice(&END);
        rest.extend_from_slice(&[count, count].concat());
        rest.extend_from_slice(&[length.to_le_bytes(), start.to_le_bytes()].concat());
        rest.extend_from_slice(&[0; 2]);
        let mut found = signature.to_vec();
        self.input.take(rest.len() as u64).read_to_end(&mut found)?;
        let same = found.iter().zip(&rest).take_while(|(left, right)| left == right).count();
        if found == rest { Ok(()) } else { Err(Stop::Form(format!("at byte {}", u64::from(start) + same as u64))) }
    }

    fn entry(&mut self) -> std::result::Result<(), Stop> {
        let offset = self.at - 4;
        let header: [u8; 26] = self.exactly()?;
        let fixed = header[..10] == LOCAL[4..] && header[14..18] == header[18..22] && header[24..] == [0; 2];
        let [crc, length] =
            [10, 14].map(|at| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]));
        if !fixed || offset > u64::from(u32::MAX) {
            return Err(Stop::Form(format!("the entry at byte {offset} has another header")));
        }
        let mut name = vec![0; usize::from(u16::from_le_bytes([header[22], header[23]]))];
        self.whole(&mut name)?;
        let name = String::from_utf8(name).ok().filter(|name| is_name(name));
        let Some(name) = name else { return Err(Stop::Form(format!("the entry at byte {offset} has no proper name"))) };
        if self.files.last_key_value().is_some_and(|(last, _)| *last >= name) {
            return Err(Stop::Form(format!("{name} is there twice, or out of order")));
        }
        self.directory.extend_from_slice(&DIRECTORY);
        self.directory.extend_from_slice(&header[10..24]);
        self.directory.extend_from_slice(&RIGHTS);
        self.directory.extend_from_slice(&(offset as u32).to_le_bytes());
        self.directory.extend_from_slice(name.as_bytes());
        let (content, found) = self.content(u64::from(length), (self.keep)(&name))?;
        if found != crc {
            self.faults.push(format!("{name} does not have the checksum that the ZIP file names"));
        }
        self.files.insert(name, content);
        Ok(())
    }

    fn content(&mut self, length: u64, keep: bool) -> std::result::Result<(Content, u32), Stop> {
        let (mut crc, mut hasher, mut kept) = (Crc::new(), Sha256::new(), Vec::new());
        let mut piece = vec![0; 64 * 1024];
        let (offset, mut left) = (self.at, length);
        while left > 0 {
            let part = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
            self.whole(&mut piece[..part])?;
            crc.add(&piece[..part]);
            hasher.update(&piece[..part]);
            if keep {
                kept.extend_from_slice(&piece[..part]);
            }
            left -= part as u64;
        }
        let digest = Digest::from_bytes(hasher.finalize().into());
        Ok((Content { digest, bytes: keep.then_some(kept), offset, length }, crc.value()))
    }

    fn exactly<const N: usize>(&mut self) -> std::result::Result<[u8; N], Stop> {
        let mut bytes = [0; N];
        self.whole(&mut bytes)?;
        Ok(bytes)
    }

    fn whole(&mut self, bytes: &mut [u8]) -> std::result::Result<(), Stop> {
        let found = self.fill(bytes)?;
        if found == bytes.len() { Ok(()) } else { Err(Stop::Form(format!("it ends at byte {}", self.at))) }
    }

    /// Fills what it can and returns how much that was.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<usize> {
        let mut filled = 0;
        while filled < bytes.len() {
            match self.input.read(&mut bytes[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.at += filled as u64;
        Ok(filled)
    }
}
