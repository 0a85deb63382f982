//! What is kept beside the lines to save computing it: each record's head, and the tree's edge.

use super::chain::Chains;
use super::report::{FaultKind, Findings};
use super::source::{Source, text};
use super::tree::Tree;

/// Checks that the head kept of each record is its newest event.
pub(super) fn check_heads(source: &mut dyn Source, chains: &Chains, findings: &mut Findings) {
    let mut due = chains.newest.clone();
    let read = source.heads(&mut |head| {
        let name = text(&head.rec);
        let newest = name.parse().ok().and_then(|rec| due.remove(&rec));
        let agrees = newest.is_some_and(|newest| {
            head.seq.and_then(|seq| u64::try_from(seq).ok()) == Some(newest.seq)
                && *head.leaf == *newest.leaf.as_bytes()
        });
        if !agrees {
            let message = format!("the head kept of record {name} is not its newest event");
            findings.fault(newest.and_then(|newest| newest.position), FaultKind::Head, message);
        }
    });
    findings.read(read);
    for (rec, newest) in due {
        findings.fault(newest.position, FaultKind::Head, format!("no head is kept of record {rec}"));
    }
}

/// Checks that the tree kept is that of the events.
pub(super) fn check_tree(source: &mut dyn Source, tree: &Tree, findings: &mut Findings) {
    let mut trees = 0;
    let read = source.trees(&mut |kept| {
        trees += 1;
        let size = kept.size.and_then(|size| u64::try_from(size).ok());
        if size != Some(tree.size()) {
            let kept = size.map_or("no number".to_owned(), |size| size.to_string());
            let message = format!("the tree kept has {kept} event(s), and {} are here", tree.size());
            findings.fault(None, FaultKind::Tree, message);
        } else if kept.edge != tree.edge() {
            findings.fault(None, FaultKind::Tree, "the tree kept is not that of the events");
        }
    });
    findings.read(read);
    if trees != 1 {
        findings.fault(None, FaultKind::Tree, format!("{trees} trees are kept, and there is one"));
    }
}
