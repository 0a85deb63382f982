//! A notice or letter of a case: drawn up from the record, or refused with everything that is missing.

use psr_casefile::casebook::Case;
pub use psr_casefile::notice::find;
use psr_casefile::notice::{self, Draft, Gap, Missing, Wanted};
use psr_renderer::error::gap_in_words;
use psr_renderer::{Document, Templates, notice_document};
use psr_rules::pack::model::{Notice, NoticeItem};

use super::drawn::Asked;
use crate::exit::Exit;
use crate::failure::{Failure, Problem, Stop};

/// Draws up the notice as it was asked for.
pub fn drawn_up(asked: Asked<'_>, case: &Case, notice: &Notice) -> Result<Draft, Stop> {
    let wanted = Wanted { publication: asked.publication, to: asked.to.map(str::to_owned) };
    check_wanted(&wanted, notice)?;
    Ok(notice::draft(case, notice, &wanted)?)
}

/// Refuses what a notice has no use for, so that nobody takes it for granted.
fn check_wanted(wanted: &Wanted, notice: &Notice) -> Result<(), Stop> {
    let id = &notice.id;
    if wanted.to.is_some() && notice.to_each.is_none() {
        let problem = format!("`{id}` is not written once for each of several readers");
        return Err(Problem::new(problem, "leave --to out").into());
    }
    if wanted.publication.is_some() && notice.runs_from.is_none() {
        let problem = format!("`{id}` states no days that run from a publication");
        return Err(Problem::new(problem, "leave --publication out").into());
    }
    Ok(())
}

/// Makes it; what is missing is named, each with its provision and the question or event that supplies it.
pub fn document(notice: &Notice, draft: &Draft, templates: &Templates) -> Result<Document, Stop> {
    complete(notice, draft)?;
    notice_document(draft, templates).map_err(super::refused)
}

/// Refuses a notice while something is missing in it.
pub fn complete(notice: &Notice, draft: &Draft) -> Result<(), Stop> {
    if draft.gaps.is_empty() { Ok(()) } else { Err(incomplete(notice, draft)) }
}

fn incomplete(notice: &Notice, draft: &Draft) -> Stop {
    let problem = |gap: &Gap| {
        let how: Vec<String> = gap.missing.iter().map(|missing| supply(missing, notice, draft)).collect();
        let hint = match ways(gap, notice) {
            _ if how.is_empty() => "`psr show` says what is on record".to_owned(),
            Some(ways) => format!("one of these is enough: {}", any_of(&how, &ways)),
            None => how.join("; "),
        };
        Problem::new(format!("missing: {}", gap_in_words(gap)), hint)
    };
    Stop::Failed(Failure { exit: Exit::FoundWrong, problems: draft.gaps.iter().map(problem).collect() })
}

/// Returns how many things each of several ways needs, where all of them are missing.
fn ways(gap: &Gap, notice: &Notice) -> Option<Vec<usize>> {
    let mut items = notice.items.iter().filter(|item| item.says == gap.says && item.from_any.len() > 1);
    let sizes = |item: &NoticeItem| item.from_any.iter().map(Vec::len).collect::<Vec<_>>();
    items.find_map(|item| Some(sizes(item)).filter(|sizes| sizes.iter().sum::<usize>() == gap.missing.len()))
}

fn any_of(how: &[String], ways: &[usize]) -> String {
    let mut rest = how;
    let each = ways.iter().map(|size| {
        let (way, after) = rest.split_at(*size);
        rest = after;
        way.join(", together with: ")
    });
    each.collect::<Vec<_>>().join("; or: ")
}

/// Says how something missing is put on record.
fn supply(missing: &Missing, notice: &Notice, draft: &Draft) -> String {
    let case = &draft.case.reference;
    match missing {
        Missing { decision: Some(decision), question: Some(question), .. } => {
            format!("{} (`psr answer {case} {question}`, for {decision})", missing.says)
        }
        Missing { event: Some(event), .. } => {
            let may_be_planned = notice.runs_from.as_ref().is_some_and(|from| from.as_str() == event);
            let planned = if may_be_planned { ", or --publication" } else { "" };
            format!("{} (`psr event {case} {event}`{planned})", missing.says)
        }
        _ => missing.says.clone(),
    }
}
