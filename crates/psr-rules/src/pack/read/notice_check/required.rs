//! Reads how the items of a notice are recognised: every item that the law asks for of a kind has a way to be found.

use std::collections::BTreeSet;

use super::Reading;
use super::checks::remark;
use super::conditions::condition;
use super::names::once;
use crate::id::{CheckId, Provision};
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{ItemGround, ItemPart, Notice, PublishedKind, Remark, RequiredItem, RequiredItems};

/// Reads what each kind must hold.
pub(super) fn read(at: Cursor<'_>, kinds: &[PublishedKind], reading: &mut Reading<'_, '_>) -> Option<RequiredItems> {
    let mut fields = at.fields()?;
    let missing = fields.required("missing").and_then(|at| said(at, &["item"], reading));
    let not_seen = fields.required("not-seen").and_then(|at| said(at, &["items"], reading));
    let items_at = fields.required("items");
    fields.finish();
    let items_at = items_at?;
    let items = items_at.list(|item| required(item, reading));
    let read_whole = items_at.is_whole() && items_at.has_items(items.len());
    if read_whole {
        forgotten(items_at, kinds, &items, reading);
    }
    Some(RequiredItems { missing: missing?, not_seen: not_seen?, items })
}

fn said(at: Cursor<'_>, own: &[&str], reading: &mut Reading<'_, '_>) -> Option<Remark> {
    let mut fields = at.fields()?;
    let remark = remark(&mut fields, own, reading);
    fields.finish();
    remark
}

fn required(item: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<RequiredItem> {
    let mut fields = item.fields()?;
    let id_at = fields.required("id");
    let id = id_at.and_then(|at| at.id(CheckId::parse));
    let fills = fields.required("fills").map(|list| list.list(|item| filled(item, reading))).unwrap_or_default();
    let only_if = fields.optional("only-if").map(|at| condition(at, reading));
    let parts = match fields.optional("parts") {
        Some(list) => Some(list.list(|item| named_part(item, reading))),
        None => part(&mut fields, reading).map(|part| vec![part]),
    };
    fields.finish();
    let id = once(id?, id_at?, "check", &mut reading.names.checks)?;
    let only_if = match only_if {
        Some(None) => return None,
        read => read.flatten(),
    };
    Some(RequiredItem { id, fills, only_if, parts: parts? })
}

fn named_part(item: Cursor<'_>, reading: &mut Reading<'_, '_>) -> Option<ItemPart> {
    let mut fields = item.fields()?;
    let part = part(&mut fields, reading);
    fields.finish();
    part
}

/// Takes what a part is in words, and when it is there.
fn part(fields: &mut Fields<'_>, reading: &mut Reading<'_, '_>) -> Option<ItemPart> {
    let says = fields.optional("says").and_then(|at| at.words());
    let found = fields.required("found").and_then(|at| condition(at, reading));
    Some(ItemPart { says, found: found? })
}

/// Takes a provision that asks for an item of a notice.
fn filled(at: Cursor<'_>, reading: &Reading<'_, '_>) -> Option<Provision> {
    let provision = reading.around.index.provision(at)?;
    let asks = |notice: &Notice| by_law(notice).any(|asked| *asked == provision);
    if !reading.around.notices.iter().any(asks) {
        at.error(format!("no notice has an item by `{provision}`"), "name the paragraph that asks for the item");
        return None;
    }
    Some(provision)
}

fn by_law(notice: &Notice) -> impl Iterator<Item = &Provision> {
    notice.items.iter().filter(|item| item.ground == ItemGround::Law).map(|item| &item.provision)
}

/// Notes items that the law asks for and that nothing recognises.
fn forgotten(at: Cursor<'_>, kinds: &[PublishedKind], items: &[RequiredItem], reading: &Reading<'_, '_>) {
    let filled: BTreeSet<&Provision> = items.iter().flat_map(|item| &item.fills).collect();
    let named = |notice: &&Notice| kinds.iter().any(|kind| kind.notice.as_ref() == Some(&notice.id));
    let asked: BTreeSet<&Provision> = reading.around.notices.iter().filter(named).flat_map(by_law).collect();
    for provision in asked.difference(&filled) {
        at.error(format!("nothing recognises the item of `{provision}`"), "add it under `fills:` of an item");
    }
}
