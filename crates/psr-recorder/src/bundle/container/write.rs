//! Writing the container. Content is streamed; what is known only afterwards is filled in behind it.

use std::io::{Error, Result, Seek, SeekFrom, Write};

use sha2::{Digest as _, Sha256};

use super::crc::Crc;
use super::{DIRECTORY, END, LOCAL, MAX_ENTRIES, MAX_LENGTH, RIGHTS, is_name};
use crate::digest::Digest;

/// A container under way. Names must come in ascending order; what is written goes to the entry that was begun last.
pub(crate) struct Writer<W> {
    out: W,
    at: u64,
    crc: Crc,
    hasher: Sha256,
    entries: Vec<Written>,
}

struct Written {
    name: String,
    offset: u64,
    length: u64,
    crc: u32,
}

impl Written {
    /// How many bytes stand before the content.
    fn header(&self) -> u64 {
        (LOCAL.len() + 16 + self.name.len()) as u64
    }

    /// The checksum, the length twice (as stored, as it is), and the length of the name.
    fn about(&self) -> [u8; 14] {
        let (length, name) = ((self.length as u32).to_le_bytes(), (self.name.len() as u16).to_le_bytes());
        let mut about = [0; 14];
        let parts = self.crc.to_le_bytes().into_iter().chain(length).chain(length).chain(name);
        about.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        about
    }
}

impl<W: Write + Seek> Writer<W> {
    pub(crate) fn new(out: W) -> Self {
        Writer { out, at: 0, crc: Crc::new(), hasher: Sha256::new(), entries: Vec::new() }
    }

    /// Begins an entry.
    pub(crate) fn begin(&mut self, name: &str) -> Result<()> {
        self.check(name)?;
        let entry = Written { name: name.to_owned(), offset: self.at, length: 0, crc: 0 };
        let header = [&LOCAL[..], &entry.about(), &[0; 2], name.as_bytes()].concat();
        self.put(&header)?;
        self.entries.push(entry);
        (self.crc, self.hasher) = (Crc::new(), Sha256::new());
        Ok(())
    }

    /// Ends the entry, and returns the digest of its content.
    pub(crate) fn end(&mut self) -> Result<Digest> {
        let Some(entry) = self.entries.last_mut() else { return Err(Error::other("no entry was begun")) };
        entry.length = self.at - entry.offset - entry.header();
        entry.crc = self.crc.value();
        let (place, about) = (entry.offset + LOCAL.len() as u64, entry.about());
        self.patch(place, &about)?;
        Ok(Digest::from_bytes(std::mem::take(&mut self.hasher).finalize().into()))
    }

    /// Replaces the content of an entry by other content of the same length.
    pub(crate) fn replace(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let found = self.entries.iter_mut().find(|entry| entry.name == name && entry.length == content.len() as u64);
        let Some(entry) = found else { return Err(Error::other(format!("{name} cannot be replaced"))) };
        let mut crc = Crc::new();
        crc.add(content);
        entry.crc = crc.value();
        let (offset, header, about) = (entry.offset, entry.header(), entry.about());
        self.patch(offset + LOCAL.len() as u64, &about)?;
        self.patch(offset + header, content)
    }

    /// Writes the directory and the end.
    pub(crate) fn finish(mut self) -> Result<W> {
        let (start, entries) = (self.at, std::mem::take(&mut self.entries));
        for entry in &entries {
            self.put(&DIRECTORY)?;
            self.put(&entry.about())?;
            self.put(&RIGHTS)?;
            self.put(&(entry.offset as u32).to_le_bytes())?;
            self.put(entry.name.as_bytes())?;
        }
        let (count, size) = ((entries.len() as u16).to_le_bytes(), ((self.at - start) as u32).to_le_bytes());
        self.put(&END)?;
        self.put(&[count, count].concat())?;
        self.put(&[size, (start as u32).to_le_bytes()].concat())?;
        self.put(&[0; 2])?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn check(&self, name: &str) -> Result<()> {
        if !is_name(name) {
            return Err(Error::other(format!("{name:?} is no name for an entry of a bundle")));
        }
        if self.entries.last().is_some_and(|last| last.name.as_str() >= name) {
            return Err(Error::other(format!("{name} is there twice, or out of order")));
        }
        if self.entries.len() >= MAX_ENTRIES {
            return Err(Error::other(format!("a bundle has at most {MAX_ENTRIES} entries")));
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.at += bytes.len() as u64;
        if self.at > MAX_LENGTH {
            return Err(Error::other("a bundle is smaller than 4 GiB; choose fewer cases, or leave evidence out"));
        }
        self.out.write_all(bytes)
    }

    fn patch(&mut self, offset: u64, bytes: &[u8]) -> Result<()> {
        self.out.seek(SeekFrom::Start(offset))?;
        self.out.write_all(bytes)?;
        self.out.seek(SeekFrom::Start(self.at)).map(drop)
    }
}

impl<W: Write + Seek> Write for Writer<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.crc.add(bytes);
        self.hasher.update(bytes);
        self.put(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.out.flush()
    }
}
