//! Reads the rules of a regulation or schedule.

use super::conclusions::value_of;
use super::conditions::{self, Scope};
use super::folder::{File, Folder};
use super::index::{Index, Origin, RuleHead};
use super::uses::Uses;
use crate::id::{ConclusionId, DecisionId, Provision, RuleId, TextId, ValueId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::model::Rule;
use crate::pack::node::Value;

/// Makes every rule known by name, so that rules can build on rules that stand later.
pub(crate) fn declare(files: &[File], findings: &Findings, index: &mut Index) {
    for file in files.iter().filter(|file| matches!(file.folder, Folder::Regulations | Folder::Schedules)) {
        let list = child(file.cursor(findings), "rules");
        match list.map(|list| &list.node.value) {
            Some(Value::List(items, _)) => {
                for node in items {
                    head(Cursor { node, ..file.cursor(findings) }, index);
                    if !has_decision(Cursor { node, ..file.cursor(findings) }, index) {
                        index.note_gap(file.folder);
                    }
                }
            }
            Some(_) => index.note_gap(file.folder),
            None => {}
        }
    }
}

/// Returns the value of a key, noting nothing: what is wrong is noted when the rule itself is read.
fn child<'a>(cursor: Cursor<'a>, key: &str) -> Option<Cursor<'a>> {
    match &cursor.node.value {
        Value::Map(entries, _) => {
            entries.iter().find(|(found, _)| found.text == key).map(|(_, node)| Cursor { node, ..cursor })
        }
        _ => None,
    }
}

fn scalar<'a>(cursor: Cursor<'a>, key: &str) -> Option<(&'a str, Cursor<'a>)> {
    let found = child(cursor, key)?;
    match &found.node.value {
        Value::Scalar(scalar) => Some((&scalar.text, found)),
        _ => None,
    }
}

fn head(rule: Cursor<'_>, index: &mut Index) {
    let Some((Ok(id), at)) = scalar(rule, "id").map(|(text, at)| (RuleId::parse(text), at)) else {
        index.note_gap(Folder::Regulations);
        return;
    };
    let texts = match child(rule, "texts").map(|list| &list.node.value) {
        Some(Value::List(items, _)) => items.iter().filter_map(as_text).collect(),
        _ => Vec::new(),
    };
    let head = RuleHead {
        origin: Origin::of(&at),
        decision: scalar(rule, "decision").and_then(|(text, _)| DecisionId::parse(text).ok()),
        texts,
    };
    if let Some(first) = index.rules.get(&id) {
        let hint = format!(
            "give each rule of the pack its own id; the first is in {}:{}",
            first.origin.file, first.origin.at.line
        );
        at.error(format!("rule `{id}` is defined twice"), hint);
    } else {
        index.rules.insert(id, head);
    }
}

/// Answers whether the rule names a decision that is there, so that what it uses can be counted for it.
fn has_decision(rule: Cursor<'_>, index: &Index) -> bool {
    let named = scalar(rule, "decision").and_then(|(text, _)| DecisionId::parse(text).ok());
    named.is_some_and(|decision| index.decisions.contains_key(&decision))
}

fn as_text(node: &crate::pack::node::Node) -> Option<TextId> {
    match &node.value {
        Value::Scalar(scalar) => Some(TextId::new(&scalar.text)),
        _ => None,
    }
}

/// Reads one rule.
pub(crate) fn read(item: Cursor<'_>, index: &Index, uses: &mut Uses) -> Option<Rule> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(RuleId::parse));
    let provision_at = fields.required("provision");
    let provision = provision_at.and_then(|c| index.provision(c));
    let title = fields.required("title").and_then(|c| c.words());
    let decision = fields.required("decision").and_then(|c| index.decision(c));
    let texts_at = fields.optional("texts");
    let texts = index.texts(texts_at);
    let note = fields.optional("note").and_then(|c| c.words());
    let scope = Scope {
        decision: decision.as_ref(),
        rule: id.as_ref(),
        texts: standing(&texts, texts_at, decision.as_ref(), index),
    };
    if let (Some(at), Some(provision)) = (provision_at, &provision) {
        scope.stands(at, provision, index);
    }
    let when = fields.required("when").and_then(|c| conditions::read(c, &scope, index, uses));
    let then = fields.optional("then").and_then(|c| then(c, &scope, index, uses)).unwrap_or_default();
    fields.finish();
    Some(Rule { id: id?, provision: provision?, title: title?, decision: decision?, texts, when: when?, then, note })
}

/// Returns the texts in which a rule stands, noting those that never govern its decision.
fn standing(texts: &[TextId], at: Option<Cursor<'_>>, decision: Option<&DecisionId>, index: &Index) -> Vec<TextId> {
    let Some(decision) = decision else {
        return texts.to_vec();
    };
    let governing = index.texts_of(decision);
    if governing.is_empty() {
        return texts.to_vec();
    }
    for text in texts.iter().filter(|text| !governing.contains(text)) {
        if let Some(at) = at {
            let hint = "leave it out, or let the decision say `selected-by: termination`";
            at.error(format!("text `{text}` never governs decision `{decision}`"), hint);
        }
    }
    // Texts that are named but not known are noted already.
    if at.is_none() { governing } else { texts.to_vec() }
}

fn then(cursor: Cursor<'_>, scope: &Scope<'_>, index: &Index, uses: &mut Uses) -> Option<Vec<(ConclusionId, ValueId)>> {
    let fields = cursor.fields()?;
    if let Some(rule) = scope.rule {
        uses.concluding.insert(rule.clone());
    }
    let decision = scope.decision?;
    let mut then = Vec::new();
    for (key, at) in fields.entries() {
        let Some(conclusion) = index.conclusion(at.source, key.at, &key.text, decision) else {
            continue;
        };
        if let Some(value) = value_of(at, conclusion) {
            uses.set.insert((decision.clone(), conclusion.id.clone(), value.clone()));
            then.push((conclusion.id.clone(), value));
        }
    }
    Some(then)
}

impl Scope<'_> {
    /// Notes a provision that does not stand in all the texts in which a rule does.
    pub(crate) fn stands(&self, at: Cursor<'_>, provision: &Provision, index: &Index) {
        let Some((_, texts)) = index.provisions.get(provision) else {
            return;
        };
        if let Some(text) = self.texts.iter().find(|text| !texts.is_empty() && !texts.contains(text)) {
            let hint = "say under `texts:` of the rule in which texts it stands";
            at.error(format!("`{provision}` does not stand in text `{text}`, in which this rule does"), hint);
        }
    }
}
