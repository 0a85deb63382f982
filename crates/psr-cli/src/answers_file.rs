//! A file of answers, as `psr answer CASE --from FILE` takes it, turned into what is given to the case. `docs/answers-file.md` describes it.

use std::path::Path;

use psr_casefile::casebook::{AnswerGiven, Case};
use psr_rules::facts::{AnswerEntry, read_answers};

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
    for mut entry in entries {
        let line = entry.line;
        if let Some(items) = entry.items.clone()
            && let Err(found) = items_of(&mut entry, &folder.join(items), case)
        {
            problems.extend(found);
            continue;
        }
        let open = |evidence: &str| input::open_evidence(&folder.join(evidence)).map(|file| file.content);
        match AnswerGiven::from_entry(entry, open) {
            Ok(answer) => given.push(answer),
            Err(problem) => problems.push(Problem { place: Some(format!("{name}:{line}")), ..with_place(problem) }),
        }
    }
    if problems.is_empty() { Ok(given) } else { Err(problems.into()) }
}

/// Reads the items of an answer from the file that it names.
fn items_of(entry: &mut AnswerEntry, path: &Path, case: &Case) -> Result<(), Vec<Problem>> {
    let bytes = input::items(path).map_err(|problem| vec![problem])?;
    let taken = entry.take_items(&path.display().to_string(), &bytes, case.rulebook.pack());
    taken.map_err(|found| refusal::diagnostics(&found))
}

/// Puts the place of a problem into its words, to make room for another.
fn with_place(problem: Problem) -> Problem {
    let place = problem.place.as_ref().map(|place| format!(": {place}")).unwrap_or_default();
    Problem { what: format!("{}{place}", problem.what), ..problem }
}
