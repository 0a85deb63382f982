//! Packs: the law as a folder of small files, and the typed model they become.

pub mod model;
