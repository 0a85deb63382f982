//! Facts: what `psr determine` and `psr answer` are told, read strictly against a pack.
//!
//! A file is read into a tree with places, as the files of a pack are, and everything that is wrong with it is reported at once. In a batch, each
//! line is first read on a short path that does no more than it must; whatever that path does not understand goes the long way, which explains.

mod answers_file;
mod disclosure_plan;
mod file;
mod items_file;
mod json;
mod key_table;
mod line;
mod published;
mod short_path;
mod value;

pub use answers_file::{AnswerEntry, read_answers};
pub use disclosure_plan::{Choice, DisclosurePlan, PlannedChoice, PlannedEntry, PlannedPart, read_disclosure_plan};
pub use file::{FactsFile, HorizonFile, INPUT_LIMIT, read, read_horizon};
pub use items_file::{ITEMS_LIMIT, read_items};
pub use line::{Line, LineReader};
pub use published::{
    GivenValue, Held, NOTICES_LIMIT, Passage, PassagePlace, PublishedNotice, hundredths, line_of, read_published,
};

pub(crate) use file::{finished, json_tree, tree};
pub(crate) use line::in_one_line;
pub(crate) use value::answer;
