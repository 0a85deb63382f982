//! Results as JSON: one object, indented, with the number of its form first.

use serde::Serialize;

/// The number of the form in which results are written.
pub const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Numbered<'v, V> {
    schema: u32,
    #[serde(flatten)]
    value: &'v V,
}

/// Writes an object as JSON.
///
/// # Errors
/// When the value has no form in JSON.
pub fn text(value: &impl Serialize) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(&Numbered { schema: SCHEMA, value })?;
    let lines: Vec<String> = text.lines().map(kebab_key).collect();
    Ok(format!("{}\n", lines.join("\n")))
}

/// Writes the key that a line of indented JSON begins with as all ids are written: words joined by hyphens.
///
/// The data below is shared with templates, which need names without hyphens.
fn kebab_key(line: &str) -> String {
    let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
    let key = rest.strip_prefix('"').and_then(|rest| rest.split_once("\": "));
    match key {
        Some((key, value)) if key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') => {
            format!("{indent}\"{}\": {value}", key.replace('_', "-"))
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::kebab_key;

    #[test]
    fn keys_are_joined_by_hyphens_and_values_stay() {
        let cases = [
            (r#"  "view_of": "a_b","#, r#"  "view-of": "a_b","#),
            (r#"  "a_b\": c""#, r#"  "a_b\": c""#),
            (r#"  "a_b","#, r#"  "a_b","#),
            ("}", "}"),
        ];
        for (line, written) in cases {
            assert_eq!(kebab_key(line), written);
        }
    }
}
