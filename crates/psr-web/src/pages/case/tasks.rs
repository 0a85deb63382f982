//! The task list of a case: what there is to do, stage by stage, with how far it has come.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::{Value, context};
use psr_casefile::tasks::{self, Stage, State as Progress, Task, What};

use super::open;
use crate::people::{Act, Who};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{data, words};

pub async fn show(State(site): State<Site>, who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let case = open::case(&site, &who, &id).await?;
    let record = open::record(&case)?;
    let mut frame = open::frame(&case, &record.case.title);
    frame.trail.pop();
    let stages = tasks::of(&case, &record)?;
    let may = |act: Act| who.person().is_some_and(|person| person.may(act));
    let open = record.sections.iter().any(|section| !section.open.is_empty());
    let context = context! {
        case => data(&record.case), law => data(&record.law), record => data(&record.record), cautions => data(&record.cautions),
        stages => stages.iter().map(|stage| shown(&open::address(&case), stage)).collect::<Vec<_>>(), done => stages.iter().filter(|stage| stage.is_done()).count(),
        events => data(&record.events), may_decide => may(Act::Decide) && !record.case.closed, may_administer => may(Act::Administer), open,
    };
    site.views().show("case.html.j2", &frame, &who, context)
}

fn shown(case: &str, stage: &Stage) -> Value {
    let tasks: Vec<Value> = stage.tasks.iter().map(|task| line(case, task)).collect();
    context! { title => stage.title.clone(), done => stage.done(), all => tasks.len(), tasks }
}

fn line(case: &str, task: &Task) -> Value {
    let lot = task.lot.as_ref().map(|lot| format!(" ({lot})")).unwrap_or_default();
    let href = match &task.what {
        What::Decision(decision) => format!("{case}/answers#{decision}"),
        What::Notice(_, true) => format!("{case}/documents"),
        What::Notice(notice, false) => format!("{case}/documents/{notice}"),
        What::Approval => format!("{case}/approval"),
    };
    let (text, colour) = status(task.state);
    context! { title => format!("{}{lot}", task.title), href, hint => &task.about, status => context! { text, colour } }
}

/// Says how far a task has come; what is done has no colour, so that the eye goes to the rest.
fn status(state: Progress) -> (String, &'static str) {
    let (text, colour) = match state {
        Progress::Done => ("Completed", ""),
        Progress::ToFile => ("Settled, more to file", "blue"),
        Progress::NotStarted => ("Not started", "grey"),
        Progress::InProgress => ("In progress", "yellow"),
        Progress::Missing(things) => return (words::count(things, "thing missing", "things missing"), "yellow"),
        Progress::CanBeMade => ("Can be made now", "green"),
        Progress::Made => ("Made, not published or sent yet", "blue"),
        Progress::Submitted => ("Submitted", "blue"),
        Progress::Refused => ("Refused", "red"),
    };
    (text.to_owned(), colour)
}
