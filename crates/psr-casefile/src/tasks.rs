//! Tasks: the work on a case, stage by stage as its pack groups it, with how far each part has come.

use psr_rules::pack::model::{Notice, NoticeKind, TaskStage};

use crate::casebook::Case;
use crate::decision_record::{DecisionRecord, Section};
use crate::error::Result;
use crate::notice::{self, Due};
use crate::signoff;

/// A stage of the work, with what there is to do in it as the case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its title; none where the pack of the case names no stages.
    pub title: Option<String>,
    /// What there is to do; nothing where that depends on what is not settled yet.
    pub tasks: Vec<Task>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What it is.
    pub what: What,
    /// Its title in words.
    pub title: String,
    /// The lot it is for, where it is for one.
    pub lot: Option<String>,
    /// What it settles, or what it came to.
    pub about: String,
    /// How far it has come.
    pub state: State,
}

/// What a task is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A decision is taken, by its id.
    Decision(String),
    /// A notice, letter or invitation is made and published or sent, by its id; whether there is one for each of several readers.
    Notice(String, bool),
    /// The case is approved.
    Approval,
}

/// How far a task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing was done yet.
    NotStarted,
    /// Something was, and more is to be.
    InProgress,
    /// What follows is settled, and more is to be put on file.
    ToFile,
    /// So many things are missing before a document can be made.
    Missing(usize),
    /// A document can be made.
    CanBeMade,
    /// A document was made; that it was published or sent is not on record.
    Made,
    /// The case lies before those who approve it.
    Submitted,
    /// Somebody refused to approve it.
    Refused,
    /// It is done.
    Done,
}

impl Stage {
    /// Returns how many of its tasks are done.
    pub fn done(&self) -> usize {
        self.tasks.iter().filter(|task| task.state == State::Done).count()
    }

    /// Answers whether there is something to do in it and all of it is done.
    pub fn is_done(&self) -> bool {
        !self.tasks.is_empty() && self.done() == self.tasks.len()
    }
}

/// Lists what there is to do in a case, stage by stage; in one stage without a title where its pack names none.
///
/// # Errors
/// When no law of the pack governs the case's date, or a count needs a year of which the calendar holds no bank holidays.
pub fn of(case: &Case, record: &DecisionRecord) -> Result<Vec<Stage>> {
    let stages = &case.rulebook.pack().tasks;
    if stages.is_empty() {
        return Ok(vec![Stage { title: None, tasks: record.sections.iter().map(decision).collect() }]);
    }
    stages.iter().map(|stage| tasks(case, record, stage)).collect()
}

fn tasks(case: &Case, record: &DecisionRecord, stage: &TaskStage) -> Result<Stage> {
    let sections = stage
        .decisions
        .iter()
        .flat_map(|id| record.sections.iter().filter(move |section| section.decision == id.as_str()));
    let mut tasks: Vec<Task> = sections.map(decision).collect();
    tasks.extend(stage.approval.then(|| approval(case)));
    for id in &stage.notices {
        let notice = notice::find(case.rulebook.pack(), id.as_str());
        tasks.extend(notice.map(|notice| document(case, notice)).transpose()?.flatten());
    }
    Ok(Stage { title: Some(stage.title.clone()), tasks })
}

fn decision(section: &Section) -> Task {
    let state = match (section.open.len(), section.answers.len(), section.complete && !section.collects) {
        (0, _, _) => State::Done,
        (_, _, true) => State::ToFile,
        (_, 0, _) => State::NotStarted,
        _ => State::InProgress,
    };
    let routes = section.conclusions.iter().filter(|known| known.compulsory_route || known.lawful_route);
    let routes: Vec<&str> = routes.map(|known| known.says.as_str()).collect();
    Task {
        what: What::Decision(section.decision.clone()),
        title: section.title.clone(),
        lot: section.lot.clone(),
        about: if routes.is_empty() { section.about.clone() } else { routes.join(" ") },
        state,
    }
}

fn approval(case: &Case) -> Task {
    let standing = signoff::standing(case);
    let state = match () {
        () if standing.refusal.is_some() => State::Refused,
        () if standing.approved => State::Done,
        () if standing.submission.is_some() => State::Submitted,
        () if standing.approvals.is_empty() => State::NotStarted,
        () => State::InProgress,
    };
    let about = "Whoever must approve looks at what stands on record, and approves it under their own name.".to_owned();
    Task { what: What::Approval, title: "Approval".to_owned(), lot: None, about, state }
}

/// Returns the task of making a notice and having it published or sent, where the record shows that it belongs in the case.
fn document(case: &Case, of: &Notice) -> Result<Option<Task>> {
    for lot in case.state.lots() {
        if notice::belongs(case, of, lot)? == Due::Yes {
            let required: Vec<String> = of.required_by.iter().map(ToString::to_string).collect();
            let about = format!("{} ({})", kind(of.kind), required.join(", "));
            let what = What::Notice(of.id.to_string(), of.to_each.is_some());
            return Ok(Some(Task { what, title: of.title.clone(), lot: None, about, state: made(case, of)? }));
        }
    }
    Ok(None)
}

fn kind(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Notice => "Notice, published",
        NoticeKind::Letter => "Letter, sent and not published",
        NoticeKind::Invitation => "Invitation, sent and not published",
    }
}

/// Tells how far a notice has come: published or sent, made, or with what it still lacks.
fn made(case: &Case, of: &Notice) -> Result<State> {
    let happened = |event: &psr_rules::id::EventId| case.state.happened.iter().any(|known| known.what.event == *event);
    if of.publishes.iter().chain(&of.sends).any(happened) {
        return Ok(State::Done);
    }
    if case.state.documents.iter().any(|made| made.what.document == of.id.as_str()) {
        let is_over = of.publishes.is_none() && of.sends.is_none();
        return Ok(if is_over { State::Done } else { State::Made });
    }
    let drafts = notice::drafts(case, of, None)?;
    let lacking: usize = drafts.iter().map(|(_, draft)| notice::lacks(draft, of).len()).sum();
    Ok(if drafts.is_empty() || lacking > 0 { State::Missing(lacking.max(1)) } else { State::CanBeMade })
}
