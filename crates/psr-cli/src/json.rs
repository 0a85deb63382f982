//! Results as JSON: one object, indented, with the number of its form first.

use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Outcome;
use crate::world::World;

/// The number of the form in which results are written.
pub const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Numbered<'v, V> {
    schema: u32,
    #[serde(flatten)]
    value: &'v V,
}

/// Prints an object as JSON, and ends as told.
pub fn print(world: &mut World<'_>, value: &impl Serialize, exit: Exit) -> Outcome {
    let text = serde_json::to_string_pretty(&Numbered { schema: SCHEMA, value }).map_err(std::io::Error::from);
    let text = text.map_err(crate::world::unwritten)?;
    let lines: Vec<String> = text.lines().map(kebab_key).collect();
    world.stdout.print(&format!("{}\n", lines.join("\n")))?;
    Ok(exit)
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
