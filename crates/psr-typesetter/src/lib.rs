//! A source, fonts and data become a tagged PDF.
//!
//! This crate is the one place that knows Typst. It knows nothing of decisions: a [`Layout`] is a Typst source, read once; the data of a document is handed to it
//! as files, and out comes a PDF that is written to PDF/UA-1, so that it can be read by machine and by ear. What a layout cannot set so that every reader has the
//! same is refused, with Typst's words.
//!
//! Nothing comes from the machine: no file but those handed over, no font but those in `fonts/`, no clock. Two runs give equal bytes.

mod compile;
mod error;
mod fonts;
mod layout;
mod picture;
mod world;

pub use error::{Fault, TypesetError};
pub use fonts::covers;
pub use layout::{Layout, Pdf, Stamp};
pub use picture::{outlined, png};
