//! The ledger as it is shown: plain data, with the limits of the pack beside it.

use chrono::NaiveDate;
use psr_recorder::RecordId;
use psr_rules::engine::figure_in_words;
use psr_rules::money::Pence;
use psr_rules::pack::model::{ContractLedger, Figure, LedgerLimit, Pack};
use serde::Serialize;

use super::ledger::{Ledger, LedgerLine};
use super::state::ContractState;

/// How many ten-thousandths of one per cent the whole is.
const WHOLE: i128 = 1_000_000;

/// A contract with its ledger, as plain data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerView {
    /// The contract's id.
    pub contract: String,
    /// Its reference.
    pub reference: String,
    /// What it is for.
    pub title: String,
    /// The provider.
    pub provider: String,
    /// The process by which it was awarded.
    pub awarded_by: String,
    /// When it was entered into.
    pub entered_into: NaiveDate,
    /// When its term begins.
    pub term_start: Option<NaiveDate>,
    /// When its term ends; none where it is open-ended.
    pub term_end: Option<NaiveDate>,
    /// Its options.
    pub options: Option<String>,
    /// Whether it is a framework agreement.
    pub framework: bool,
    /// Whether it was put on record after it had been entered into.
    pub retrospective: bool,
    /// Whether it is closed.
    pub closed: bool,
    /// Its lifetime value when it was entered into.
    pub lifetime_value: Option<Pence>,
    /// How that value was worked out.
    pub value_basis: Option<String>,
    /// Where that value is taken from.
    pub value_source: Option<String>,
    /// The changes that stand, by date.
    pub changes: Vec<LineView>,
    /// The changes that were corrected since.
    pub corrected: Vec<LineView>,
    /// What the changes that stand add up to.
    pub cumulative_change: Pence,
    /// That sum as a percentage of the lifetime value, cut off after two decimals.
    pub percentage: Option<String>,
    /// The limits of the pack.
    pub limits: Vec<LimitView>,
}

/// A change in a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineView {
    /// Its entry.
    pub entry: u64,
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
    /// The entry that corrects it.
    pub corrected_by: Option<u64>,
    /// What the changes add up to by then; none where it does not stand.
    pub cumulative_change: Option<Pence>,
    /// That sum as a percentage of the lifetime value, cut off after two decimals.
    pub percentage: Option<String>,
}

/// A limit beside a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitView {
    /// What it is.
    pub name: String,
    /// The provision that sets it.
    pub provision: String,
    /// The figure, in words.
    pub figure: String,
    /// What it comes to for this contract, in pounds, where that is a whole number of pence or a sum by itself.
    pub sum: Option<Pence>,
    /// How much of it the cumulative change takes up, in whole per cent, cut off; none where there is nothing to hold it against.
    #[serde(skip)]
    pub used: Option<i128>,
    /// Whether the cumulative change reaches it; none where there is no lifetime value to hold it against.
    pub reached: Option<bool>,
}

impl LedgerView {
    /// Sets out a contract with its ledger, beside the limits that the pack has on a day.
    pub fn of(id: RecordId, state: &ContractState, pack: &Pack, on: NaiveDate) -> Self {
        let (contract, ledger) = (state.entered.what.clone(), Ledger::of(state));
        let limits = pack.ledger.iter().flat_map(|rules| rules.limits.iter().map(move |limit| (rules, limit)));
        Self {
            contract: id.to_string(),
            reference: contract.reference,
            title: contract.title,
            provider: contract.provider,
            awarded_by: contract.awarded_by,
            entered_into: contract.entered_into,
            term_start: contract.term_start,
            term_end: contract.term_end,
            options: contract.options,
            framework: contract.framework,
            retrospective: contract.retrospective,
            closed: state.closed.is_some(),
            lifetime_value: contract.lifetime_value,
            value_basis: contract.value_basis,
            value_source: contract.value_source,
            corrected: ledger.corrected.iter().map(|(entry, by)| LineView::corrected(entry, *by)).collect(),
            cumulative_change: ledger.cumulative,
            percentage: ledger.proportion().map(|share| share.to_string()),
            limits: limits.filter_map(|(rules, limit)| limit_view(limit, rules, &ledger, pack, on)).collect(),
            changes: ledger.lines.into_iter().map(LineView::standing).collect(),
        }
    }
}

impl LineView {
    fn standing(line: LedgerLine) -> Self {
        Self {
            cumulative_change: Some(line.cumulative),
            percentage: line.proportion.map(|share| share.to_string()),
            ..Self::plain(&line.modification)
        }
    }

    fn corrected(entry: &crate::state::Recorded<super::Modification>, by: u64) -> Self {
        Self { corrected_by: Some(by), ..Self::plain(entry) }
    }

    fn plain(entry: &crate::state::Recorded<super::Modification>) -> Self {
        let what = entry.what.clone();
        Self {
            entry: entry.seq,
            on: what.on,
            what: what.what,
            ground: what.ground,
            change: what.change,
            attributable: what.attributable,
            case: what.case,
            corrects: what.supersedes,
            corrected_by: None,
            cumulative_change: None,
            percentage: None,
        }
    }
}

fn limit_view(
    limit: &LedgerLimit,
    rules: &ContractLedger,
    ledger: &Ledger,
    pack: &Pack,
    on: NaiveDate,
) -> Option<LimitView> {
    let parameter = pack.parameters.get(&limit.parameter)?;
    let figure = parameter.values.iter().rev().find(|value| value.from <= on).or(parameter.values.first())?.figure;
    let counted = if rules.size_only { ledger.cumulative.0.abs() } else { ledger.cumulative.0 };
    let used = |part: i128, whole: i128| part.checked_mul(100)?.checked_div(whole);
    let (sum, reached, used) = match figure {
        Figure::Money(sum) => (Some(sum), Some(counted >= sum.0), used(counted, sum.0)),
        Figure::Percent(share) => match ledger.original {
            Some(Pence(original)) => {
                let (part, whole) = (original.checked_mul(i128::from(share))?, counted.checked_mul(WHOLE)?);
                ((part % WHOLE == 0).then_some(Pence(part / WHOLE)), Some(whole >= part), used(whole, part))
            }
            None => (None, None, None),
        },
        Figure::Days(_) | Figure::WorkingDays(_) => return None,
    };
    Some(LimitView {
        name: limit.name.clone(),
        provision: limit.provision.to_string(),
        figure: figure_in_words(figure),
        sum,
        used,
        reached,
    })
}
