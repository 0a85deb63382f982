//! Yes, no, or not yet known.

use serde::{Deserialize, Serialize};

/// How a circumstance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Truth {
    /// It does not hold.
    No,
    /// It is not yet known whether it holds.
    Unknown,
    /// It holds.
    Yes,
}

impl Truth {
    /// Returns whether all of these hold; one that does not hold settles it.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::Yes;
        for part in parts {
            if part == Self::No {
                return Self::No;
            }
            all = all.min(part);
        }
        all
    }

    /// Returns whether one of these holds; one that does settles it.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        !Self::all(parts.into_iter().map(|part| !part))
    }

    /// Returns what is known: unknown where nothing is.
    pub fn known(known: Option<bool>) -> Self {
        known.map_or(Self::Unknown, Self::from)
    }
}

impl From<bool> for Truth {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}
