//! Checkpoints (C2SP tlog-checkpoint): a register's name, size and root, signed.

use crate::digest::Digest;
use crate::key::SigningKey;
use crate::note;

/// What a checkpoint says: this register had this many events, and this root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The register's name.
    pub origin: String,
    /// How many events the register had.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Digest,
}

impl Checkpoint {
    /// Writes the checkpoint's three lines.
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.base64())
    }

    /// Reads the three lines; lines after them are extensions, which are signed but not understood here.
    pub fn parse(text: &str) -> Option<Checkpoint> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let origin = lines.next().filter(|origin| !origin.is_empty())?.to_owned();
        let digits = lines.next()?;
        let size: u64 = digits.parse().ok()?;
        let root = Digest::from_base64(lines.next()?)?;
        (size.to_string() == digits).then_some(Checkpoint { origin, size, root })
    }

    /// Signs the checkpoint under the register's name.
    pub fn sign(&self, key: &SigningKey) -> String {
        note::sign(&self.to_text(), &self.origin, key)
    }
}
