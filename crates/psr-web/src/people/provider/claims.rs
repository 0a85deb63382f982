//! What a token says of somebody.

use std::collections::BTreeMap;

use openidconnect::core::CoreGenderClaim;
use openidconnect::{AdditionalClaims, IdTokenClaims};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The longest name that is recorded, in characters.
const LONGEST_NAME: usize = 200;

/// Every claim that the standard does not name.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Claims(BTreeMap<String, Value>);

impl AdditionalClaims for Claims {}

/// The claims of an ID token.
pub type IdClaims = IdTokenClaims<Claims, CoreGenderClaim>;

/// Returns the values of a claim: one or several texts, by its name or by a way with dots to it.
pub fn values(claims: &IdClaims, name: &str) -> Vec<String> {
    texts(find(&claims.additional_claims().0, name))
}

fn find<'c>(claims: &'c BTreeMap<String, Value>, name: &str) -> Option<&'c Value> {
    if let Some(value) = claims.get(name) {
        return Some(value);
    }
    let mut parts = name.split('.');
    let first = claims.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part))
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(all)) => all.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// Returns the name to record somebody under: the first that the token gives and that can stand on record.
pub fn name(claims: &IdClaims) -> String {
    let full = claims.name().and_then(|names| names.get(None)).map(|name| name.to_string());
    let short = claims.preferred_username().map(|name| name.to_string());
    let mail = claims.email().map(|mail| mail.to_string());
    let given = [full, short, mail].into_iter().flatten().map(|name| name.trim().to_owned());
    given.filter(|name| is_plain(name)).chain([claims.subject().to_string()]).next().unwrap_or_default()
}

fn is_plain(name: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(odd)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_found_by_its_name_or_the_way_to_it() {
        let claims = r#"{ "groups": ["a", 1, "b"], "realm": { "roles": "c" }, "https://x.org/roles": ["d"] }"#;
        let claims: Claims = serde_json::from_str(claims).unwrap();
        for (name, found) in [
            ("groups", vec!["a", "b"]),
            ("realm.roles", vec!["c"]),
            ("https://x.org/roles", vec!["d"]),
            ("realm", vec![]),
            ("none.at.all", vec![]),
        ] {
            assert_eq!(texts(find(&claims.0, name)), found, "{name}");
        }
    }

    #[test]
    fn a_name_that_cannot_stand_on_record_is_not_taken() {
        for (name, plain) in [("Jo Bloggs", true), ("", false), ("a\nb", false), ("a\u{202e}b", false)] {
            assert_eq!(is_plain(name), plain, "{name:?}");
        }
    }
}
