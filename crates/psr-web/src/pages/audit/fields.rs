//! The fields of an entry as they are stored: path, value and digest; or that they are withheld, erased or missing.

use minijinja::{Value, context};
use psr_recorder::{Entry, Field, FieldState, Value as Stored};

/// What is shown of a privileged answer or comment: who, when and on what, and nothing of what it says.
const KEPT: [&str; 7] = ["about", "concerns", "privileged", "reply-to", "supersedes", "view-of", "withdrawn"];

/// Returns the fields in the order of their paths, those that are not here last.
pub fn shown(entry: &Entry, privileged: bool) -> Vec<Value> {
    let mut fields: Vec<&Field> = entry.fields.iter().collect();
    fields.sort_by_key(|field| match &field.state {
        FieldState::Shown { path, .. } => (false, path.as_str()),
        _ => (true, ""),
    });
    fields.into_iter().map(|field| one(field, privileged)).collect()
}

fn one(field: &Field, privileged: bool) -> Value {
    let digest = field.digest.to_string();
    match &field.state {
        // The path of an item tells how many there are, so it is withheld with what it says.
        FieldState::Shown { path, .. } if privileged && !is_kept(path) => {
            context! { digest, gone => "Withheld: privileged as legal advice" }
        }
        FieldState::Shown { path, value } => context! { digest, path, text => in_text(value) },
        FieldState::Erased => context! { digest, gone => "Erased: an erasure on record says so" },
        FieldState::Missing => context! { digest, gone => "Not here, and nothing on record says why" },
    }
}

fn is_kept(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| KEPT.contains(&last))
}

/// Writes a stored value as people read it: text as it is, anything else as JSON.
fn in_text(value: &Stored) -> String {
    match value {
        Stored::Text(text) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_kept;

    #[test]
    fn of_a_privileged_answer_only_who_and_when_is_kept() {
        for path in [
            "answer/d/q/value",
            "answer/d/q/reason",
            "answer/d/q/item/0/name",
            "answer/d/q/evidence/0/name",
            "comment/text",
        ] {
            assert!(!is_kept(path), "{path}");
        }
        assert!(is_kept("lot/1/answer/d/q/view-of") && is_kept("answer/d/q/privileged"));
        assert!(is_kept("comment/about") && is_kept("lot/1/comment/reply-to"));
    }
}
