//! Finds what a pack defines and never uses.

use crate::pack::diagnostic::Findings;
use crate::pack::read::{Folder, Index, Uses};

/// Notes questions that nothing asks for, and questions of a decision that cannot change it.
pub(crate) fn questions(index: &Index, uses: &Uses, findings: &Findings) {
    if index.has_gap(Folder::Regulations) || index.has_gap(Folder::Schedules) || index.has_gap(Folder::Decisions) {
        return;
    }
    for (id, (origin, _)) in index.questions.iter().filter(|(id, _)| !index.doubtful.contains(*id)) {
        let asked = index.decisions.values().any(|shape| shape.questions.iter().any(|(question, _)| question == id));
        let used = uses.questions.iter().any(|(_, question)| question == id);
        if !asked && !used {
            let hint = "list it under `questions:` of a decision, or remove the file";
            findings.error(&origin.file, origin.at, format!("question `{id}` is asked by no decision"), hint);
        }
    }
    for (decision, shape) in index.decisions.iter().filter(|(_, shape)| shape.concludes) {
        for (question, at) in &shape.questions {
            if !uses.questions.contains(&(decision.clone(), question.clone())) {
                let message = format!("question `{question}` is asked by no rule of decision `{decision}`");
                let hint = "test it in the condition of a rule, or take it off the list";
                findings.error(&shape.origin.file, *at, message, hint);
            }
        }
    }
}

/// Notes conclusions that no rule reaches.
pub(crate) fn conclusions(index: &Index, uses: &Uses, findings: &Findings) {
    if index.has_gap(Folder::Regulations) || index.has_gap(Folder::Schedules) || index.has_gap(Folder::Decisions) {
        return;
    }
    for (decision, shape) in &index.decisions {
        for (conclusion, at) in &shape.conclusions {
            let reached = uses.set.iter().any(|(of, set, _)| of == decision && *set == conclusion.id);
            if !reached && !conclusion.values.is_empty() {
                let hint = "add a rule with it under `then:`, or remove the conclusion";
                findings.error(
                    &shape.origin.file,
                    *at,
                    format!("conclusion `{}` is reached by no rule", conclusion.id),
                    hint,
                );
            }
        }
    }
}

/// Notes rules from which nothing follows and on which nothing builds.
pub(crate) fn rules(index: &Index, uses: &Uses, findings: &Findings) {
    if index.has_gap(Folder::Regulations) || index.has_gap(Folder::Schedules) || index.has_gap(Folder::Decisions) {
        return;
    }
    for (id, head) in &index.rules {
        let built_on = uses.builds_on.iter().any(|(_, rule, _)| rule == id);
        let shape = head.decision.as_ref().and_then(|decision| index.decisions.get(decision));
        if !built_on && !uses.concluding.contains(id) && shape.is_some_and(|shape| shape.concludes) {
            let hint = "add `then:`, or let another rule or a conflict name it";
            findings.warning(&head.origin.file, head.origin.at, format!("nothing follows from rule `{id}`"), hint);
        }
    }
}

/// Notes parameters and lists that are never named.
pub(crate) fn parameters_and_lists(index: &Index, uses: &Uses, findings: &Findings) {
    if index.has_gap(Folder::Regulations) || index.has_gap(Folder::Schedules) || index.has_gap(Folder::Questions) {
        return;
    }
    for (id, (origin, _)) in index.parameters.iter().filter(|(id, _)| !uses.parameters.contains(*id)) {
        let hint = "name it in a condition or a clause, or remove it";
        findings.warning(&origin.file, origin.at, format!("parameter `{id}` is not used"), hint);
    }
    for (id, list) in index.lists.iter().filter(|(id, _)| !uses.lists.contains(*id)) {
        let hint = "take it up by `choices-from:` in a question, or remove it";
        findings.warning(&list.origin.file, list.origin.at, format!("list `{id}` is not used"), hint);
    }
}
