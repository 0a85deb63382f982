//! Reads `regulations/*.yaml` and `schedules/*.yaml`: the files that follow the instrument.

use super::folder::{File, Folder};
use super::index::{ChoiceList, Index, Origin};
use super::questions::choices;
use super::rules;
use super::uses::Uses;
use crate::id::{ChoiceId, Provision};
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::Findings;
use crate::pack::fields::Fields;
use crate::pack::model::{Regulation, Review};
use crate::pack::node::Value;

/// Reads the lists that schedules define.
pub(crate) fn read_lists(files: &[File], findings: &Findings, index: &mut Index) {
    for file in files.iter().filter(|file| file.folder == Folder::Schedules) {
        let cursor = file.cursor(findings);
        // Only the list is read here; the keys around it are looked at with the rules.
        if let Value::Map(entries, extent) = &cursor.node.value
            && let Some(list) = Fields::new(cursor, entries, *extent).optional("list")
        {
            read_list(list, index);
        }
    }
}

fn read_list(cursor: Cursor<'_>, index: &mut Index) -> Option<()> {
    let mut fields = cursor.fields()?;
    let id_at = fields.required("id");
    let id = id_at.and_then(|c| c.id(ChoiceId::parse));
    let list = fields.required("choices");
    fields.finish();
    let choices = list.map(choices).unwrap_or_default();
    let (id, id_at) = (id?.to_string(), id_at?);
    if let Some(first) = index.lists.get(&id) {
        let hint = format!("keep one of them; the first is in {}", first.origin.file);
        id_at.error(format!("list `{id}` is defined twice"), hint);
        return None;
    }
    let origin = Origin::of(&id_at);
    index.lists.insert(id, ChoiceList { origin, choices });
    Some(())
}

/// Reads the regulations and schedules, in the instrument's order.
pub(crate) fn read(files: &[File], findings: &Findings, index: &Index, uses: &mut Uses) -> Vec<Regulation> {
    let held = files.iter().filter(|file| matches!(file.folder, Folder::Regulations | Folder::Schedules));
    let mut regulations: Vec<Regulation> = held.filter_map(|file| regulation(file, findings, index, uses)).collect();
    regulations.sort_by_key(|regulation| index.provisions.get(&regulation.provision).map(|(position, _)| *position));
    regulations
}

fn regulation(file: &File, findings: &Findings, index: &Index, uses: &mut Uses) -> Option<Regulation> {
    let mut fields = file.cursor(findings).fields()?;
    let provision_at = fields.required("provision");
    let provision = provision_at.and_then(|c| index.provision(c));
    let heading = fields.required("heading").and_then(|c| c.words());
    let reviews = fields.optional("reviews").map(|c| c.list(review)).unwrap_or_default();
    let no_rule_at = fields.optional("no-rule");
    let no_rule = no_rule_at.and_then(|c| c.words());
    let rules_at = fields.optional("rules");
    let rules = rules_at.map(|c| c.list(|item| rules::read(item, index, uses))).unwrap_or_default();
    // Read once everything that a notice may name is known.
    let notice = fields.optional("notice");
    let notice = fields.optional("notices").or(notice);
    let list = (file.folder == Folder::Schedules).then(|| fields.optional("list")).flatten();

    match (rules_at, no_rule_at, list.or(notice)) {
        (Some(_), Some(at), _) => at.error("the file has rules and says `no-rule`", "keep one of them"),
        (None, None, None) if fields.is_whole() => {
            fields.whole().error(
                "the file has neither rules nor a notice nor `no-rule`",
                "add `rules:` or `notice:`, or say under `no-rule:` why there is none",
            );
        }
        _ => {}
    }
    fields.finish();
    if let (Some(provision), Some(at)) = (&provision, provision_at) {
        check_name(file, provision, at);
    }
    Some(Regulation { provision: provision?, heading: heading?, no_rule, reviews, rules })
}

/// Notes a file that is not named after its provision: `reg-06-overview` for `reg 6`.
fn check_name(file: &File, provision: &Provision, at: Cursor<'_>) {
    let (word, number) = provision.as_str().split_once(' ').unwrap_or((provision.as_str(), ""));
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    let rest: String = number[digits.len()..].chars().filter(char::is_ascii_alphanumeric).collect();
    let expected = format!("{}-{digits:0>2}{rest}", word.to_lowercase());
    let stem = file.stem();
    if stem != expected && !stem.starts_with(&format!("{expected}-")) {
        let hint = format!("name it {expected}-….yaml, so that the files stand in the instrument's order");
        at.error(format!("the file's name does not say that it holds `{provision}`"), hint);
    }
}

fn review(item: Cursor<'_>) -> Option<Review> {
    let mut fields = item.fields()?;
    let by = fields.required("by").and_then(|c| c.words());
    let against = fields.required("against").and_then(|c| c.words());
    let on = fields.required("on").and_then(|c| c.date());
    fields.finish();
    Some(Review { by: by?, against: against?, on: on? })
}
