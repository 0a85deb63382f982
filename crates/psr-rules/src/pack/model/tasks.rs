//! Tasks: the work on a case, stage by stage, as a task list shows it.

use crate::id::{DecisionId, NoticeId, StageId};

/// A stage of the work on a case, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskStage {
    /// Its id.
    pub id: StageId,
    /// Its title in words.
    pub title: String,
    /// The decisions that are taken in it, in the order in which they are shown.
    pub decisions: Vec<DecisionId>,
    /// The notices, letters and invitations that are made in it.
    pub notices: Vec<NoticeId>,
    /// Whether the case is approved in it.
    pub approval: bool,
}
