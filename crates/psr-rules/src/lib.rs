//! The law as data: read a pack, ask, determine, explain, count days.
