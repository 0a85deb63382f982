//! Everything that a pack defines, by name, so that every reference can be looked up where it stands.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::folder::{File, Folder};
use crate::id::{DecisionId, EventId, MomentId, ParameterId, Provision, QuestionId, RuleId, TextId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Place;
use crate::pack::model::{Choice, Conclusion, Kind, LawText, SelectedBy};
use crate::pack::source::Source;

/// Where something is defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The file.
    pub file: String,
    /// The place in it.
    pub at: Place,
}

impl Origin {
    /// Returns the place of a part of a file.
    pub fn of(cursor: &Cursor<'_>) -> Self {
        Self { file: cursor.source.file.to_owned(), at: cursor.at() }
    }
}

/// What is known of a decision before its conditions are read.
#[derive(Debug, Clone)]
pub(crate) struct DecisionShape {
    /// Where it is defined.
    pub origin: Origin,
    /// Its questions, each with its place in the list.
    pub questions: Vec<(QuestionId, Place)>,
    /// Its conclusions, each with its place.
    pub conclusions: Vec<(Conclusion, Place)>,
    /// Whether it has conclusions at all, readable or not.
    pub concludes: bool,
    /// Which date selects its text.
    pub selected_by: SelectedBy,
}

/// What is known of a rule before its condition is read.
#[derive(Debug, Clone)]
pub(crate) struct RuleHead {
    /// Where it is defined.
    pub origin: Origin,
    /// Its decision, where that could be read.
    pub decision: Option<DecisionId>,
    /// The texts in which it stands; empty means all of its decision.
    pub texts: Vec<TextId>,
}

/// Which unit a parameter has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Pounds.
    Money,
    /// Per cent.
    Percent,
    /// Days.
    Days,
    /// Working days.
    WorkingDays,
}

/// A list of choices that a schedule defines.
#[derive(Debug, Clone)]
pub(crate) struct ChoiceList {
    /// Where it is defined.
    pub origin: Origin,
    /// Its choices.
    pub choices: Vec<Choice>,
}

/// Everything that a pack defines, by name.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// The day the regime began.
    pub begins: Option<NaiveDate>,
    /// The texts of the law.
    pub texts: Vec<LawText>,
    /// The provisions, with their position and the texts in which they stand.
    pub provisions: BTreeMap<Provision, (usize, Vec<TextId>)>,
    /// The parameters, with their unit where it could be read.
    pub parameters: BTreeMap<ParameterId, (Origin, Option<Unit>)>,
    /// The lists of choices.
    pub lists: BTreeMap<String, ChoiceList>,
    /// The events.
    pub events: BTreeSet<EventId>,
    /// The questions, with their kind where it could be read.
    pub questions: BTreeMap<QuestionId, (Origin, Option<Kind>)>,
    /// The decisions.
    pub decisions: BTreeMap<DecisionId, DecisionShape>,
    /// The rules.
    pub rules: BTreeMap<RuleId, RuleHead>,
    /// The days and duties that the timetable counts out.
    pub moments: BTreeSet<MomentId>,
    /// Questions of which it is not clear how they are called.
    pub doubtful: BTreeSet<QuestionId>,
    gaps: BTreeSet<Folder>,
}

impl Index {
    /// Begins an index that knows which parts of the pack could not be read whole.
    pub fn with_gaps_of(files: &[File]) -> Self {
        let gaps = files.iter().filter(|file| file.has_gaps()).map(|file| file.folder).collect();
        Self { gaps, ..Self::default() }
    }

    /// Notes that a part of the pack could not be read whole.
    pub fn note_gap(&mut self, folder: Folder) {
        self.gaps.insert(folder);
    }

    /// Answers whether a part of the pack could not be read whole.
    pub fn has_gap(&self, folder: Folder) -> bool {
        self.gaps.contains(&folder)
    }

    /// Takes a citation and looks it up.
    pub fn provision(&self, cursor: Cursor<'_>) -> Option<Provision> {
        let provision = Provision::new(cursor.text()?);
        if !self.provisions.contains_key(&provision) && !self.has_gap(Folder::Provisions) {
            let known = self.provisions.keys().map(Provision::as_str);
            let message = format!("`{provision}` is not in the list of provisions");
            cursor.error(
                message,
                cursor.source.near_or(provision.as_str(), known, "add it to provisions.yaml with what it says"),
            );
            return None;
        }
        Some(provision)
    }

    /// Takes the name of a parameter and looks it up; it must have the unit, where one is needed.
    pub fn parameter(&self, cursor: Cursor<'_>, unit: Option<Unit>) -> Option<ParameterId> {
        let id = cursor.id(ParameterId::parse)?;
        let Some((_, found)) = self.parameters.get(&id) else {
            if !self.has_gap(Folder::Parameters) {
                let known = self.parameters.keys().map(ParameterId::as_str);
                let hint = cursor.source.near_or(id.as_str(), known, "define it in a file under parameters/");
                cursor.error(format!("there is no parameter `{id}`"), hint);
            }
            return None;
        };
        match (unit, found) {
            (Some(needed), Some(found)) if needed != *found => {
                let message =
                    format!("parameter `{id}` is {}, where {} is needed", found.described(), needed.described());
                cursor.error(message, format!("name a parameter of kind `{}`", needed.word()));
                None
            }
            _ => Some(id),
        }
    }

    /// Takes the name of a question and looks it up.
    pub fn question(&self, cursor: Cursor<'_>) -> Option<QuestionId> {
        let id = cursor.id(QuestionId::parse)?;
        if !self.questions.contains_key(&id) {
            let known = self.questions.keys().map(QuestionId::as_str);
            let hint = cursor.source.near_or(id.as_str(), known, &format!("add questions/{id}.yaml"));
            cursor.error(format!("there is no question `{id}`"), hint);
            return None;
        }
        Some(id)
    }

    /// Takes the name of a question and looks it up among those of a decision.
    pub fn question_of(&self, cursor: Cursor<'_>, decision: Option<&DecisionId>) -> Option<QuestionId> {
        let id = self.question(cursor)?;
        let shape = decision.and_then(|decision| self.decisions.get(decision));
        if let (Some(decision), Some(shape)) = (decision, shape) {
            let listed = shape.questions.iter().any(|(question, _)| *question == id);
            if !listed && !self.has_gap(Folder::Decisions) {
                let hint = format!("add it to `questions:` in {}", shape.origin.file);
                cursor.error(format!("question `{id}` is not one of decision `{decision}`"), hint);
                return None;
            }
        }
        Some(id)
    }

    /// Takes the name of a decision and looks it up.
    pub fn decision(&self, cursor: Cursor<'_>) -> Option<DecisionId> {
        let id = cursor.id(DecisionId::parse)?;
        if !self.decisions.contains_key(&id) {
            let known = self.decisions.keys().map(DecisionId::as_str);
            let hint = cursor.source.near_or(id.as_str(), known, &format!("add decisions/{id}.yaml"));
            cursor.error(format!("there is no decision `{id}`"), hint);
            return None;
        }
        Some(id)
    }

    /// Takes the name of an event and looks it up.
    pub fn event(&self, cursor: Cursor<'_>) -> Option<EventId> {
        let id = cursor.id(EventId::parse)?;
        if !self.events.contains(&id) && !self.has_gap(Folder::Events) {
            let known = self.events.iter().map(EventId::as_str);
            let hint = cursor.source.near_or(id.as_str(), known, "add it to events.yaml");
            cursor.error(format!("there is no event `{id}`"), hint);
            return None;
        }
        Some(id)
    }

    /// Takes the name of a conclusion and looks it up among those of a decision.
    pub fn conclusion(&self, source: Source<'_>, at: Place, given: &str, decision: &DecisionId) -> Option<&Conclusion> {
        let shape = self.decisions.get(decision)?;
        let found = shape.conclusions.iter().find(|(conclusion, _)| conclusion.id.as_str() == given);
        if found.is_none() && !self.has_gap(Folder::Decisions) {
            let known = shape.conclusions.iter().map(|(conclusion, _)| conclusion.id.as_str());
            let message = format!("decision `{decision}` has no conclusion `{}`", crate::pack::node::shortened(given));
            source.error(at, message, source.hint(given, known));
        }
        found.map(|(conclusion, _)| conclusion)
    }

    /// Takes a list of texts of the law and looks each up.
    pub fn texts(&self, cursor: Option<Cursor<'_>>) -> Vec<TextId> {
        cursor.map(|cursor| cursor.list(|item| self.text(item))).unwrap_or_default()
    }

    fn text(&self, cursor: Cursor<'_>) -> Option<TextId> {
        let id = TextId::new(cursor.text()?);
        let known = || self.texts.iter().map(|text| text.id.as_str());
        if !known().any(|text| text == id.as_str()) && !self.has_gap(Folder::About) {
            cursor.error(format!("there is no text `{id}` of the law"), cursor.source.hint(id.as_str(), known()));
            return None;
        }
        Some(id)
    }

    /// Returns the texts that can govern a decision.
    pub fn texts_of(&self, decision: &DecisionId) -> Vec<TextId> {
        let by = self.decisions.get(decision).map_or(SelectedBy::Commencement, |shape| shape.selected_by);
        let governs = |text: &&LawText| text.selected_by == SelectedBy::Commencement || text.selected_by == by;
        self.texts.iter().filter(governs).map(|text| text.id.clone()).collect()
    }

    /// Answers whether the timetable counts out a day or a duty of that name.
    pub fn is_moment(&self, id: &MomentId) -> bool {
        self.moments.contains(id)
    }

    /// Returns the kind of a question, where it could be read.
    pub fn kind(&self, question: &QuestionId) -> Option<&Kind> {
        self.questions.get(question).and_then(|(_, kind)| kind.as_ref())
    }
}

impl Unit {
    /// Returns the word a pack uses for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Days => "days",
            Self::WorkingDays => "working-days",
        }
    }

    fn described(self) -> &'static str {
        match self {
            Self::Money => "a sum of money",
            Self::Percent => "a percentage",
            Self::Days => "a number of days",
            Self::WorkingDays => "a number of working days",
        }
    }
}
