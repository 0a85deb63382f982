//! A file of answers, as `psr answer CASE --from FILE` takes it, turned into what is given to the case. `docs/answers-file.md` describes it.

use std::path::Path;

use psr_casefile::casebook::{AnswerGiven, Case};
use psr_rules::facts::read_answers;

use crate::failure::{Problem, Stop};
use crate::input;
use crate::refusal;

/// Reads a file of answers; evidence is looked for from the file's own folder. Everything that is wrong is said at once.
pub fn read(bytes: &[u8], path: &Path, case: &Case) -> Result<Vec<AnswerGiven>, Stop> {
    let name = path.display().to_string();
    let entries = read_answers(&name, bytes, case.rulebook.pack());
    let entries = entries.map_err(|found| Stop::from(refusal::diagnostics(&found)))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let (mut given, mut problems) = (Vec::new(), Vec::new());
    for entry in entries {
        let line = entry.line;
        let open = |evidence: &str| input::open_evidence(&folder.join(evidence)).map(|file| file.content);
        match AnswerGiven::from_entry(entry, open) {
            Ok(answer) => given.push(answer),
            Err(problem) => problems.push(Problem { place: Some(format!("{name}:{line}")), ..with_place(problem) }),
        }
    }
    if problems.is_empty() { Ok(given) } else { Err(problems.into()) }
}

/// Puts the place of a problem into its words, to make room for another.
fn with_place(problem: Problem) -> Problem {
    let place = problem.place.as_ref().map(|place| format!(": {place}")).unwrap_or_default();
    Problem { what: format!("{}{place}", problem.what), ..problem }
}
