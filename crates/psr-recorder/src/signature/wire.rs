//! The strings and numbers that SSH's formats are made of (RFC 4251, section 5).

/// Takes parts off the front of bytes.
pub(super) struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// Takes so many bytes.
    pub fn bytes(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// Takes a number of four bytes.
    pub fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.bytes(4)?.try_into().ok()?))
    }

    /// Takes bytes after their count.
    pub fn string(&mut self) -> Option<&'b [u8]> {
        let length = self.number()?;
        self.bytes(usize::try_from(length).ok()?)
    }

    /// Takes several strings.
    pub fn strings<const COUNT: usize>(&mut self) -> Option<[&'b [u8]; COUNT]> {
        let mut strings = [&[][..]; COUNT];
        for string in &mut strings {
            *string = self.string()?;
        }
        Some(strings)
    }

    /// Takes what is left.
    pub fn rest(&mut self) -> &'b [u8] {
        std::mem::take(&mut self.0)
    }

    /// Answers whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}

/// Puts parts one after the other.
pub(super) struct Writer(Vec<u8>);

impl Writer {
    /// Begins with bytes that stand for themselves.
    pub fn new(begin: &[u8]) -> Self {
        Self(begin.to_vec())
    }

    pub fn number(&mut self, number: u32) {
        self.0.extend(number.to_be_bytes());
    }

    /// Adds bytes after their count.
    pub fn string(&mut self, bytes: &[u8]) {
        // Nothing that is written here comes near the count's limit.
        self.number(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        self.0.extend(bytes);
    }

    pub fn done(self) -> Vec<u8> {
        self.0
    }
}
