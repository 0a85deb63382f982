//! Readiness: what a review would find missing, by the stage before which it matters, and what is due.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::casebook::Case;
use psr_casefile::check::{self, Gap};
use psr_rules::id::QuestionId;
use psr_rules::pack::model::{GroundKind, Severity};

use super::{due, open};
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{data, words};

pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let (id, today) = (open::admitted(&site, &who, &id).await?, site.today());
    let read = move |casebook: &psr_casefile::casebook::Casebook| {
        let case = casebook.case_by_id(id)?;
        let record = psr_casefile::record::decision_record(&case)?;
        let gaps = casebook.gaps(&case, &record, today)?;
        Ok((case, psr_renderer::privilege::withhold(&record), gaps))
    };
    let (case, record, gaps) = site.books().read(read).await?;
    let context = context! {
        case => data(&record.case), address => open::address(&case), stages => stages(&case, &gaps), found => gaps.len(),
        blocking => gaps.iter().filter(|gap| gap.blocks).count(), due => due::due(&case, today), recorded => data(&record.recorded),
    };
    site.views().show("readiness.html.j2", &open::frame(&case, "Readiness"), &who, context)
}

/// Returns the gaps by stage, in the order of the pack; what matters at every stage comes first.
fn stages(case: &Case, gaps: &[Gap]) -> Vec<Value> {
    let stages = &case.rulebook.pack().readiness.stages;
    let places = std::iter::once(None).chain((0..stages.len()).map(Some));
    let stage = |place: Option<usize>| {
        let mine: Vec<Value> =
            gaps.iter().filter(|gap| check::place(case, gap) == place).map(|gap| shown(case, gap)).collect();
        let title = place.map_or_else(|| "At every stage".to_owned(), |place| words::heading(&stages[place].title));
        (!mine.is_empty()).then(|| context! { title, gaps => mine })
    };
    places.filter_map(stage).collect()
}

/// Returns what a page shows of a gap.
pub fn shown(case: &Case, gap: &Gap) -> Value {
    let (text, colour) = match gap.severity {
        Severity::Blocks => ("Blocks", "red"),
        Severity::Warns => ("A review may ask", "yellow"),
        Severity::Advises => ("Would be better", "grey"),
    };
    let question = gap.question.as_ref().and_then(|question| asked(case, question, gap.lot.as_deref()));
    context! {
        status => context! { text, colour }, lot => gap.lot.clone(), says => &gap.message, ground => ground(gap),
        next => next(gap), question, entries => &gap.entries,
    }
}

/// Says what to do next. A question is named by its id at the command line; here a link beside it leads there.
fn next(gap: &Gap) -> String {
    let named = gap.question.as_ref().map(|question| format!("`{question}`")).unwrap_or_default();
    let advice = if named.is_empty() { gap.next.clone() } else { gap.next.replace(&named, "this question") };
    words::sentence(&words::without_commands(&advice))
}

/// Says on what ground it is a gap: the provisions for the law, and for guidance and practice which of them it is, and whose.
fn ground(gap: &Gap) -> String {
    let provisions = gap.provisions.join(", ");
    let kind = match gap.ground {
        GroundKind::Law if provisions.is_empty() => "the law".to_owned(),
        GroundKind::Law => return provisions,
        GroundKind::Guidance => "guidance".to_owned(),
        GroundKind::Practice => "good practice".to_owned(),
    };
    let source = gap.source.as_ref().map(|source| format!(": {source}")).unwrap_or_default();
    let near = if provisions.is_empty() { provisions } else { format!("; {provisions}") };
    format!("{kind}{source}{near}")
}

/// Returns a question that a gap concerns, with its address: in the first decision that is still to be answered, or else that asks it.
fn asked(case: &Case, question: &str, lot: Option<&str>) -> Option<Value> {
    let pack = case.rulebook.pack();
    let id = QuestionId::parse(question).ok()?;
    let asks = || pack.decisions.iter().filter(|decision| decision.questions.contains(&id));
    let begun = asks().find(|decision| case.state.begun.contains_key(&decision.id));
    let decision = begun.or_else(|| asks().next())?;
    let place = lot.and_then(|lot| case.state.opened.what.lots.iter().position(|known| known == lot));
    let query = place.map(|place| format!("?lot={}", place + 1)).unwrap_or_default();
    let ask = pack.questions.get(&id).map(|question| question.ask.clone())?;
    Some(context! { ask, href => format!("{}/questions/{}/{question}{query}", open::address(case), decision.id) })
}
