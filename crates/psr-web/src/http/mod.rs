//! What holds for every request, whatever it asks for: forms and their tokens, headers of responses, limits, the log, the page that shows a problem.

mod assets;
mod download;
mod figures;
mod first_paint;
mod headers;
mod log;
mod permit;
mod pieces;
mod posted;
mod problems;
mod rate;

pub(crate) use assets::asset;
pub(crate) use download::{download, download_file, shown};
pub(crate) use figures::{Figures, metrics};
pub(crate) use first_paint::{Style, first_paint};
pub(crate) use headers::headers;
pub use log::Log;
pub(crate) use log::log;
pub(crate) use permit::permit;
pub use posted::{Posted, Upload};
pub(crate) use problems::problems;
pub use rate::Rate;
pub(crate) use rate::{Counts, rate};
