//! The pack inside the program, compiled once, and the date for which it is read.

use std::sync::OnceLock;

use chrono::NaiveDate;
use minijinja::{Value, context};
use psr_casefile::reading::Reading;
use psr_rules::answer::{self, forgiving};
use psr_rules::coverage::{Covered, coverage};
use psr_rules::engine::Rulebook;
use psr_rules::id::{Provision, TextId};
use psr_rules::pack::PackFiles;
use psr_rules::pack::model::{Kind, Pack, ProvisionEntry, Rule, SelectedBy};
use serde::Deserialize;

use crate::books::blocking;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::filters::in_address;
use crate::view::words;

/// The built-in pack, with what it holds for each provision.
pub struct Built {
    /// The pack, compiled.
    pub rulebook: Rulebook,
    /// What it holds, provision by provision.
    pub covered: Vec<Covered>,
}

/// It is a function of the program alone, so it is made once.
static BUILT: OnceLock<Result<Built, String>> = OnceLock::new();

/// Returns the built-in pack.
pub async fn built_in() -> Result<&'static Built, Problem> {
    blocking(|| BUILT.get_or_init(build).as_ref().map_err(|reason| Problem::fault(reason.clone()))).await
}

fn build() -> Result<Built, String> {
    let files: PackFiles = psr_casefile::built_in::files().into_iter().collect();
    let rulebook = psr_casefile::casebook::load_pack(&files).map_err(|error| error.to_string())?;
    let covered = coverage(&rulebook);
    Ok(Built { rulebook, covered })
}

/// What an address says of the date.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    on: Option<String>,
}

/// The pack as it is read on a page.
pub struct Book {
    /// The pack with its coverage.
    pub built: &'static Built,
    /// The date it is read for.
    pub on: NaiveDate,
    /// What was typed, and what is wrong with it.
    pub typed: String,
    /// What is wrong with what was typed.
    pub error: Option<String>,
    /// What addresses of other pages of the book end in, so that they are read for the same date.
    pub query: String,
}

impl Book {
    /// Opens the book for the date that was asked for, or for today.
    pub async fn open(site: &Site, asked: &Asked) -> Result<Self, Problem> {
        let typed = asked.on.as_deref().map(str::trim).unwrap_or_default().to_owned();
        let read = (!typed.is_empty()).then(|| answer::date(&forgiving(&Kind::Date, &typed)));
        let (on, error) = match read {
            None => (site.today(), None),
            Some(Ok(date)) => (date, None),
            Some(Err(_)) => {
                (site.today(), Some(format!("“{typed}” is not a date: enter one such as 2026-04-01 or 1 April 2026")))
            }
        };
        let query = if typed.is_empty() || error.is_some() { String::new() } else { format!("?on={on}") };
        Ok(Self { built: built_in().await?, on, typed, error, query })
    }

    /// Returns the pack.
    pub fn pack(&self) -> &'static Pack {
        self.built.rulebook.pack()
    }

    /// Returns how it reads.
    pub fn reading(&self) -> Reading<'static> {
        Reading { pack: self.pack(), on: self.on }
    }

    /// Answers whether a rule is in force.
    pub fn holds(&self, rule: &Rule) -> bool {
        self.pack().stands(rule, self.on)
    }

    /// Answers whether a provision is in one of the texts in force, of which there is one for each date that selects a text.
    pub fn has(&self, provision: &ProvisionEntry) -> bool {
        let texts = self.texts();
        provision.texts.is_empty() || provision.texts.iter().any(|text| texts.contains(&text))
    }

    fn texts(&self) -> Vec<&'static TextId> {
        let latest = |by: SelectedBy| {
            self.pack().texts.iter().rfind(|text| text.from <= self.on && text.selected_by == by).map(|text| &text.id)
        };
        [SelectedBy::Commencement, SelectedBy::Termination].into_iter().filter_map(latest).collect()
    }

    /// Returns what a provision says, with the address at which it stands.
    pub fn cited(&self, provision: &Provision) -> Value {
        let says = self.pack().provisions.iter().find(|entry| entry.id == *provision).map(|entry| entry.says.clone());
        context! { id => provision.to_string(), says, href => self.address_of(provision) }
    }

    /// Returns the address of the page on which a provision stands.
    pub fn address_of(&self, provision: &Provision) -> Option<String> {
        let mut files = self.pack().regulations.iter().map(|file| &file.provision);
        let file = files.find(|file| *file == provision || provision.is_within(file))?;
        Some(format!("/rules/regulations/{}{}#{}", anchor(file.as_str()), self.query, anchor(provision.as_str())))
    }

    /// Returns the address of a question's page.
    pub fn question(&self, id: &str) -> String {
        format!("/rules/questions/{}{}", in_address(id), self.query)
    }

    /// Returns the address of a decision's page.
    pub fn decision(&self, id: &str) -> String {
        format!("/rules/decisions/{}{}", in_address(id), self.query)
    }

    /// What every page of the book sees: the date, what was typed, what is wrong.
    pub fn date(&self) -> Value {
        let pack = self.pack();
        let texts: Vec<String> = self.texts().iter().map(ToString::to_string).collect();
        context! {
            on => words::day(self.on), typed => &self.typed, error => &self.error, query => &self.query,
            texts => psr_casefile::words::and(&texts), before => self.on < pack.about.begins, begins => words::day(pack.about.begins),
        }
    }

    /// Returns the errors of the page, for its summary.
    pub fn errors(&self) -> Vec<(String, String)> {
        self.error.iter().map(|error| (error.clone(), "on".to_owned())).collect()
    }
}

/// Returns a citation as the name of a place in an address.
pub fn anchor(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}
