//! Words that many summaries have in common, each kept once: a hundred thousand cases owe the same few dozen duties.

use std::collections::BTreeSet;
use std::sync::Arc;

/// The words that are kept.
#[derive(Debug, Default)]
pub(super) struct Words(BTreeSet<Arc<str>>);

impl Words {
    /// Puts the one that is kept in the place of another with the same letters.
    pub(super) fn share(&mut self, word: &mut Arc<str>) {
        match self.0.get(word) {
            Some(kept) => *word = Arc::clone(kept),
            None => {
                self.0.insert(Arc::clone(word));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_words_are_one() {
        let mut words = Words::default();
        let (mut one, mut other): (Arc<str>, Arc<str>) = ("a notice".into(), "a notice".into());
        assert!(!Arc::ptr_eq(&one, &other));
        words.share(&mut one);
        words.share(&mut other);
        assert!(Arc::ptr_eq(&one, &other));
    }
}
