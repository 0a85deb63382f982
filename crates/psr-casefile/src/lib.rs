//! One procurement decision: answers go in, a decision record comes out.
