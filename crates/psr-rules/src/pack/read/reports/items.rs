//! Reads the items of a report: what each says, why it is there, and what it counts.

use super::Around;
use super::events::ways;
use crate::id::ReportId;
use crate::pack::cursor::Cursor;
use crate::pack::fields::Fields;
use crate::pack::model::{FindingsTold, ItemGround, ProvidersTold, ReportItem, Told};
use crate::pack::read::notice_items::GROUNDS;

const PROVIDERS: [(&str, ProvidersTold); 3] =
    [("new", ProvidersTold::New), ("former", ProvidersTold::Former), ("holding", ProvidersTold::Holding)];
const FINDINGS: [(&str, FindingsTold); 4] = [
    ("breaches", FindingsTold::Breaches),
    ("late-duties", FindingsTold::LateDuties),
    ("overdue-duties", FindingsTold::OverdueDuties),
    ("blocking-gaps", FindingsTold::BlockingGaps),
];

/// Reads one item.
pub(super) fn read(item: Cursor<'_>, around: &Around<'_>) -> Option<ReportItem> {
    let mut fields = item.fields()?;
    let id = fields.required("id").and_then(|c| c.id(ReportId::parse));
    let provision = fields.required("provision").and_then(|c| around.known.index.provision(c));
    let says = fields.required("says").and_then(|c| c.words());
    let (ground, source) = ground(&mut fields);
    let tells = tells(&mut fields, around);
    fields.finish();
    Some(ReportItem { id: id?, provision: provision?, says: says?, ground: ground?, source, tells: tells? })
}

/// Reads why the item is there; what is not the law says in words where it comes from.
fn ground(fields: &mut Fields<'_>) -> (Option<ItemGround>, Option<String>) {
    let ground = fields.optional("ground").map_or(Some(ItemGround::Law), |c| c.one_of(&GROUNDS));
    let is_law = ground == Some(ItemGround::Law);
    let source_at = if is_law { fields.optional("source") } else { fields.required("source") };
    if let Some(at) = source_at.filter(|_| is_law) {
        at.error("the law needs no `source`", "leave it out; the provision says where it comes from");
    }
    (ground, source_at.and_then(|c| c.words()))
}

/// Reads what is counted: exactly one of events, providers and findings.
fn tells(fields: &mut Fields<'_>, around: &Around<'_>) -> Option<Told> {
    let [events, providers, findings] = ["counts", "providers", "finds"].map(|key| fields.optional(key));
    let addressed = fields.optional("addressed");
    if let Some(at) = addressed.filter(|_| findings.is_none()) {
        at.error("`addressed` belongs to `finds`", "leave it out, or say what is found");
    }
    match (events, providers, findings) {
        (Some(list), None, None) => Some(Told::Events(ways(list, around))),
        (None, Some(at), None) => at.one_of(&PROVIDERS).map(Told::Providers),
        (None, None, Some(at)) => found(at, addressed),
        _ => {
            if fields.is_whole() {
                let whole = fields.whole();
                whole.error(
                    format!("{} does not say one thing that it counts", whole.name),
                    "add one of: counts, providers, finds",
                );
            }
            None
        }
    }
}

fn found(at: Cursor<'_>, addressed: Option<Cursor<'_>>) -> Option<Told> {
    let which = at.one_of(&FINDINGS);
    match addressed {
        Some(addressed) => Some(Told::Findings(which?, addressed.words()?)),
        None => {
            at.error("it is not said what is done about what is found", "add `addressed:` with a sentence");
            None
        }
    }
}
