//! Sets of questions, as bits.

/// A set of questions of one decision, by their place in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct QuestionSet(u128);

impl QuestionSet {
    /// The most questions that a set can hold.
    pub const CAPACITY: usize = 128;

    /// Returns the set of this question alone.
    pub const fn of(place: usize) -> Self {
        Self(1 << place)
    }

    /// Answers whether the question is in the set.
    pub const fn contains(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }

    /// Puts the question in.
    pub const fn insert(&mut self, place: usize) {
        self.0 |= 1 << place;
    }

    /// Takes the question out.
    pub const fn remove(&mut self, place: usize) {
        self.0 &= !(1 << place);
    }

    /// Returns what is in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns what is in both sets.
    #[must_use]
    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Answers whether the sets share no question.
    pub const fn shares_none(self, other: Self) -> bool {
        self.0 & other.0 == 0
    }

    /// Returns what is in this set and not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Answers whether nothing is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Counts the questions.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Returns the places, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let place = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                place
            })
        })
    }
}

/// Returns the places of the bits that are set, lowest first.
pub(super) fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (word != 0).then(|| {
            let place = word.trailing_zeros() as usize;
            word &= word - 1;
            place
        })
    })
}
