//! Reads `questions/*.yaml`: one question a file.

use std::collections::{BTreeMap, BTreeSet};

use super::folder::{File, Folder};
use super::index::{Index, Origin};
use super::list_fields;
use super::uses::Uses;
use crate::id::{ChoiceId, Provision, QuestionId};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::fields::Fields;
use crate::pack::model::{Choice, Kind, Question, Says};

/// The words a pack uses for the kinds of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KindWord {
    YesNo,
    Money,
    ChangeOfMoney,
    Date,
    OneOf,
    Text,
    List,
}

const KINDS: [(&str, KindWord); 7] = [
    ("yes-no", KindWord::YesNo),
    ("money", KindWord::Money),
    ("change-of-money", KindWord::ChangeOfMoney),
    ("date", KindWord::Date),
    ("one-of", KindWord::OneOf),
    ("text", KindWord::Text),
    ("list", KindWord::List),
];

/// Reads every question.
pub(crate) fn read(
    files: &[File],
    findings: &Findings,
    index: &mut Index,
    uses: &mut Uses,
) -> BTreeMap<QuestionId, Question> {
    let mut questions = BTreeMap::new();
    for file in files.iter().filter(|file| file.folder == Folder::Questions) {
        if let Some(question) = question(file, findings, index, uses) {
            questions.insert(question.id.clone(), question);
        }
    }
    questions
}

fn question(file: &File, findings: &Findings, index: &mut Index, uses: &mut Uses) -> Option<Question> {
    let cursor = file.cursor(findings);
    let Some(mut fields) = cursor.fields() else {
        declare(None, file, cursor, None, index);
        return None;
    };
    let id_at = fields.required("id");
    let id = id_at.and_then(|c| c.id(QuestionId::parse));
    let kind_word = fields.required("kind").and_then(|c| c.one_of(&KINDS));
    let provisions = fields.required("provisions").map(|c| provisions(c, index)).unwrap_or_default();
    let ask = fields.required("ask").and_then(|c| c.words());
    let hint = fields.optional("hint").and_then(|c| c.words());
    let why = fields.required("why").and_then(|c| c.words());
    let view = fields.optional("view").and_then(|c| c.words());
    let effort = fields.optional("effort").map_or(Some(2), |c| c.number(1, 5));
    let says = fields.required("says").and_then(|c| says(c, kind_word));
    let guidance = fields.optional("guidance").and_then(address);
    let kind = kind(kind_word, &mut fields, index, uses);
    fields.finish();

    declare(id.as_ref(), file, id_at.unwrap_or(cursor), kind.clone(), index);
    Some(Question {
        id: id?,
        kind: kind?,
        provisions,
        ask: ask?,
        hint,
        why: why?,
        says: says?,
        view,
        effort: u8::try_from(effort?).ok()?,
        guidance,
    })
}

/// Makes the question known by its id and by its file's name, which should be the same.
fn declare(id: Option<&QuestionId>, file: &File, at: Cursor<'_>, kind: Option<Kind>, index: &mut Index) {
    let by_name = QuestionId::parse(file.stem()).ok();
    if let Some(id) = id.filter(|id| by_name.as_ref() != Some(id)) {
        let hint = format!("name the file {id}.yaml, or write `id: {}`", file.stem());
        at.error(format!("the file's name is not the question's id `{id}`"), hint);
        index.doubtful.extend([id.clone()].into_iter().chain(by_name.clone()));
    }
    for id in [id.cloned(), by_name].into_iter().flatten() {
        index.questions.entry(id).or_insert((Origin::of(&at), kind.clone()));
    }
}

/// Takes a list of citations.
pub(crate) fn provisions(list: Cursor<'_>, index: &Index) -> Vec<Provision> {
    list.list(|item| index.provision(item))
}

fn address(cursor: Cursor<'_>) -> Option<String> {
    let text = cursor.words()?;
    let sound = text.starts_with("https://") && !text.contains(char::is_whitespace);
    sound.then_some(text).or_else(|| cursor.expected("an address", "write it in full, beginning with https://"))
}

fn says(cursor: Cursor<'_>, kind: Option<KindWord>) -> Option<Says> {
    let mut fields = cursor.fields()?;
    let kind = kind?;
    let wanted: &[&'static str] = if kind == KindWord::YesNo { &["yes", "no"] } else { &["answer"] };
    let found: Vec<Option<Cursor<'_>>> = wanted.iter().map(|key| fields.required(key)).collect();
    fields.finish();
    Some(match found.as_slice() {
        [yes, no] => Says { yes: Some(clause((*yes)?)?), no: Some(clause((*no)?)?), answer: None },
        [answer, ..] => Says { answer: Some(clause_with_answer((*answer)?)?), ..Says::default() },
        [] => Says::default(),
    })
}

/// Takes a clause that will stand inside a sentence.
pub(crate) fn clause(cursor: Cursor<'_>) -> Option<String> {
    let text = cursor.words()?;
    if text.trim_end().ends_with('.') {
        cursor.error(
            format!("{} ends in a full stop", cursor.name),
            "it is read inside a sentence: leave the full stop out",
        );
        return None;
    }
    Some(text)
}

fn clause_with_answer(cursor: Cursor<'_>) -> Option<String> {
    let text = clause(cursor)?;
    if text.contains("{answer}") {
        return Some(text);
    }
    cursor.error(format!("{} does not say where the answer goes", cursor.name), "write {answer} in its place");
    None
}

fn kind(word: Option<KindWord>, fields: &mut Fields<'_>, index: &Index, uses: &mut Uses) -> Option<Kind> {
    let word = word?;
    Some(match word {
        KindWord::YesNo => Kind::YesNo,
        KindWord::Money => Kind::Money { any_sign: false },
        KindWord::ChangeOfMoney => Kind::Money { any_sign: true },
        KindWord::Date => Kind::Date,
        KindWord::Text => Kind::Text,
        KindWord::OneOf => Kind::OneOf(choices_of(fields, index, uses)?),
        KindWord::List => Kind::List(list_fields::read(fields.required("fields")?)),
    })
}

fn choices_of(fields: &mut Fields<'_>, index: &Index, uses: &mut Uses) -> Option<Vec<Choice>> {
    let (own, from) = (fields.optional("choices"), fields.optional("choices-from"));
    match (own, from) {
        (Some(own), None) => Some(choices(own)),
        (None, Some(from)) => listed(from, index, uses),
        (Some(_), Some(from)) => {
            from.error("the question has both `choices` and `choices-from`", "keep one of them");
            None
        }
        (None, None) => {
            if fields.is_whole() {
                fields.whole().error(
                    "the question has no choices",
                    "add `choices:`, or `choices-from:` with a list of a schedule",
                );
            }
            None
        }
    }
}

fn listed(from: Cursor<'_>, index: &Index, uses: &mut Uses) -> Option<Vec<Choice>> {
    let id = from.text()?;
    match index.lists.get(id) {
        Some(list) => {
            uses.lists.insert(id.to_owned());
            Some(list.choices.clone())
        }
        None => {
            if !index.has_gap(Folder::Schedules) {
                let known = index.lists.keys().map(String::as_str);
                let hint = from.source.near_or(id, known, "define it as `list:` in a file under schedules/");
                from.error(format!("there is no list `{id}`"), hint);
            }
            None
        }
    }
}

/// Takes the choices of a question or a list.
pub(crate) fn choices(list: Cursor<'_>) -> Vec<Choice> {
    let read: Vec<(Choice, Cursor<'_>)> = list.list(choice);
    let groups: BTreeSet<ChoiceId> = read.iter().filter_map(|(choice, _)| choice.group.clone()).collect();
    let mut ids = BTreeSet::new();
    for (Choice { id, .. }, at) in &read {
        if !ids.insert(id) {
            at.error(format!("choice `{id}` stands twice"), "give each choice its own id");
        }
        if groups.contains(id) {
            at.error(format!("`{id}` is both a choice and a group"), "give the group another name");
        }
    }
    read.into_iter().map(|(choice, _)| choice).collect()
}

fn choice(item: Cursor<'_>) -> Option<(Choice, Cursor<'_>)> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(ChoiceId::parse));
    let label = fields.required("label").and_then(|c| c.words());
    let group = fields.optional("group").and_then(|c| c.id(ChoiceId::parse));
    let note = fields.optional("note").and_then(|c| c.words());
    fields.finish();
    let choice = Choice { id: id?, label: label?, group, note };
    Some((choice, item))
}
