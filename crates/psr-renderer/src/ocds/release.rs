//! From a notice to its release.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, TimeZone, Utc};
use chrono_tz::Europe::London;
use psr_casefile::decision_record::AnsweredQuestion;
use psr_casefile::notice::Draft;
use serde_json::value::RawValue;

use super::mapping::{Announced, Mapping};
use super::model::{
    Address, Amendment, Award, Classification, Contract, Item, Lot, Party, PartyReference, Period, Release, Tender,
    Value,
};
use crate::document::text::{of_inlines, plain_of};
use crate::document::{Block, Document, Inline};

/// The id of the buyer in a release.
const BUYER: &str = "buyer";
/// How Find a Tender's ids of contracting processes begin.
const PREFIX: &str = "ocds-";

/// What a release is made from.
pub(super) struct From<'a> {
    pub draft: &'a Draft,
    pub document: &'a Document,
    pub mapping: &'a Mapping,
    pub announced: &'a Announced,
    /// The id under which the portal knows the process, where it is on record.
    pub ocid: Option<&'a str>,
    /// The day of publication, where it is on record.
    pub published: Option<NaiveDate>,
}

/// Makes the release.
pub(super) fn release(from: &From<'_>) -> Release {
    let draft = from.draft;
    let ocid = from.ocid.filter(|id| id.starts_with(PREFIX)).map_or_else(|| own_ocid(draft), str::to_owned);
    let suppliers = suppliers(from);
    let authority = from.document.look.authority.clone();
    let buyer = authority.map(|name| PartyReference { id: BUYER.to_owned(), name });
    Release {
        id: format!("{ocid}-{}-{}", draft.notice, draft.record.entries),
        date: instant(from.published.map_or(draft.record.as_at, start_of_day)),
        tag: from.announced.tag.clone(),
        initiation_type: "tender",
        language: "en",
        description: description(from),
        parties: parties(buyer.as_ref(), &suppliers),
        buyer,
        tender: tender(from),
        awards: award(from, &suppliers).into_iter().collect(),
        contracts: contract(from).into_iter().collect(),
        ocid,
    }
}

/// Returns the id of the process while the portal has given it none.
pub(super) fn own_ocid(draft: &Draft) -> String {
    format!("psr-{}", draft.case.id)
}

/// Writes an instant as the standard has it.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    London.from_local_datetime(&midnight).earliest().map_or_else(|| Utc.from_utc_datetime(&midnight), |at| at.to_utc())
}

fn answer<'a>(from: &From<'a>, question: &str) -> Option<&'a AnsweredQuestion> {
    from.draft.answers.get(question)
}

fn first<'a>(from: &From<'a>, questions: &[String]) -> Option<&'a AnsweredQuestion> {
    questions.iter().find_map(|question| answer(from, question))
}

/// The text of the section that holds what has no field of its own.
fn description(from: &From<'_>) -> Option<String> {
    let mut blocks = from.document.blocks.iter();
    let level = blocks.find_map(|block| match block {
        Block::Heading { level, content } if of_inlines(content) == from.mapping.description_under => Some(*level),
        _ => None,
    })?;
    let ends = |block: &&Block| !matches!(block, Block::Heading { level: other, .. } if *other <= level);
    // How long a text is, is said to whoever copies it, in italics.
    let is_length =
        |block: &&Block| matches!(block, Block::Paragraph(line) if matches!(line.first(), Some(Inline::Emphasis(_))));
    let text = plain_of(blocks.take_while(ends).filter(|block| !is_length(block)));
    (!text.is_empty()).then_some(text)
}

fn parties(buyer: Option<&PartyReference>, suppliers: &[Party]) -> Vec<Party> {
    let buyer = buyer.map(|of| Party { id: of.id.clone(), name: of.name.clone(), address: None, roles: vec!["buyer"] });
    buyer.into_iter().chain(suppliers.iter().cloned()).collect()
}

fn suppliers(from: &From<'_>) -> Vec<Party> {
    let fields = &from.mapping.fields;
    let party = |number: usize, name: &str, address: Option<&str>| Party {
        id: format!("supplier-{number}"),
        name: name.to_owned(),
        address: address.map(|address| Address { street_address: address.to_owned() }),
        roles: vec!["supplier"],
    };
    for of in &fields.providers {
        let Some(list) = answer(from, &of.list) else { continue };
        let named = list.by_field.iter().filter_map(|item| Some((item.get(&of.name)?, item.get(&of.address))));
        return (1..)
            .zip(named)
            .map(|(number, (name, address))| party(number, name, address.map(String::as_str)))
            .collect();
    }
    let name = answer(from, &fields.provider).map(|name| name.answer.as_str());
    let address = answer(from, &fields.address).map(|address| address.answer.as_str());
    name.map(|name| party(1, name, address)).into_iter().collect()
}

fn tender(from: &From<'_>) -> Tender {
    let (draft, mapping) = (from.draft, from.mapping);
    let classification = answer(from, &mapping.fields.cpv).and_then(classification);
    let is_direct = from.announced.method.as_deref() == Some("limited");
    Tender {
        id: draft.case.reference.clone(),
        title: draft.case.title.clone(),
        description: answer(from, &mapping.fields.services).map(|services| services.answer.clone()),
        status: from.announced.tender.clone(),
        legal_basis: mapping.legal_basis.clone(),
        items: classification.iter().map(|of| Item { id: "1".to_owned(), classification: of.clone() }).collect(),
        classification,
        main_procurement_category: "services",
        procurement_method: from.announced.method.clone(),
        procurement_method_details: is_direct.then(|| mapping.direct_award.clone()),
        value: value(from),
        award_criteria_details: criteria(from),
        lots: (1..)
            .zip(&draft.case.lots)
            .map(|(number, title)| Lot { id: number_of(number), title: title.clone() })
            .collect(),
    }
}

fn number_of(number: usize) -> String {
    number.to_string()
}

/// Reads a code such as `85143000-3 Ambulance services`; the check digit is not part of the id.
fn classification(answer: &AnsweredQuestion) -> Option<Classification> {
    let (code, description) = answer.answer.split_once(' ').unwrap_or((&answer.answer, ""));
    let id = code.split('-').next().filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(Classification { scheme: "CPV", id: id.to_owned(), description: description.to_owned() })
}

fn value(from: &From<'_>) -> Option<Value> {
    let amount = first(from, &from.mapping.fields.value)?.plain.clone();
    Some(Value { amount: RawValue::from_string(amount).ok()?, currency: "GBP" })
}

fn criteria(from: &From<'_>) -> Option<String> {
    let fields = &from.mapping.fields;
    let list = first(from, &fields.criteria)?;
    let one = |item: &std::collections::BTreeMap<String, String>| {
        let name = item.get(&fields.criterion)?;
        Some(item.get(&fields.weight).map_or_else(|| name.clone(), |weight| format!("{name} {weight} %")))
    };
    let all: Vec<String> = list.by_field.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn period(from: &From<'_>) -> Option<Period> {
    let day = |questions: &[String]| first(from, questions)?.plain.parse::<NaiveDate>().ok();
    let fields = &from.mapping.fields;
    let last_second = |day: NaiveDate| start_of_day(day.succ_opt().unwrap_or(day)) - chrono::Duration::seconds(1);
    Some(Period {
        start_date: instant(start_of_day(day(&fields.begins)?)),
        end_date: day(&fields.ends).map(|day| instant(last_second(day))),
    })
}

fn award(from: &From<'_>, suppliers: &[Party]) -> Option<Award> {
    let reference = |party: &Party| PartyReference { id: party.id.clone(), name: party.name.clone() };
    Some(Award {
        id: from.draft.case.reference.clone(),
        title: from.draft.case.title.clone(),
        status: from.announced.award.clone()?,
        value: value(from),
        suppliers: suppliers.iter().map(reference).collect(),
        contract_period: period(from),
    })
}

fn contract(from: &From<'_>) -> Option<Contract> {
    let change = &from.mapping.fields.change;
    let amendment = answer(from, &change.what).map(|what| Amendment {
        date: answer(from, &change.on).and_then(|on| on.plain.parse().ok()).map(|day| instant(start_of_day(day))),
        description: Some(what.answer.clone()),
        rationale: answer(from, &change.value).map(|value| format!("Change in lifetime value: {}", value.answer)),
    });
    Some(Contract {
        id: from.draft.case.reference.clone(),
        award_id: from.draft.case.reference.clone(),
        title: from.draft.case.title.clone(),
        status: from.announced.contract.clone()?,
        period: period(from),
        value: value(from),
        amendments: amendment.into_iter().collect(),
    })
}
