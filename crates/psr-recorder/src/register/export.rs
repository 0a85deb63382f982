//! Every line of a register as one stream, as a bundle holds them.

use std::io::{Error, Read, Result as IoResult};

use super::Register;
use crate::error::Result;

/// How many lines are read at a time.
const PAGE: u64 = 1024;

/// The lines of a register in its order, each ended by a line end.
#[derive(Debug)]
pub(crate) struct Lines<'r> {
    register: &'r Register,
    next: u64,
    page: Vec<u8>,
    at: usize,
}

impl Register {
    /// Begins to read every line; the caller holds the register as it is meanwhile.
    pub(crate) fn lines(&self) -> Lines<'_> {
        Lines { register: self, next: 0, page: Vec::new(), at: 0 }
    }

    fn lines_from(&self, position: u64) -> Result<Vec<Vec<u8>>> {
        let query = "SELECT line FROM event WHERE idx >= ?1 ORDER BY idx LIMIT ?2";
        self.rows(query, (position, PAGE), |row| row.get(0))
    }
}

impl Lines<'_> {
    fn turn(&mut self) -> Result<()> {
        let lines = self.register.lines_from(self.next)?;
        self.next += lines.len() as u64;
        self.page = lines.into_iter().flat_map(|line| line.into_iter().chain([b'\n'])).collect();
        self.at = 0;
        Ok(())
    }
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        if self.at == self.page.len() {
            self.turn().map_err(Error::other)?;
        }
        let count = buffer.len().min(self.page.len() - self.at);
        buffer[..count].copy_from_slice(&self.page[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
