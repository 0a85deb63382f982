//! What a file of this format holds.
