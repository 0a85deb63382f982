//! Names that readiness defines for itself: stages, lists of words, figures of good practice.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{CheckId, MomentId, ParameterId, StageId, StandingId, WordsId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::{Figured, PracticeFigure, Stage, WordList};
use crate::pack::read::{Index, Origin};

/// The names, with where they are defined.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Whether part of a file could not be read, so that names may be missing.
    pub gaps: bool,
    /// The checks.
    pub checks: BTreeMap<CheckId, Origin>,
    /// The standings.
    pub standings: BTreeMap<StandingId, Origin>,
    stages: BTreeMap<StageId, Origin>,
    words: BTreeMap<WordsId, Origin>,
    figures: BTreeMap<ParameterId, Origin>,
    used: BTreeSet<String>,
}

impl Names {
    /// Reads the stages.
    pub fn stages(&mut self, list: Cursor<'_>) -> Vec<Stage> {
        list.list(|item| {
            let mut fields = item.fields()?;
            let id_at = fields.required("id");
            let id = id_at.and_then(|c| c.id(StageId::parse));
            let title = fields.required("title").and_then(|c| c.words());
            fields.finish();
            self.gaps |= id.is_none();
            let id = once(id?, id_at?, "stage", &mut self.stages)?;
            Some(Stage { id, title: title? })
        })
    }

    /// Reads the lists of words.
    pub fn words(&mut self, list: Cursor<'_>) -> Vec<(WordsId, WordList)> {
        list.list(|item| {
            let mut fields = item.fields()?;
            let id_at = fields.required("id");
            let id = id_at.and_then(|c| c.id(WordsId::parse));
            let meaning = fields.required("meaning").and_then(|c| c.words());
            let words = fields.required("words").map(|c| c.list(word)).unwrap_or_default();
            fields.finish();
            self.gaps |= id.is_none();
            let id = once(id?, id_at?, "list of words", &mut self.words)?;
            Some((id, WordList { meaning: meaning?, words }))
        })
    }

    /// Reads the figures of good practice.
    pub fn figures(&mut self, list: Cursor<'_>, index: &Index) -> Vec<(ParameterId, PracticeFigure)> {
        list.list(|item| {
            let mut fields = item.fields()?;
            let id_at = fields.required("id");
            let id = id_at.and_then(|c| c.id(ParameterId::parse));
            let meaning = fields.required("meaning").and_then(|c| c.words());
            let figure = fields.required("figure").and_then(|c| c.number(0, 36_500));
            let source = fields.required("source").and_then(|c| c.words());
            fields.finish();
            self.gaps |= id.is_none();
            let (id, at) = (id?, id_at?);
            if index.parameters.contains_key(&id) {
                at.error(format!("`{id}` is already a parameter"), "give the figure of good practice another id");
                return None;
            }
            let id = once(id, at, "figure", &mut self.figures)?;
            Some((id, PracticeFigure { meaning: meaning?, figure: figure?, source: source? }))
        })
    }

    /// Takes the name of a stage and looks it up.
    pub fn stage(&mut self, at: Cursor<'_>) -> Option<StageId> {
        let id = at.id(StageId::parse)?;
        let found = look_up(&id, at, "stage", &self.stages, self.gaps);
        self.use_of(found)
    }

    /// Takes the name of a list of words and looks it up.
    pub fn word_list(&mut self, at: Cursor<'_>) -> Option<WordsId> {
        let id = at.id(WordsId::parse)?;
        let found = look_up(&id, at, "list of words", &self.words, self.gaps);
        self.use_of(found)
    }

    /// Returns the figure of good practice with a name, and notes its use.
    pub fn figure(&mut self, name: &str) -> Option<Figured> {
        let (id, _) = self.figures.get_key_value(name)?;
        self.used.insert(name.to_owned());
        Some(Figured::Practice(id.clone()))
    }

    /// Returns the names of the figures.
    pub fn figure_names(&self) -> impl Iterator<Item = &str> {
        self.figures.keys().map(ParameterId::as_str)
    }

    fn use_of<T: std::fmt::Display>(&mut self, found: Option<T>) -> Option<T> {
        self.used.extend(found.iter().map(ToString::to_string));
        found
    }

    /// Notes lists of words and figures that nothing names.
    pub fn unused(&self, findings: &Findings) {
        if self.gaps {
            return;
        }
        let words = self.words.iter().map(|(id, origin)| ("list of words", id.as_str(), origin));
        let figures = self.figures.iter().map(|(id, origin)| ("figure", id.as_str(), origin));
        for (what, id, origin) in words.chain(figures).filter(|(_, id, _)| !self.used.contains(*id)) {
            findings.warning(
                &origin.file,
                origin.at,
                format!("{what} `{id}` is not used"),
                "name it in a check, or remove it",
            );
        }
    }
}

/// Takes one lower-case word.
fn word(at: Cursor<'_>) -> Option<String> {
    let text = at.words()?;
    let sound = text.chars().all(|letter| letter.is_alphanumeric() && !letter.is_uppercase());
    sound.then_some(text).or_else(|| at.expected("one word in lower case", "write each word for itself, without signs"))
}

/// Notes a name, unless it was taken already.
pub(super) fn once<T: Ord + Clone + std::fmt::Display>(
    id: T,
    at: Cursor<'_>,
    what: &str,
    known: &mut BTreeMap<T, Origin>,
) -> Option<T> {
    if let Some(first) = known.get(&id) {
        let hint = format!("keep one of them; the first is in {}:{}", first.file, first.at.line);
        at.error(format!("{what} `{id}` is defined twice"), hint);
        return None;
    }
    known.insert(id.clone(), Origin::of(&at));
    Some(id)
}

fn look_up<T>(id: &T, at: Cursor<'_>, what: &str, known: &BTreeMap<T, Origin>, gaps: bool) -> Option<T>
where
    T: Ord + Clone + std::fmt::Display + std::borrow::Borrow<str>,
{
    if known.contains_key::<T>(id) {
        return Some(id.clone());
    }
    if !gaps {
        let names = known.keys().map(std::borrow::Borrow::borrow);
        let hint = at.source.near_or(id.borrow(), names, "define it in a file under readiness/");
        at.error(format!("there is no {what} `{id}`"), hint);
    }
    None
}

/// Takes the name of a day or a duty of the timetable.
pub(super) fn moment(at: Cursor<'_>) -> Option<MomentId> {
    at.id(MomentId::parse)
}
