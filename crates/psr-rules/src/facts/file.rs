//! Reads one file of facts, YAML or JSON, and reports everything that is wrong with it at once.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::json;
use super::value::answer;
use crate::answer::{Answer, Answers};
use crate::id::{DecisionId, QuestionId};
use crate::money::Pence;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Diagnostics, Findings, Place};
use crate::pack::fields::Fields;
use crate::pack::model::{Decision, Kind, Pack};
use crate::pack::node::{Key, Node, shortened};
use crate::pack::source::Source;
use crate::pack::yaml;

/// How many bytes of facts are read.
pub const INPUT_LIMIT: usize = 1024 * 1024;

/// What to write at least.
pub(super) const LEAST: &str = "give at least `commenced:` and `answers:`";

/// Facts, read and checked against a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsFile {
    /// The decision: the one that was chosen, else the one the file names, else the pack's default.
    pub decision: DecisionId,
    /// When the procedure commenced.
    pub commenced: NaiveDate,
    /// What is known.
    pub answers: Answers,
}

/// Reads facts from YAML or JSON. A decision that is chosen stands before the one the file names.
///
/// # Errors
/// When anything is wrong; each finding names the key and its line, and carries `name` as the file.
pub fn read(name: &str, bytes: &[u8], pack: &Pack, chosen: Option<&DecisionId>) -> Result<FactsFile, Diagnostics> {
    let findings = Findings::default();
    let source = Source { file: name, findings: &findings };
    let facts = tree(bytes, source, LEAST).and_then(|root| facts(Cursor::root(&root, source), pack, chosen));
    finished(facts, findings)
}

/// Facts of which some sums are so much a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HorizonFile {
    /// The facts that are the same however many years are counted.
    pub facts: FactsFile,
    /// The sums for each year.
    pub per_year: BTreeMap<QuestionId, Pence>,
}

/// Reads facts with sums for each year, under `per-year`, from YAML or JSON.
///
/// # Errors
/// As for [`read`]; and when a sum for each year belongs to no question of the decision that asks for money, or is answered as well.
pub fn read_horizon(
    name: &str,
    bytes: &[u8],
    pack: &Pack,
    chosen: Option<&DecisionId>,
) -> Result<HorizonFile, Diagnostics> {
    let findings = Findings::default();
    let source = Source { file: name, findings: &findings };
    let file = tree(bytes, source, LEAST).and_then(|root| {
        let mut fields = Cursor::root(&root, source).fields()?;
        let per_year_at = fields.required("per-year");
        let facts = facts_in(fields, pack, chosen)?;
        let decision = pack.decisions.iter().find(|decision| decision.id == facts.decision);
        let per_year = answers(per_year_at?, decision, pack);
        let sums = fields_of(per_year_at?).map(|(key, value)| (key, value, per_year.get(key.text.as_str())));
        let per_year = sums.filter_map(|(key, value, given)| yearly(key, value, given, &facts, pack)).collect();
        Some(HorizonFile { facts, per_year })
    });
    finished(file, findings)
}

fn fields_of(at: Cursor<'_>) -> impl Iterator<Item = (&Key, Cursor<'_>)> {
    at.fields().into_iter().flat_map(|fields| fields.entries())
}

/// Takes one sum for each year, noting why when it is none.
fn yearly(
    key: &Key,
    value: Cursor<'_>,
    given: Option<&Answer>,
    facts: &FactsFile,
    pack: &Pack,
) -> Option<(QuestionId, Pence)> {
    let (id, question) = pack.questions.get_key_value(key.text.as_str())?;
    if !matches!(question.kind, Kind::Money { .. }) {
        value.error(format!("question `{id}` does not ask for money"), "answer it under `answers:`");
        return None;
    }
    if facts.answers.contains_key(id) {
        value.error(format!("question `{id}` is answered as well"), "give the sum for each year, or the whole one");
        return None;
    }
    match given {
        Some(Answer::Money(sum)) => Some((id.clone(), *sum)),
        _ => None,
    }
}

/// Reads facts from one line of JSON.
pub(super) fn read_json(bytes: &[u8], pack: &Pack, chosen: Option<&DecisionId>) -> Result<FactsFile, Diagnostics> {
    let findings = Findings::default();
    let source = Source { file: "", findings: &findings };
    let facts = json_tree(bytes, source, LEAST).and_then(|root| facts(Cursor::root(&root, source), pack, chosen));
    finished(facts, findings)
}

/// Gives what was read, if nothing was found wrong with it.
pub(crate) fn finished<T>(read: Option<T>, findings: Findings) -> Result<T, Diagnostics> {
    let found = findings.finish();
    read.filter(|_| !found.has_errors()).ok_or(found)
}

/// Reads one line of bounded length into a tree, as JSON.
pub(crate) fn json_tree(bytes: &[u8], source: Source<'_>, least: &str) -> Option<Node> {
    bounded_text(bytes, source, least).and_then(|text| json::read(text, source))
}

/// Reads bytes of bounded length into a tree, as JSON where they are JSON, else as YAML; `least` says what they must hold at least.
pub(crate) fn tree(bytes: &[u8], source: Source<'_>, least: &str) -> Option<Node> {
    let text = bounded_text(bytes, source, least)?;
    if !text.trim_start().starts_with('{') {
        return Some(yaml::read(text, source));
    }
    let as_json = Findings::default();
    if let Some(root) = json::read(text, source.noting_in(&as_json)) {
        source.findings.extend(as_json);
        return Some(root);
    }
    // YAML in braces is YAML; what is neither is most likely meant to be JSON.
    let as_yaml = Findings::default();
    let root = yaml::read(text, source.noting_in(&as_yaml));
    source.findings.extend(if as_yaml.is_empty() { as_yaml } else { as_json });
    Some(root)
}

fn bounded_text<'t>(bytes: &'t [u8], source: Source<'_>, least: &str) -> Option<&'t str> {
    if bytes.len() > INPUT_LIMIT {
        source.error(
            Place::default(),
            "the input is larger than 1 MiB",
            "facts are far smaller: is this the right file?",
        );
        return None;
    }
    let text = source.text(bytes)?;
    if text.trim().is_empty() {
        source.error(Place::default(), "the input is empty", least);
        return None;
    }
    Some(text)
}

fn facts(root: Cursor<'_>, pack: &Pack, chosen: Option<&DecisionId>) -> Option<FactsFile> {
    facts_in(root.fields()?, pack, chosen)
}

/// Takes facts from a mapping of which nothing else is left to take.
fn facts_in(mut fields: Fields<'_>, pack: &Pack, chosen: Option<&DecisionId>) -> Option<FactsFile> {
    let root = fields.whole();
    if let Some(chosen) = chosen.filter(|chosen| pack.decisions.iter().all(|decision| decision.id != **chosen)) {
        let known = pack.decisions.iter().map(|decision| decision.id.as_str());
        let hint = root.source.hint(chosen.as_str(), known);
        root.source.error(Place::default(), format!("the pack has no decision `{chosen}`"), hint);
    }
    let named = fields.optional("decision").map(|at| known_decision(at, pack));
    let commenced = fields.required("commenced").and_then(|at| commenced(at, pack));
    let answers_at = fields.optional("answers");
    fields.finish();
    let decision = match (chosen, named) {
        (Some(chosen), _) => Some(chosen.clone()),
        (None, Some(named)) => named,
        (None, None) => Some(pack.about.default_decision.clone()),
    };
    let known = decision.as_ref().and_then(|id| pack.decisions.iter().find(|decision| decision.id == *id));
    let answers = answers_at.map(|at| answers(at, known, pack)).unwrap_or_default();
    Some(FactsFile { decision: decision?, commenced: commenced?, answers })
}

/// Takes the name of a decision and looks it up.
pub(super) fn known_decision(at: Cursor<'_>, pack: &Pack) -> Option<DecisionId> {
    let id = at.id(DecisionId::parse)?;
    if pack.decisions.iter().any(|decision| decision.id == id) {
        return Some(id);
    }
    let known = pack.decisions.iter().map(|decision| decision.id.as_str());
    at.error(format!("{} names `{id}`, which the pack does not know", at.name), at.source.hint(id.as_str(), known));
    None
}

fn commenced(at: Cursor<'_>, pack: &Pack) -> Option<NaiveDate> {
    let date = at.date()?;
    let begins = pack.about.begins;
    if date < begins {
        let message = format!("{} is {date}, before the regime began on {begins}", at.name);
        at.error(message, "procedures that commenced earlier are not determined under it");
        return None;
    }
    Some(date)
}

fn answers(at: Cursor<'_>, decision: Option<&Decision>, pack: &Pack) -> Answers {
    let Some(fields) = at.fields() else {
        return Answers::new();
    };
    let mut answers = Answers::new();
    for (key, value) in fields.entries() {
        let Some(id) = question(&key.text, decision, pack) else {
            let (message, hint) = unknown(value.source, &key.text, decision, pack);
            value.source.error(key.at, message, hint);
            continue;
        };
        let kind = &pack.questions[id].kind;
        answers.extend(answer(value, kind).map(|answer| (id.clone(), answer)));
    }
    answers
}

/// Finds a question of the decision, or of the pack where the decision is not known.
fn question<'p>(name: &str, decision: Option<&'p Decision>, pack: &'p Pack) -> Option<&'p QuestionId> {
    match decision {
        Some(decision) => decision.questions.iter().find(|question| question.as_str() == name),
        None => pack.questions.get_key_value(name).map(|(id, _)| id),
    }
}

/// Says of a name that is no question of a decision what it may be instead.
pub(super) fn unknown(source: Source<'_>, name: &str, decision: Option<&Decision>, pack: &Pack) -> (String, String) {
    let Some(decision) = decision else {
        let known = pack.questions.keys().map(QuestionId::as_str);
        return (format!("there is no question `{}`", shortened(name)), source.hint(name, known));
    };
    let asks = |other: &&Decision| other.questions.iter().any(|question| question.as_str() == name);
    let elsewhere: Vec<&str> = pack.decisions.iter().filter(asks).map(|other| other.id.as_str()).collect();
    let message = format!("`{}` is not a question of decision `{}`", shortened(name), decision.id);
    let known = decision.questions.iter().map(QuestionId::as_str);
    match elsewhere.as_slice() {
        [] => (message, source.hint(name, known)),
        others => (message, format!("it belongs to {}", others.join(", "))),
    }
}
