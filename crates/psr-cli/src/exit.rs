//! How the program ends.

/// How a command ended, as its exit code says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, and sound: 0.
    Done,
    /// Looked, and found something wrong: 1.
    FoundWrong,
    /// Could not look: 2.
    CouldNotLook,
}

impl Exit {
    /// Returns the exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::FoundWrong => 1,
            Self::CouldNotLook => 2,
        }
    }

    /// Returns the end of a command that looked: sound or not.
    pub(crate) fn found(wrong: bool) -> Self {
        if wrong { Self::FoundWrong } else { Self::Done }
    }
}
