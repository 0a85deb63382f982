//! How what a notice lacks can be put on record: everything that is missing, or one of several ways.

use psr_rules::pack::model::{Notice, NoticeItem};

use super::{Draft, Gap, Missing};

/// Something that a notice lacks, with the ways to supply it: one of them is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// What is missing.
    pub gap: Gap,
    /// The ways; none where nothing that can be put on record supplies it.
    pub ways: Vec<Vec<Supplies>>,
}

/// Something to put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplies {
    /// What it is.
    pub missing: Missing,
    /// Whether the day of it may be planned instead.
    pub may_be_planned: bool,
}

/// Returns what a notice lacks that was drawn up.
pub fn lacks(draft: &Draft, notice: &Notice) -> Vec<Lack> {
    draft.gaps.iter().map(|gap| Lack { gap: gap.clone(), ways: ways(gap, notice) }).collect()
}

fn ways(gap: &Gap, notice: &Notice) -> Vec<Vec<Supplies>> {
    let mut rest = gap.missing.iter().map(|missing| supplies(missing, notice));
    let sizes = sizes(gap, notice).unwrap_or_else(|| vec![gap.missing.len()]);
    let ways = sizes.into_iter().map(|size| rest.by_ref().take(size).collect::<Vec<_>>());
    ways.filter(|way| !way.is_empty()).collect()
}

/// Returns how many things each of several ways needs, where all of them are missing.
fn sizes(gap: &Gap, notice: &Notice) -> Option<Vec<usize>> {
    let mut items = notice.items.iter().filter(|item| item.says == gap.says && item.from_any.len() > 1);
    let sizes = |item: &NoticeItem| item.from_any.iter().map(Vec::len).collect::<Vec<_>>();
    items.find_map(|item| Some(sizes(item)).filter(|sizes| sizes.iter().sum::<usize>() == gap.missing.len()))
}

fn supplies(missing: &Missing, notice: &Notice) -> Supplies {
    let runs_from = notice.runs_from.as_ref().map(|event| event.as_str());
    let may_be_planned = runs_from.is_some() && missing.event.as_deref() == runs_from;
    Supplies { missing: missing.clone(), may_be_planned }
}
