//! What a verification found, and what it did not prove.

use std::fmt;

use serde::{Serialize, Serializer};

use super::source::{Reading, StoreFinding};
use crate::digest::Digest;

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many events were read.
    pub entries: u64,
    /// The root of the tree over them; of a single record, the leaf hash of its newest event.
    pub head: Digest,
    /// How many of the fields that the events commit to are here, and how many are not.
    pub fields: FieldCount,
    /// Everything that is wrong.
    pub faults: Vec<Fault>,
    /// What was not shown either way.
    #[serde(rename = "not-proved")]
    pub not_proved: Vec<NotProved>,
    /// What is odd, but wrong only if something else is.
    pub warnings: Vec<Warning>,
}

impl Report {
    /// Tells whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

/// How many fields are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FieldCount {
    /// Here, and hashed again.
    pub shown: u64,
    /// Left out of this copy on purpose.
    pub withheld: u64,
    /// Gone, and an erasure event says so.
    pub erased: u64,
    /// Gone, and nothing says why.
    pub missing: u64,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The event it concerns, by its place in the register.
    pub position: Option<u64>,
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// What was found, and what should have been.
    pub message: String,
}

/// Something that is odd.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The event it concerns, by its place in the register.
    pub position: Option<u64>,
    /// What was found.
    pub message: String,
}

/// Something that a sound report still does not show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotProved {
    /// What kind of proof is missing.
    pub kind: NotProvedKind,
    /// What that leaves open, and what would show it.
    pub message: String,
}

/// Declares an enum whose variants have a name in reports.
macro_rules! named_kinds {
    ($(#[$about:meta])* $kind:ident { $($(#[$variant_about:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kind { $($(#[$variant_about])* $variant,)+ }

        impl $kind {
            /// Returns the name it has in reports.
            pub fn name(self) -> &'static str {
                match self { $($kind::$variant => $name,)+ }
            }
        }

        impl fmt::Display for $kind {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.name())
            }
        }

        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

named_kinds! {
    /// The kinds of fault.
    FaultKind {
        /// A proof from outside is not over the checkpoint it is kept for.
        Anchor = "anchor",
        /// The event did not see the event before it.
        Base = "base",
        /// A bundle cannot be read in full, or holds what it should not.
        Bundle = "bundle",
        /// The event does not name the hash of the event before it.
        Chain = "chain",
        /// A checkpoint's signature or root is not right.
        Checkpoint = "checkpoint",
        /// A column beside the line says otherwise than the line.
        Column = "column",
        /// The database itself cannot be read in full.
        Database = "database",
        /// A digest stands in two events.
        DigestTwice = "digest-twice",
        /// A disclosure is not what was recorded, or has not the format.
        Disclosure = "disclosure",
        /// Evidence is not what was recorded, or is not there.
        Evidence = "evidence",
        /// The head that is kept of a record is not its newest event.
        Head = "head",
        /// The key is not the pinned one.
        Key = "key",
        /// What was last seen is not in the register.
        LastSeen = "last-seen",
        /// A line is not what was recorded.
        Leaf = "leaf",
        /// A line has not the format.
        Line = "line",
        /// A bundle's list of checksums does not fit its files.
        Manifest = "manifest",
        /// A disclosure is gone, and no event says that it was erased.
        Missing = "missing",
        /// An operation's id stands in two events.
        Operation = "operation",
        /// A disclosure belongs to no event.
        Orphan = "orphan",
        /// A pack is not what was recorded, or is not there.
        Pack = "pack",
        /// Two disclosures of one event have one path.
        PathTwice = "path-twice",
        /// Events are missing from the register's order.
        Position = "position",
        /// The register is not a continuation of the prior checkpoint.
        Prior = "prior",
        /// The head is not cosigned by as many witnesses as the policy asks for.
        Quorum = "quorum",
        /// An event's number does not follow that of the event before it.
        Sequence = "sequence",
        /// The event is dated before a proof on record that it follows.
        Time = "time",
        /// The tree that is kept is not that of the events.
        Tree = "tree",
        /// What is said to be withheld is here, or is no field.
        Withheld = "withheld",
    }
}

named_kinds! {
    /// The kinds of proof that may be missing.
    NotProvedKind {
        /// Tokens from outside are kept, and were not checked.
        Anchors = "anchors",
        /// That what is attached is what it claims to be.
        Attached = "attached",
        /// Who acted.
        Authorship = "authorship",
        /// That no later event of the record exists.
        Completeness = "completeness",
        /// That no later events were cut off, and that this is the only history.
        OutsideCheckpoint = "outside-checkpoint",
        /// That the key is the register's.
        PinnedKey = "pinned-key",
        /// Who signed for it, as signatures were not looked at.
        Signature = "signature",
        /// When something happened.
        Time = "time",
        /// What the withheld fields said.
        Withheld = "withheld",
    }
}

/// Where findings are gathered.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) faults: Vec<Fault>,
    pub(super) warnings: Vec<Warning>,
    pub(super) not_proved: Vec<NotProved>,
}

impl Findings {
    pub(super) fn fault(&mut self, position: Option<u64>, kind: FaultKind, message: impl Into<String>) {
        self.faults.push(Fault { position, kind, message: message.into() });
    }

    pub(super) fn warn(&mut self, position: Option<u64>, message: impl Into<String>) {
        self.warnings.push(Warning { position, message: message.into() });
    }

    /// Takes what a store found of itself.
    pub(super) fn store(&mut self, found: StoreFinding) {
        match found {
            StoreFinding::Fault(message) => self.fault(None, FaultKind::Database, message),
            StoreFinding::Warning(message) => self.warn(None, message),
        }
    }

    /// Takes the outcome of a reading: what a store cannot read is a fault, not an error.
    pub(super) fn read<T: Default>(&mut self, read: Reading<T>) -> T {
        read.unwrap_or_else(|error| {
            self.fault(None, FaultKind::Database, format!("the database cannot be read in full: {error}"));
            T::default()
        })
    }

    pub(super) fn not_proved(&mut self, kind: NotProvedKind, message: impl Into<String>) {
        self.not_proved.push(NotProved { kind, message: message.into() });
    }
}
