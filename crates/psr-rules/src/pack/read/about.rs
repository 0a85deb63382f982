//! Reads `pack.yaml`: what the pack is, the texts in force by date, and the order of its decisions.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::folder::{File, Folder};
use super::index::Index;
use crate::id::{DecisionId, Provision, TextId, is_kebab_case};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Findings, Place};
use crate::pack::model::{About, LawText, SelectedBy};

/// The content of `pack.yaml`.
#[derive(Debug)]
pub(crate) struct AboutFile<'a> {
    /// What the pack says of itself, if all of it could be read.
    pub about: Option<About>,
    /// The texts of the law.
    pub texts: Vec<LawText>,
    /// The decision that is meant when none is named, where it stands.
    pub default_decision: Option<Cursor<'a>>,
    /// The decisions in the order in which an interview takes them, where they stand.
    pub decisions: Vec<Cursor<'a>>,
    /// What documents cite for what every record holds, by its name, where it stands.
    cites: Vec<(String, Cursor<'a>)>,
}

impl AboutFile<'_> {
    /// Returns what documents cite for what every record holds, each looked up in the list of provisions.
    pub fn cites(&self, index: &Index) -> BTreeMap<String, Provision> {
        self.cites.iter().filter_map(|(name, at)| Some((name.clone(), index.provision(*at)?))).collect()
    }
}

/// Names what a decision or text is selected by.
pub(crate) const SELECTED_BY: [(&str, SelectedBy); 2] =
    [("commencement", SelectedBy::Commencement), ("termination", SelectedBy::Termination)];

/// Reads `pack.yaml`.
pub(crate) fn read<'a>(files: &'a [File], findings: &'a Findings, index: &mut Index) -> Option<AboutFile<'a>> {
    let Some(file) = files.iter().find(|file| file.folder == Folder::About) else {
        let hint = "add pack.yaml with what the pack is";
        index.note_gap(Folder::About);
        findings.error("pack.yaml", Place::default(), "the pack has no pack.yaml", hint);
        return None;
    };
    let mut fields = file.cursor(findings).fields()?;
    let id = fields.required("id").and_then(|c| c.id(DecisionId::parse));
    let title = fields.required("title").and_then(|c| c.words());
    let version = fields.required("version").and_then(|c| c.words());
    let instrument = fields.required("instrument").and_then(|c| c.words());
    let begins_at = fields.required("begins");
    let begins = begins_at.and_then(|c| c.date());
    let default_decision = fields.required("default-decision");
    let decisions = fields.required("decisions").map(|c| c.list(Some)).unwrap_or_default();
    let texts_at = fields.required("texts");
    let texts = texts_at.map(|c| texts(c, begins)).unwrap_or_default();
    let cites = fields.optional("cites").map(cites).unwrap_or_default();
    fields.finish();
    if texts_at.is_none_or(|c| !c.has_items(texts.len())) {
        index.note_gap(Folder::About);
    }

    index.begins = begins;
    index.texts.clone_from(&texts);
    let about = || {
        Some(About {
            id: id?.to_string(),
            title: title?,
            version: version?,
            instrument: instrument?,
            begins: begins?,
            default_decision: default_decision?.id(DecisionId::parse)?,
        })
    };
    Some(AboutFile { about: about(), texts, default_decision, decisions, cites })
}

/// Reads `cites:`, which names a provision for each thing that documents say of every record.
fn cites(whole: Cursor<'_>) -> Vec<(String, Cursor<'_>)> {
    let Some(fields) = whole.fields() else { return Vec::new() };
    let named = fields.entries().filter_map(|(key, at)| {
        if is_kebab_case(&key.text) {
            return Some((key.text.clone(), at));
        }
        let message = format!("`{}` is no name of something that documents cite", key.text);
        at.error(message, "use lower-case words joined by single hyphens, such as `reasons`");
        None
    });
    named.collect()
}

fn texts(list: Cursor<'_>, begins: Option<NaiveDate>) -> Vec<LawText> {
    let mut texts: Vec<LawText> = Vec::new();
    for item in list.some_items().unwrap_or_default() {
        let Some((text, from_at)) = text(item) else {
            continue;
        };
        if texts.iter().any(|other| other.id == text.id) {
            item.error(format!("text `{}` is defined twice", text.id), "give each text its own name");
        }
        match texts.last() {
            Some(earlier) if earlier.from >= text.from => {
                let message = format!("text `{}` does not begin after `{}`", text.id, earlier.id);
                from_at.error(message, "list the texts oldest first, each with a later date than the one before");
            }
            None if begins.is_some_and(|begins| text.from > begins) => {
                let message = format!("no text is in force from the day the regime begins until `{}`", text.id);
                from_at.error(message, "the first text begins no later than `begins`");
            }
            _ => {}
        }
        texts.push(text);
    }
    texts
}

fn text(item: Cursor<'_>) -> Option<(LawText, Cursor<'_>)> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.text());
    let from_at = fields.required("from");
    let selected_by = fields.required("selected-by").and_then(|c| c.one_of(&SELECTED_BY));
    let source = fields.required("source").and_then(|c| c.words());
    fields.finish();
    let text = LawText { id: TextId::new(id?), from: from_at?.date()?, selected_by: selected_by?, source: source? };
    Some((text, from_at?))
}
