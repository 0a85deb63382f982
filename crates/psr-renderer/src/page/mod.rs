//! The page that verifies itself: one HTML file with the written reasons, the record's own bytes, and the verifier that checks them.
//!
//! The page works from a disk with no network. Its policy allows the style sheet and the two scripts that it carries, by digest, and nothing
//! else. What it shows of the record, its script builds from the bytes that it has checked; the reasons are a rendering, and the page says so.

mod case;
mod data;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::document::text::of_inlines;
use crate::export::html;

pub use case::of_case;
pub use data::{Labels, LeftOut, PageData};

const SHELL: &str = include_str!("shell.html");
const STYLE: &str = concat!(include_str!("../export/html/document.css"), include_str!("page.css"));
/// One script in parts that share one scope of their own.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("script/elements.js"),
    include_str!("script/words.js"),
    include_str!("script/entries.js"),
    include_str!("script/timeline.js"),
    include_str!("script/evidence.js"),
    include_str!("script/findings.js"),
    include_str!("script/run.js"),
    "})();\n"
);

/// Writes the page; `verifier` is the text of the script that checks a bundle's files.
///
/// The scripts stand in the page as they are, so they must not hold the end tag of a script. What the record says cannot end one: the data is
/// written without a single `<`.
pub fn write(reasons: &Document, data: &PageData<'_>, verifier: &str) -> String {
    let title = of_inlines(&reasons.title);
    let json = data.to_json();
    fill(|name, page| match name {
        "language" => page.push_str(reasons.language),
        "policy" => page.push_str(&policy(verifier)),
        "title" | "heading" => page.push_str(&html::escaped(&title)),
        "style" => page.push_str(STYLE),
        "reasons" => page.push_str(&html::fragment(reasons)),
        "footer" => page.push_str(&footer(reasons)),
        "data" => page.push_str(&json),
        "verifier" => page.push_str(verifier),
        "script" => page.push_str(SCRIPT),
        _ => {}
    })
}

/// Fills the gaps of the shell in one pass, so that nothing in what is filled in is taken for a gap.
fn fill(mut gap: impl FnMut(&str, &mut String)) -> String {
    let mut page = String::with_capacity(256 * 1024);
    let mut parts = SHELL.split("{{");
    page.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, text) = part.split_once("}}").unwrap_or(("", part));
        gap(name, &mut page);
        page.push_str(text);
    }
    page
}

/// Everything from outside is refused, and of what is inside only these scripts and this style sheet are let in.
fn policy(verifier: &str) -> String {
    let allowed = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; script-src {} {}; style-src {}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        allowed(verifier),
        allowed(SCRIPT),
        allowed(STYLE)
    )
}

fn footer(document: &Document) -> String {
    let metadata = &document.metadata;
    let rows = [
        ("Reference", "", &metadata.reference),
        ("Reasons drawn from the record as at", "", &metadata.as_at_in_words().unwrap_or_default()),
        ("Newest entry of the record then", " data-head", &metadata.head),
    ];
    let row = |(name, mark, value): &(&str, &str, &String)| {
        format!("<div><dt>{name}</dt><dd{mark}>{}</dd></div>\n", html::escaped(value))
    };
    rows.iter().filter(|(.., value)| !value.is_empty()).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_and_the_shell_hold_no_end_of_a_script_but_their_own() {
        assert!(!SCRIPT.to_ascii_lowercase().contains("</script"));
        assert_eq!(SHELL.matches("</script>").count(), 3);
    }

    #[test]
    fn what_is_filled_in_is_never_taken_for_a_gap() {
        let page = fill(|name, page| page.push_str(if name == "title" { "{{data}}" } else { "" }));
        assert!(page.contains("<title>{{data}}</title>"));
    }
}
