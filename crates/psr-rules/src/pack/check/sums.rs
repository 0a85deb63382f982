//! Finds more sums compared with each other than can be settled exactly.

use std::collections::BTreeSet;

use crate::id::QuestionId;
use crate::pack::diagnostic::Findings;
use crate::pack::read::Uses;

/// Notes each comparison that connects a third sum to two others of its decision.
pub(crate) fn connected(uses: &Uses, findings: &Findings) {
    let decisions: BTreeSet<_> = uses.compared.iter().map(|(decision, ..)| decision).collect();
    for decision in decisions {
        let mut groups: Vec<BTreeSet<&QuestionId>> = Vec::new();
        for (_, left, right, origin) in uses.compared.iter().filter(|(of, ..)| of == decision) {
            let (touching, apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|group| group.contains(left) || group.contains(right));
            let already = touching.iter().any(|group| group.len() > 2);
            let mut group: BTreeSet<_> = touching.into_iter().flatten().collect();
            group.extend([left, right]);
            if group.len() > 2 && !already {
                let names: Vec<&str> = group.iter().map(|sum| sum.as_str()).collect();
                let message = format!(
                    "in decision `{decision}` more than two sums are compared with each other: {}",
                    names.join(", ")
                );
                let hint = "at most two can be settled exactly: ask for a sum that combines the others";
                findings.error(&origin.file, origin.at, message, hint);
            }
            groups = apart;
            groups.push(group);
        }
    }
}
