//! What holds for every request, whatever it asks for: forms and their tokens, headers of responses, the page that shows a problem.

mod assets;
mod download;
mod headers;
mod permit;
mod pieces;
mod posted;
mod problems;

pub(crate) use assets::asset;
pub(crate) use download::{download, download_file, shown};
pub(crate) use headers::headers;
pub(crate) use permit::permit;
pub use posted::{Posted, Upload};
pub(crate) use problems::problems;
