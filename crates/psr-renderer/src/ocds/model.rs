//! Releases of the Open Contracting Data Standard 1.1.5, as far as notices fill them. Sums are written as they are on record and never held as floats.

use serde::Serialize;
use serde_json::value::RawValue;

use super::mapping::LegalBasis;

/// A package of the records of several contracting processes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordPackage {
    /// Where the package is published, or a name for it.
    pub uri: String,
    /// The version of the standard.
    pub version: &'static str,
    /// Extensions of the standard that are used.
    pub extensions: Vec<&'static str>,
    /// When it was made: when the record it is drawn from was last written to.
    pub published_date: String,
    /// Who publishes it.
    pub publisher: Publisher,
    /// The records.
    pub records: Vec<Record>,
}

/// Who publishes a package.
#[derive(Debug, Serialize)]
pub struct Publisher {
    /// Its name.
    pub name: String,
}

/// The releases of one contracting process.
#[derive(Debug, Serialize)]
pub struct Record {
    /// The id of the contracting process.
    pub ocid: String,
    /// Its releases, oldest first.
    pub releases: Vec<Release>,
}

/// A release: what one notice announces.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Release {
    /// The id of the contracting process.
    pub ocid: String,
    /// Its own id.
    pub id: String,
    /// When it was published, or made.
    pub date: String,
    /// What it announces.
    pub tag: Vec<String>,
    /// How the process began; the standard knows one way.
    pub initiation_type: &'static str,
    /// Its language.
    pub language: &'static str,
    /// What has no field of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Those who take part.
    pub parties: Vec<Party>,
    /// Who buys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<PartyReference>,
    /// What is procured and how.
    pub tender: Tender,
    /// What is or is to be awarded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<Award>,
    /// The contracts entered into.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contracts: Vec<Contract>,
}

/// Somebody who takes part.
#[derive(Debug, Clone, Serialize)]
pub struct Party {
    /// Its id in the release.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its address, as on record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Its roles.
    pub roles: Vec<&'static str>,
}

/// An address, in one piece.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// All of it.
    pub street_address: String,
}

/// A party by its id and name.
#[derive(Debug, Clone, Serialize)]
pub struct PartyReference {
    /// Its id in the release.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What is procured and how.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tender {
    /// Its id: the authority's reference.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the services are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its state.
    pub status: String,
    /// The legal basis.
    pub legal_basis: LegalBasis,
    /// The main code of the services.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classification: Option<Classification>,
    /// What kind of thing is procured.
    pub main_procurement_category: &'static str,
    /// The method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procurement_method: Option<String>,
    /// More on the method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procurement_method_details: Option<String>,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The award criteria in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub award_criteria_details: Option<String>,
    /// The items: the services, with their code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// The lots.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<Lot>,
}

/// A lot.
#[derive(Debug, Clone, Serialize)]
pub struct Lot {
    /// Its number.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// An item: services and their code.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// Its number.
    pub id: String,
    /// The code.
    pub classification: Classification,
}

/// A code.
#[derive(Debug, Clone, Serialize)]
pub struct Classification {
    /// The scheme.
    pub scheme: &'static str,
    /// The code.
    pub id: String,
    /// What it stands for.
    pub description: String,
}

/// A sum.
#[derive(Debug, Clone, Serialize)]
pub struct Value {
    /// The amount, in the digits of the record.
    pub amount: Box<RawValue>,
    /// The currency.
    pub currency: &'static str,
}

/// From when to when.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Period {
    /// The beginning of the first day.
    pub start_date: String,
    /// The end of the last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<String>,
}

/// An award.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Award {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its state.
    pub status: String,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// To whom.
    pub suppliers: Vec<PartyReference>,
    /// When the services are provided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_period: Option<Period>,
}

/// A contract.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contract {
    /// Its id.
    pub id: String,
    /// The id of its award.
    #[serde(rename = "awardID")]
    pub award_id: String,
    /// Its title.
    pub title: String,
    /// Its state.
    pub status: String,
    /// When the services are provided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// What was modified.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<Amendment>,
}

/// A modification.
#[derive(Debug, Clone, Serialize)]
pub struct Amendment {
    /// When it takes effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// By how much the value changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rationale: Option<String>,
}
