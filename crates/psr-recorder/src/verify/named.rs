//! What the fields of some events name: evidence and packs anywhere, and more in events of a few types.

use crate::conventions::{ANCHOR, ERASURE, KEY, KEY_NOTE, is_erased, is_evidence, is_pack};

/// What a shown field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A disclosure that was erased.
    Erased,
    /// An evidence file.
    Evidence,
    /// A pack.
    Pack,
    /// A key statement, which stands in the field itself.
    Key,
    /// A proof from outside.
    Anchor,
}

/// The events whose fields name something, by their type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Anchor,
    Erasure,
    Key,
    Other,
}

impl Kind {
    /// Tells it by the event's type.
    pub(super) fn of(typ: &str) -> Kind {
        match typ {
            ANCHOR => Kind::Anchor,
            ERASURE => Kind::Erasure,
            KEY => Kind::Key,
            _ => Kind::Other,
        }
    }

    /// Returns what a field of this path names, if anything.
    pub(super) fn names(self, path: &str) -> Option<Named> {
        match (self, path) {
            (Kind::Erasure, path) if is_erased(path) => Some(Named::Erased),
            (Kind::Key, KEY_NOTE) => Some(Named::Key),
            (Kind::Anchor, "anchor/sha256") => Some(Named::Anchor),
            (_, path) if is_pack(path) => Some(Named::Pack),
            (_, path) if is_evidence(path) => Some(Named::Evidence),
            _ => None,
        }
    }
}
