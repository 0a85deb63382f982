//! What the law asks for in a notice of its kind, item by item, and which of it is not there.

use psr_rules::id::Provision;
use psr_rules::pack::model::{Found, GroundKind, ItemGround, Notice, NoticeItem, Remark, RequiredItem};

use super::view::View;
use super::{NoticeFinding, evaluate, message};

/// An item that is not there.
struct Missing<'p> {
    id: String,
    /// The place of the item in the notice.
    place: usize,
    provisions: Vec<&'p Provision>,
    says: String,
}

/// Lists the items that are not there: each as a defect; of an extract, which cannot show what it leaves out, all of them in one note.
pub(super) fn findings(view: &View<'_>) -> Vec<NoticeFinding> {
    let (Some(required), Some(notice)) = (&view.checks.required, notice(view)) else { return Vec::new() };
    let found = required.items.iter().filter_map(|item| missing(item, notice, view));
    let mut missing: Vec<Missing<'_>> = found.collect();
    missing.sort_by_key(|item| item.place);
    match (view.notice.extract, missing.as_slice()) {
        (_, []) => Vec::new(),
        (true, missing) => vec![not_seen(missing, &required.not_seen, view)],
        (false, missing) => missing.iter().map(|item| defect(item, &required.missing, view)).collect(),
    }
}

fn notice<'p>(view: &View<'p>) -> Option<&'p Notice> {
    let id = view.kind?.notice.as_ref()?;
    view.pack.notices.iter().find(|notice| notice.id == *id)
}

fn missing<'p>(item: &RequiredItem, notice: &'p Notice, view: &View<'_>) -> Option<Missing<'p>> {
    let asks = |asked: &&NoticeItem| asked.ground == ItemGround::Law && item.fills.contains(&asked.provision);
    let asked: Vec<&NoticeItem> = notice.items.iter().filter(asks).collect();
    let first = *asked.first()?;
    if item.only_if.as_ref().is_some_and(|test| evaluate::holds(test, view).is_none()) {
        return None;
    }
    let absent = item.parts.iter().filter(|part| evaluate::holds(&part.found, view).is_none());
    let absent: Vec<&str> = absent.map(|part| part.says.as_deref().unwrap_or(&first.says)).collect();
    if absent.is_empty() {
        return None;
    }
    let mut provisions: Vec<&Provision> = asked.iter().map(|asked| &asked.provision).collect();
    provisions.dedup();
    let place = notice.items.iter().position(|known| known == first).unwrap_or_default();
    Some(Missing { id: item.id.to_string(), place, provisions, says: message::listed(&absent) })
}

fn defect(item: &Missing<'_>, remark: &Remark, view: &View<'_>) -> NoticeFinding {
    let own = [("item", item.says.as_str())];
    said(item.id.clone(), Found::Defect, &item.provisions, remark, &own, view)
}

fn not_seen(missing: &[Missing<'_>], remark: &Remark, view: &View<'_>) -> NoticeFinding {
    let items: Vec<&str> = missing.iter().map(|item| item.says.as_str()).collect();
    let items = items.join("; ");
    let provisions: Vec<&Provision> = missing.iter().flat_map(|item| item.provisions.clone()).collect();
    said("not-in-the-extract".to_owned(), Found::Note, &provisions, remark, &[("items", &items)], view)
}

fn said(
    id: String,
    severity: Found,
    provisions: &[&Provision],
    remark: &Remark,
    own: &[(&str, &str)],
    view: &View<'_>,
) -> NoticeFinding {
    NoticeFinding {
        id,
        severity,
        ground: GroundKind::Law,
        source: None,
        provisions: provisions.iter().map(ToString::to_string).collect(),
        says: message::fill(&remark.says, own, view),
        quote: None,
        place: None,
        next: message::fill(&remark.next, own, view),
    }
}
