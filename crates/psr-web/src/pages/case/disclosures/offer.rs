//! The form in which each entry that is due is decided on: given, or withheld on a ground of the pack, with an explanation.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use psr_casefile::casebook::{Case, Casebook, disclosure_kind};
use psr_casefile::disclosure::{Disclosing, Proposal, ProposedEntry, propose, providers};
use psr_casefile::record::kind_in_words;
use psr_casefile::state::CaseEntry;
use psr_rules::pack::model::{DisclosureKind, Disclosures};

use super::super::open;
use super::plan::{AS_ENTRY, GIVE, Typed, Wrong, at_first, entry_field, part_field};
use super::{Asked, Wanted, begin_page};
use crate::people::Who;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::data;
use crate::view::filters::in_address;

/// What is proposed, with everything the page shows of the case.
pub struct Offer {
    case: Case,
    proposal: Proposal,
    is_known: bool,
}

pub async fn show(
    State(site): State<Site>,
    who: Who,
    Path(id): Path<String>,
    Query(asked): Wanted,
) -> Result<Response, Problem> {
    let wrong: Wrong = asked.to().err().into_iter().chain(asked.request().err()).collect();
    if !wrong.is_empty() {
        let page = begin_page(&site, &who, &id, &asked, wrong).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let offer = offered(&site, &who, &id, &asked).await?;
    let typed = at_first(&offer.proposal);
    page(&site, &who, &offer, &asked, &typed, &Wrong::new(), &[])
}

/// Draws up what is proposed for a case as it is now.
pub async fn offered(site: &Site, who: &Who, id: &str, asked: &Asked) -> Result<Offer, Problem> {
    let (id, asked) = (open::admitted(site, who, id).await?, asked.clone());
    site.books().read(move |casebook| Ok(offer(casebook, casebook.case_by_id(id)?, &asked)?)).await
}

fn offer(casebook: &Casebook, case: Case, asked: &Asked) -> psr_casefile::Result<Offer> {
    let entries = casebook.to_disclose(&case)?;
    let (disclosures, kind) = of_kind(&case, asked)?;
    let disclosing = Disclosing { case: &case, entries: &entries, disclosures, kind };
    let (proposal, is_known) = (proposed(&disclosing, asked), names_them(&disclosing, asked));
    Ok(Offer { case, proposal, is_known })
}

/// Returns the kind of disclosure that is asked for.
pub fn of_kind<'c>(case: &'c Case, asked: &Asked) -> psr_casefile::Result<(&'c Disclosures, &'c DisclosureKind)> {
    disclosure_kind(case, Some(asked.kind.as_str()).filter(|kind| !kind.is_empty()))
}

/// Proposes what to decide on.
pub fn proposed(disclosing: &Disclosing<'_>, asked: &Asked) -> Proposal {
    let request = asked.request().ok().flatten();
    propose(disclosing, &asked.to().unwrap_or_default(), request.as_deref())
}

/// Tells whether the case names whoever asks among its providers, or names none at all.
fn names_them(disclosing: &Disclosing<'_>, asked: &Asked) -> bool {
    let named = providers(disclosing);
    named.is_empty() || named.iter().any(|name| name.eq_ignore_ascii_case(asked.to.trim()))
}

/// Shows the form.
pub fn page(
    site: &Site,
    who: &Who,
    offer: &Offer,
    asked: &Asked,
    typed: &Typed,
    wrong: &Wrong,
    newer: &[CaseEntry],
) -> Result<Response, Problem> {
    let (case, proposal) = (&offer.case, &offer.proposal);
    let (disclosures, kind) = of_kind(case, asked)?;
    let list = format!("{}/disclosures", open::address(case));
    let title = format!("What is given to {}", proposal.to);
    let frame = open::frame(case, &title).step("Disclosures", &list).errors(wrong.clone());
    let query = format!(
        "kind={}&to={}&request={}",
        in_address(kind.id.as_str()),
        in_address(&asked.to),
        in_address(&asked.request)
    );
    let new = |entry: &CaseEntry| context! { what => kind_in_words(case, entry), by => case.state.actor_name(&entry.act), entry => entry.seq, at => entry.at.to_rfc3339() };
    let context = context! {
        case => data(open::record(case)?.case), title, kind => context! { title => &kind.title, about => &kind.about, limits => &kind.limits, provision => kind.provision.to_string() },
        request => proposal.request.clone(), is_known => offer.is_known, action => format!("{list}/plan?{query}"), head => case.state.head,
        grounds => grounds(disclosures, kind), entries => proposal.entries.iter().map(|entry| shown(kind, entry, typed, wrong)).collect::<Vec<_>>(),
        newer => newer.iter().map(new).collect::<Vec<_>>(), give => GIVE, as_entry => AS_ENTRY,
    };
    site.views().show("disclosure-plan.html.j2", &frame, who, context)
}

/// Returns the grounds, the bars, and what is said of what was not asked for.
fn grounds(disclosures: &Disclosures, kind: &DisclosureKind) -> Vec<Value> {
    let ground = |ground: &psr_rules::pack::model::Withholding| {
        let weighed =
            if ground.weighed { " The public interest is weighed, so the balance is needed too." } else { "" };
        context! { value => ground.id.to_string(), text => format!("{} ({})", ground.says, ground.source), explain => format!("{}{weighed}", ground.explain) }
    };
    let outside = &disclosures.outside;
    let outside = context! { value => outside.id.to_string(), text => &outside.says, explain => "" };
    kind.grounds.iter().chain(&kind.bars).map(ground).chain([outside]).collect()
}

fn shown(kind: &DisclosureKind, entry: &ProposedEntry, typed: &Typed, wrong: &Wrong) -> Value {
    let field = |name: String| {
        let text = |suffix: &str| typed.get(&format!("{name}{suffix}")).cloned().unwrap_or_default();
        let error = wrong.iter().find(|(_, of)| *of == name).map(|(message, _)| message.clone());
        context! { chosen => text(""), explanation => text("-explanation"), balance => text("-balance"), error, name }
    };
    let parts = entry.parts.iter().enumerate().map(|(place, part)| {
        context! { part => &part.part, shows => &part.shows, why_ask => part.why_ask.clone(), field => field(part_field(entry, place)) }
    });
    let asks = entry.parts.iter().any(|part| part.why_ask.is_some());
    let own = (0..entry.parts.len())
        .any(|place| typed.get(&part_field(entry, place)).is_some_and(|choice| choice != AS_ENTRY));
    let items = entry.items.iter().filter_map(|item| kind.items.iter().find(|known| known.id.as_str() == item));
    context! {
        entry => entry.entry, what => &entry.what, privileged => entry.privileged.is_some(), parts => parts.collect::<Vec<_>>(),
        open => asks || own, field => field(entry_field(entry)), items => items.map(|item| item.provision.to_string()).collect::<Vec<_>>(),
    }
}
