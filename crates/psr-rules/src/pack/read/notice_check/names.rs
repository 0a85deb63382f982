//! Names that `notice-check.yaml` defines for itself: phrases, figures, parts, kinds and checks.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{CheckId, NoticeKindId, ParameterId, PartId, WordsId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::{NoticeFigure, Phrase, PhraseList};
use crate::pack::read::{Index, Origin};

/// The names, with where they are defined.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Whether part of the file could not be read, so that names may be missing.
    pub gaps: bool,
    /// The kinds of notice.
    pub kinds: BTreeMap<NoticeKindId, Origin>,
    /// The checks, and the items that may be missing.
    pub checks: BTreeMap<CheckId, Origin>,
    phrases: BTreeMap<WordsId, Origin>,
    figures: BTreeMap<ParameterId, Origin>,
    parts: BTreeMap<PartId, Origin>,
    used: BTreeSet<String>,
}

impl Names {
    /// Reads the lists of phrases.
    pub fn phrases(&mut self, list: Cursor<'_>) -> BTreeMap<WordsId, PhraseList> {
        let read = list.list(|item| {
            let mut fields = item.fields()?;
            let id_at = fields.required("id");
            let id = id_at.and_then(|at| at.id(WordsId::parse));
            let meaning = fields.required("meaning").and_then(|at| at.words());
            let (any_at, marks_at) = (fields.optional("any"), fields.optional("marks"));
            if any_at.is_none() && marks_at.is_none() && fields.is_whole() {
                item.error("the list has no phrases", "add them under `any:`, or signs under `marks:`");
            }
            fields.finish();
            let any = any_at.map(|at| at.list(phrase)).unwrap_or_default();
            let marks = marks_at.map(|at| at.list(mark)).unwrap_or_default();
            self.gaps |= id.is_none();
            let id = once(id?, id_at?, "list of phrases", &mut self.phrases)?;
            Some((id, PhraseList { meaning: meaning?, any, marks }))
        });
        read.into_iter().collect()
    }

    /// Reads the figures.
    pub fn figures(&mut self, list: Cursor<'_>, index: &Index) -> BTreeMap<ParameterId, NoticeFigure> {
        let read = list.list(|item| {
            let mut fields = item.fields()?;
            let id_at = fields.required("id");
            let id = id_at.and_then(|at| at.id(ParameterId::parse));
            let meaning = fields.required("meaning").and_then(|at| at.words());
            let figure = fields.required("figure").and_then(|at| at.number(0, 36_500));
            let source = fields.required("source").and_then(|at| at.words());
            fields.finish();
            self.gaps |= id.is_none();
            let (id, at) = (id?, id_at?);
            if index.parameters.contains_key(&id) {
                at.error(format!("`{id}` is already a parameter"), "give the figure another id");
                return None;
            }
            let id = once(id, at, "figure", &mut self.figures)?;
            Some((id, NoticeFigure { meaning: meaning?, figure: figure?, source: source? }))
        });
        read.into_iter().collect()
    }

    /// Reads the parts of a notice.
    pub fn parts(&mut self, list: Cursor<'_>) -> BTreeMap<PartId, String> {
        let read = list.list(|item| {
            let mut fields = item.fields()?;
            let id_at = fields.required("id");
            let id = id_at.and_then(|at| at.id(PartId::parse));
            let title = fields.required("title").and_then(|at| at.words());
            fields.finish();
            self.gaps |= id.is_none();
            Some((once(id?, id_at?, "part", &mut self.parts)?, title?))
        });
        read.into_iter().collect()
    }

    /// Takes the name of a list of phrases and looks it up.
    pub fn phrase_list(&mut self, at: Cursor<'_>) -> Option<WordsId> {
        let id = look_up(at.id(WordsId::parse)?, at, "list of phrases", &self.phrases, self.gaps)?;
        self.used.insert(id.as_str().to_owned());
        Some(id)
    }

    /// Takes the name of a figure and looks it up.
    pub fn figure(&mut self, at: Cursor<'_>) -> Option<ParameterId> {
        let id = look_up(at.id(ParameterId::parse)?, at, "figure", &self.figures, self.gaps)?;
        self.used.insert(id.as_str().to_owned());
        Some(id)
    }

    /// Answers whether there is a figure of that name, and notes its use.
    pub fn is_figure(&mut self, name: &str) -> bool {
        let found = self.figures.contains_key(name);
        if found {
            self.used.insert(name.to_owned());
        }
        found
    }

    /// Takes the name of a part and looks it up.
    pub fn part(&self, at: Cursor<'_>) -> Option<PartId> {
        look_up(at.id(PartId::parse)?, at, "part", &self.parts, self.gaps)
    }

    /// Takes the name of a kind and looks it up.
    pub fn kind(&self, at: Cursor<'_>) -> Option<NoticeKindId> {
        look_up(at.id(NoticeKindId::parse)?, at, "kind of notice", &self.kinds, self.gaps)
    }

    /// Notes phrases and figures that nothing uses.
    pub fn unused(&self, findings: &Findings) {
        let phrases = self.phrases.iter().map(|(id, origin)| (id.as_str(), origin, "list of phrases"));
        let figures = self.figures.iter().map(|(id, origin)| (id.as_str(), origin, "figure"));
        for (id, origin, what) in phrases.chain(figures).filter(|(id, ..)| !self.gaps && !self.used.contains(*id)) {
            findings.warning(
                &origin.file,
                origin.at,
                format!("{what} `{id}` is used by nothing"),
                "name it, or remove it",
            );
        }
    }
}

fn phrase(item: Cursor<'_>) -> Option<Phrase> {
    match Phrase::parse(item.text()?) {
        Ok(phrase) => Some(phrase),
        Err(fault) => {
            item.error(format!("{} is no phrase: {fault}", item.name), "write it as in docs/rule-packs.md");
            None
        }
    }
}

fn mark(item: Cursor<'_>) -> Option<String> {
    item.words().map(|text| text.to_lowercase())
}

/// Notes where a name is defined; a second time is a fault.
pub(super) fn once<I: Ord + Clone + std::fmt::Display>(
    id: I,
    at: Cursor<'_>,
    what: &str,
    names: &mut BTreeMap<I, Origin>,
) -> Option<I> {
    if let Some(first) = names.get(&id) {
        at.error(format!("{what} `{id}` is defined twice"), format!("the first is in line {}", first.at.line));
        return None;
    }
    names.insert(id.clone(), Origin::of(&at));
    Some(id)
}

fn look_up<I>(id: I, at: Cursor<'_>, what: &str, names: &BTreeMap<I, Origin>, gaps: bool) -> Option<I>
where
    I: Ord + std::fmt::Display + std::borrow::Borrow<str>,
{
    let name: &str = id.borrow();
    if !names.contains_key(name) && !gaps {
        let known = names.keys().map(std::borrow::Borrow::borrow);
        let hint = at.source.near_or(name, known, "define it in this file");
        at.error(format!("there is no {what} `{id}`"), hint);
        return None;
    }
    Some(id)
}
