//! One line of a batch of timetables.

use chrono::NaiveDate;
use psr_rules::pack::model::Pack;
use psr_rules::timetable::{read_line, reckon};

use crate::command::batch::LineWork;

/// Reckons lines one after another.
pub struct LineWorker<'p> {
    pack: &'p Pack,
    as_of: Option<NaiveDate>,
}

impl<'p> LineWorker<'p> {
    /// Prepares to reckon lines.
    pub fn new(pack: &'p Pack, as_of: Option<NaiveDate>) -> Self {
        Self { pack, as_of }
    }
}

impl LineWork for LineWorker<'_> {
    fn answer(&mut self, line: &[u8], out: &mut Vec<u8>) -> Result<(), String> {
        let given = read_line(line, self.pack)?;
        let found = reckon(self.pack, &given, self.as_of).map_err(|error| error.to_string())?;
        serde_json::to_writer(out, &found).map_err(|error| error.to_string())
    }
}
