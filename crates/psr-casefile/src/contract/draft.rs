//! What is given of a contract or of a change, and what is wrong with it.

use chrono::NaiveDate;
use psr_rules::money::Pence;
use psr_rules::pack::model::Pack;

use super::life;

/// The longest text that is recorded of a contract, in characters.
const LONGEST: usize = 4000;

/// A contract as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContractGiven {
    /// The authority's reference.
    pub reference: String,
    /// What it is for.
    pub title: String,
    /// The provider.
    pub provider: String,
    /// By which process it was awarded.
    pub awarded_by: String,
    /// When it was entered into.
    pub entered_into: NaiveDate,
    /// When its term begins.
    pub term_start: Option<NaiveDate>,
    /// When its term ends; none where it is open-ended.
    pub term_end: Option<NaiveDate>,
    /// What it says about extension or other options.
    pub options: Option<String>,
    /// Its lifetime value when it was entered into.
    pub lifetime_value: Option<Pence>,
    /// How that value was worked out.
    pub value_basis: Option<String>,
    /// Where that value is taken from.
    pub value_source: Option<String>,
    /// Whether it is a framework agreement.
    pub framework: bool,
    /// Whether it is put on record after it was entered into by other means.
    pub retrospective: bool,
}

/// A change of a contract as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeGiven {
    /// On which day it was made.
    pub on: NaiveDate,
    /// What was changed.
    pub what: String,
    /// On which ground.
    pub ground: Option<String>,
    /// By how much it changed the lifetime value.
    pub change: Pence,
    /// Whether it is attributable to a decision of the authority.
    pub attributable: Option<bool>,
    /// The case in which it was decided.
    pub case: Option<String>,
    /// The entry that it corrects.
    pub corrects: Option<u64>,
}

/// Something wrong with what is given: the name of the part, what is wrong and what to do.
pub(super) type Wrong = (&'static str, String, String);

impl ContractGiven {
    /// Lists everything that is wrong, by the name of the part.
    pub(super) fn faults(&self, pack: &Pack, today: NaiveDate) -> Vec<Wrong> {
        let required = [("reference", &self.reference), ("title", &self.title), ("provider", &self.provider)];
        let texts =
            [("options", &self.options), ("value-basis", &self.value_basis), ("value-source", &self.value_source)];
        let mut faults: Vec<Wrong> = required.into_iter().filter_map(|(name, text)| plain(name, text)).collect();
        faults.extend(texts.into_iter().filter_map(|(name, text)| plain(name, text.as_ref()?)));
        let processes = life::processes(pack);
        if !processes.contains(&self.awarded_by) {
            let hint = format!("write one of: {}", processes.join(", "));
            faults.push(("awarded-by", format!("`{}` is no process of the pack", self.awarded_by), hint));
        }
        faults.extend(not_yet("entered-into", self.entered_into, today));
        if let (Some(start), Some(end)) = (self.term_start, self.term_end)
            && end < start
        {
            let message = format!("the term would end on {end}, before it begins on {start}");
            faults.push((
                "term-end",
                message,
                "look at both dates; leave the end out of an open-ended term".to_owned(),
            ));
        }
        if self.lifetime_value.is_some_and(|value| value.0 < 0) {
            let hint = "write the value when the contract was entered into, without a minus sign".to_owned();
            faults.push(("lifetime-value", "a lifetime value cannot be below zero".to_owned(), hint));
        }
        if self.lifetime_value.is_some() && self.value_basis.is_none() {
            let hint = "say which years, options, extensions and taxes are counted, or that it is not known".to_owned();
            faults.push(("value-basis", "it is not said how the lifetime value was worked out".to_owned(), hint));
        }
        faults
    }
}

impl ChangeGiven {
    /// Lists everything that is wrong, by the name of the part.
    pub(super) fn faults(&self, entered_into: NaiveDate, today: NaiveDate) -> Vec<Wrong> {
        let mut faults: Vec<Wrong> = plain("what", &self.what).into_iter().collect();
        faults.extend(self.ground.as_ref().and_then(|ground| plain("ground", ground)));
        faults.extend(not_yet("on", self.on, today));
        if self.on < entered_into {
            let message =
                format!("the change of {} lies before the contract was entered into on {entered_into}", self.on);
            faults.push(("on", message, "look at both dates".to_owned()));
        }
        faults
    }
}

fn not_yet(name: &'static str, date: NaiveDate, today: NaiveDate) -> Option<Wrong> {
    let hint = "put it on record once it has happened".to_owned();
    (date > today).then(|| (name, format!("{date} has not come yet (today is {today})"), hint))
}

fn plain(name: &'static str, text: &str) -> Option<Wrong> {
    let wrong = if text.trim().is_empty() {
        "it is empty"
    } else if text.chars().any(char::is_control) {
        "it holds line breaks or control characters"
    } else if text.chars().count() > LONGEST {
        "it is longer than 4000 characters"
    } else {
        return None;
    };
    Some((name, wrong.to_owned(), "write it in plain words, on one line".to_owned()))
}
