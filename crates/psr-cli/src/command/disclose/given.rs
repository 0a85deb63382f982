//! What is given to `psr disclose`: names, the plan's own words for them, and new files.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use psr_casefile::disclosure::{PlanFault, name_on_record};
use psr_rules::facts::DisclosurePlan;

use super::Disclose;
use crate::failure::{Problem, Stop, io};

/// Takes a name that can stand on record and on paper.
pub fn name(text: &str, option: &str) -> Result<String, Stop> {
    name_on_record(text).ok_or_else(|| {
        let hint = "give it as it should stand on record, in at most 200 plain characters";
        Problem::new(format!("what {option} names cannot be recorded as it is"), hint).into()
    })
}

/// Says where the command and the plan differ: a plan made for one is not used for another by a slip.
pub fn differences(arguments: &Disclose, plan: &DisclosurePlan, to: &str, file: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut differ = |what: String| problems.push(Problem::new(what, "make them the same").at(file));
    if plan.to != to {
        differ(format!("the plan is for “{}”, and --to names “{to}”", plan.to));
    }
    if let Some(kind) = arguments.kind.as_deref().filter(|kind| *kind != plan.kind.as_str()) {
        differ(format!("the plan is for a disclosure of the kind {}, and --kind names {kind}", plan.kind));
    }
    if let Some(request) = arguments.for_request.as_deref().filter(|request| Some(*request) != plan.request.as_deref())
    {
        let planned = plan.request.as_deref().map_or_else(|| "none".to_owned(), |planned| format!("“{planned}”"));
        differ(format!("the plan answers {planned} as its request, and --for-request names “{request}”"));
    }
    problems
}

/// Puts a fault of a plan as a problem.
pub fn problem(fault: &PlanFault, file: &str) -> Problem {
    let place = if fault.line == 0 { file.to_owned() } else { format!("{file}:{}", fault.line) };
    Problem::new(fault.what.clone(), fault.hint.clone()).at(place)
}

/// Writes a file that is new; half a file is removed.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let mut file = File::create_new(path).map_err(io("write the plan", path))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|error| {
        let _ = std::fs::remove_file(path);
        io("write the plan", path)(error)
    })
}
