//! What can be wrong with bytes that claim to be in the record's format.
//!
//! Reading is strict: there is one way to write each thing, and every other way is one of these.

use crate::limits::MAX_DEPTH;

/// Says why bytes are not in the record's format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// The bytes are not UTF-8.
    #[error("the bytes are not UTF-8 from byte {offset} on")]
    NotUtf8 {
        /// Where the first wrong byte stands.
        offset: usize,
    },
    /// The text is not JSON.
    #[error("not JSON at byte {offset}: expected {expected}")]
    Syntax {
        /// Where the text stops being JSON.
        offset: usize,
        /// What could have stood there.
        expected: &'static str,
    },
    /// Lists and maps are nested too deeply.
    #[error("nested deeper than {MAX_DEPTH} levels at byte {offset}")]
    TooDeep {
        /// Where the level too many opens.
        offset: usize,
    },
    /// A map holds the same key twice.
    #[error("the key `{0}` stands twice in one map")]
    DuplicateKey(String),
    /// A key uses characters outside `a-z`, `0-9` and `_`.
    #[error("the key `{0}` may hold only a-z, 0-9 and _")]
    KeyName(String),
    /// A number is not an integer that every JSON reader holds exactly.
    #[error("the number {0} is not an integer within ±9007199254740991; write decimals as text")]
    Number(String),
    /// An escape names half of a surrogate pair.
    #[error("a lone surrogate is escaped at byte {offset}")]
    LoneSurrogate {
        /// Where the escape stands.
        offset: usize,
    },
    /// The bytes mean something, but are not the one way of writing it.
    #[error("not the canonical form: the first difference is at byte {offset}")]
    NotCanonical {
        /// Where the bytes first differ from the canonical form.
        offset: usize,
    },
    /// Something exceeds its limit.
    #[error("{what} is {length} long; the limit is {limit}")]
    TooLong {
        /// What was measured.
        what: &'static str,
        /// What it measured.
        length: usize,
        /// What it may measure.
        limit: usize,
    },
    /// A required key is absent.
    #[error("the key `{0}` is missing")]
    MissingKey(&'static str),
    /// A key stands where the format has none.
    #[error("the key `{0}` is not part of the format")]
    UnexpectedKey(String),
    /// A value has another form than the format asks for.
    #[error("`{what}` is not {expected}")]
    Form {
        /// Which value.
        what: &'static str,
        /// The form it should have.
        expected: &'static str,
    },
    /// The format's version is not one this program reads.
    #[error("`v` is {0}; this program reads version 1 only")]
    Version(i64),
}
