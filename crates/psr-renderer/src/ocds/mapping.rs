//! The mapping: which answers fill which fields, and what each notice announces. It is data beside the templates.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::RenderError;

/// Where an operator's own mapping stands in the folder of templates.
const FILE: &str = "ocds/mapping.yaml";
/// How large it may be, in bytes.
const LIMIT: u64 = 64 * 1024;
/// The mapping that comes with the program.
const BUILT_IN: &str = include_str!("../../../../templates/ocds/mapping.yaml");

/// The mapping.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Mapping {
    /// The legal basis that the portal's forms name.
    pub legal_basis: LegalBasis,
    /// What the forms say of an award without a competition.
    pub direct_award: String,
    /// The heading of the section whose text is the description of the release.
    pub description_under: String,
    /// Which answers fill which fields.
    pub fields: Fields,
    /// What each notice announces, by its id.
    pub notices: BTreeMap<String, Announced>,
}

/// A legal basis.
#[derive(Debug, Clone, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// The scheme of the id.
    pub scheme: String,
    /// The id.
    pub id: String,
}

/// Which answers fill which fields: ids of questions, the first that is answered counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// What the services are.
    pub services: String,
    /// Their code.
    pub cpv: String,
    /// The value.
    pub value: Vec<String>,
    /// The provider's name.
    pub provider: String,
    /// The provider's address.
    pub address: String,
    /// Lists that name providers.
    pub providers: Vec<Providers>,
    /// The first day.
    pub begins: Vec<String>,
    /// The last day.
    pub ends: Vec<String>,
    /// The award criteria.
    pub criteria: Vec<String>,
    /// The field of an item that names a criterion.
    pub criterion: String,
    /// The field that gives its weight.
    pub weight: String,
    /// A modification.
    pub change: Change,
}

/// A list that names providers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Providers {
    /// The question.
    pub list: String,
    /// The field of an item with the name.
    pub name: String,
    /// The field with the address.
    pub address: String,
}

/// A modification: the questions that say when, what and by how much.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// When it takes effect.
    pub on: String,
    /// What it is.
    pub what: String,
    /// By how much the value changes.
    pub value: String,
}

/// What a notice announces.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    /// The tags of the release.
    pub tag: Vec<String>,
    /// The state of the tender.
    pub tender: String,
    /// The method of procurement.
    pub method: Option<String>,
    /// The state of the award.
    pub award: Option<String>,
    /// The state of the contract.
    pub contract: Option<String>,
}

impl Mapping {
    /// Returns the mapping that comes with the program.
    ///
    /// # Errors
    /// When it is malformed.
    pub fn built_in() -> Result<Mapping, RenderError> {
        read(BUILT_IN, Path::new(FILE))
    }

    /// Returns the mapping in an operator's folder, or the built-in one.
    ///
    /// # Errors
    /// When it cannot be read or is malformed.
    pub fn with_folder(folder: &Path) -> Result<Mapping, RenderError> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Mapping::built_in();
        }
        let unreadable = |source| RenderError::UnreadableTemplate { path: path.clone(), source };
        let bytes = std::fs::metadata(&path).map_err(unreadable)?.len();
        if bytes > LIMIT {
            return Err(RenderError::TemplateTooLarge { template: FILE.to_owned(), bytes, limit: LIMIT });
        }
        read(&std::fs::read_to_string(&path).map_err(unreadable)?, &path)
    }
}

fn read(text: &str, path: &Path) -> Result<Mapping, RenderError> {
    serde_saphyr::from_str(text)
        .map_err(|error| RenderError::Mapping { path: path.to_owned(), message: error.to_string() })
}
