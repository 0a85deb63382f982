//! Cases that are kept to named people, in a report: they count in its numbers, and nothing else is told of them to anybody else.

use std::collections::BTreeSet;

use psr_casefile::period::{Counted, NotCounted, PeriodReport, Source};

use crate::view::words;

/// What stands in the place of what is withheld.
const WITHHELD: &str = "Withheld: it stands in a case that is kept to named people";

/// Takes everything out of a report that it tells of some cases, by id, but for the numbers; and says so in it.
pub fn withhold(report: &mut PeriodReport, kept: &BTreeSet<String>) {
    let mut withheld = 0;
    for counted in report.items.iter_mut().flat_map(|item| &mut item.counted) {
        withheld += usize::from(from_counted(counted, kept));
    }
    for open in &mut report.not_counted {
        withheld += usize::from(from_not_counted(open, kept));
    }
    if withheld > 0 {
        let what = words::count(withheld, "line of this report stands", "lines of this report stand");
        report.notes.push(format!("{what} for cases that are kept to named people: they are counted, and not told."));
    }
}

/// Tells whether everything was taken out, since nothing but cases that are kept is behind it.
fn from_counted(counted: &mut Counted, kept: &BTreeSet<String>) -> bool {
    let only_kept = only_kept(&mut counted.sources, kept);
    if only_kept {
        *counted = Counted { what: WITHHELD.to_owned(), ..Counted::default() };
    }
    only_kept
}

fn from_not_counted(open: &mut NotCounted, kept: &BTreeSet<String>) -> bool {
    let only_kept = only_kept(&mut open.sources, kept);
    if only_kept {
        open.what = WITHHELD.to_owned();
        open.on = None;
        open.because = "what is missing stands in a case that is kept to named people".to_owned();
    }
    only_kept
}

/// Takes out the cases that are kept; tells whether there were some, and nothing is left.
fn only_kept(sources: &mut Vec<Source>, kept: &BTreeSet<String>) -> bool {
    let before = sources.len();
    sources.retain(|source| !kept.contains(&source.id));
    before > 0 && sources.is_empty()
}

#[cfg(test)]
mod tests {
    use psr_casefile::period::RecordKind;

    use super::*;

    fn counted(cases: &[&str]) -> Counted {
        let source = |id: &&str| Source {
            kind: RecordKind::Case,
            id: (*id).to_owned(),
            reference: format!("REF-{id}"),
            title: format!("The matter of {id}"),
            entries: vec![3],
            lots: 0,
        };
        let details = vec![("provider".to_owned(), "Example Care Ltd".to_owned())];
        Counted {
            what: "An award".to_owned(),
            details,
            sources: cases.iter().map(source).collect(),
            ..Counted::default()
        }
    }

    #[test]
    fn of_a_case_that_is_kept_only_the_number_is_told() {
        let kept = BTreeSet::from(["kept".to_owned()]);
        for (cases, left, withheld) in [
            (vec!["open"], vec!["open"], false),
            (vec!["open", "kept"], vec!["open"], false),
            (vec!["kept"], vec![], true),
        ] {
            let mut counted = counted(&cases);
            assert_eq!(from_counted(&mut counted, &kept), withheld, "{cases:?}");
            assert_eq!(counted.sources.iter().map(|source| &*source.id).collect::<Vec<_>>(), left);
            assert_eq!((counted.what.as_str() == WITHHELD, counted.details.is_empty()), (withheld, withheld));
        }
    }
}
