//! The plan of a disclosure as a form decides it: written as the plan file is, so that it is read and held against the case in the same way.

use std::collections::BTreeMap;

use psr_casefile::disclosure::{Decided, Disclosing, Proposal, ProposedEntry, decide};
use psr_rules::facts::read_disclosure_plan;
use psr_rules::pack::model::DisclosureKind;
use serde_json::{Value, json};

use crate::view::words::sentence;

/// What was typed, by field.
pub type Typed = BTreeMap<String, String>;

/// What is wrong: messages, each with its field.
pub type Wrong = Vec<(String, String)>;

/// Gives what is decided on.
pub const GIVE: &str = "give";
/// Leaves a part to what is decided on its entry.
pub const AS_ENTRY: &str = "as-entry";

/// Returns the field that decides on an entry.
pub fn entry_field(entry: &ProposedEntry) -> String {
    format!("e{}", entry.entry)
}

/// Returns the field that decides on a part of an entry, by its place.
pub fn part_field(entry: &ProposedEntry, place: usize) -> String {
    format!("e{}-p{place}", entry.entry)
}

/// Returns what is chosen at first: everything is given, but for parts that only a person can decide on.
pub fn at_first(proposal: &Proposal) -> Typed {
    let mut typed = Typed::new();
    for entry in proposal.entries.iter().filter(|entry| entry.privileged.is_none()) {
        typed.insert(entry_field(entry), GIVE.to_owned());
        for (place, part) in entry.parts.iter().enumerate() {
            let choice = if part.why_ask.is_some() { "" } else { AS_ENTRY };
            typed.insert(part_field(entry, place), choice.to_owned());
        }
    }
    typed
}

/// Reads what was decided, and holds it against the case; everything that is wrong is said at once, beside the field it is about.
pub fn decided(disclosing: &Disclosing<'_>, proposal: &Proposal, typed: &Typed) -> Result<Decided, Wrong> {
    let wrong = missing(disclosing.kind, proposal, typed);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (text, fields) = written(proposal, typed);
    let at = |line: usize| fields.get(line.wrapping_sub(1)).cloned().unwrap_or_else(first_field(proposal));
    let plan = read_disclosure_plan("plan", text.as_bytes(), disclosing.case.rulebook.pack()).map_err(|found| {
        found.all().iter().map(|found| (sentence(&found.message), at(found.line))).collect::<Wrong>()
    })?;
    decide(disclosing, &plan)
        .map_err(|faults| faults.iter().map(|fault| (sentence(&fault.what), at(fault.line))).collect())
}

/// Says what a form lacks, in its own words: what is not decided yet, and what is withheld without saying why.
fn missing(kind: &DisclosureKind, proposal: &Proposal, typed: &Typed) -> Wrong {
    let mut wrong = Wrong::new();
    for entry in proposal.entries.iter().filter(|entry| entry.privileged.is_none()) {
        let parts = entry.parts.iter().enumerate();
        let parts =
            parts.map(|(place, part)| (part_field(entry, place), format!("Entry {}, {}", entry.entry, part.part)));
        for (field, name) in std::iter::once((entry_field(entry), format!("Entry {}", entry.entry))).chain(parts) {
            wrong.extend(lacking(kind, typed, &field, &name).map(|message| (message, field)));
        }
    }
    wrong
}

fn lacking(kind: &DisclosureKind, typed: &Typed, field: &str, name: &str) -> Option<String> {
    let text = |suffix: &str| typed.get(&format!("{field}{suffix}")).map_or("", |text| text.trim());
    let weighed = kind.withholding(text("")).is_some_and(|(ground, _)| ground.weighed);
    let unsaid = (text("-explanation").is_empty(), text("-balance").is_empty());
    match (text(""), unsaid) {
        ("", _) => Some(format!("{name}: choose whether it is given")),
        (GIVE | AS_ENTRY, _) => None,
        (_, (true, _)) => Some(format!("{name}: explain why it is withheld")),
        (_, (false, true)) if weighed => Some(format!("{name}: say how the public interest was weighed")),
        (_, (false, false)) if !weighed => {
            Some(format!("{name}: leave the balance out, since none is struck on this ground"))
        }
        _ => None,
    }
}

fn first_field(proposal: &Proposal) -> impl Fn() -> String + '_ {
    || proposal.entries.first().map(entry_field).unwrap_or_default()
}

/// Writes the plan, with the field that each line comes from.
fn written(proposal: &Proposal, typed: &Typed) -> (String, Vec<String>) {
    let head = json!(proposal.kind).to_string();
    let request =
        proposal.request.as_ref().map(|request| format!(" \"request\": {},", json!(request))).unwrap_or_default();
    let (to, case) = (json!(proposal.to), json!(proposal.case));
    let mut lines = vec![(
        format!("{{\"disclosure\": {head}, \"to\": {to},{request} \"case\": {case}, \"entries\": ["),
        first_field(proposal)(),
    )];
    let count = proposal.entries.len();
    for (number, entry) in (1..).zip(&proposal.entries) {
        entry_lines(entry, typed, &mut lines);
        if let Some((line, _)) = lines.last_mut().filter(|_| number < count) {
            line.push(',');
        }
    }
    lines.push(("]}".to_owned(), first_field(proposal)()));
    let (text, fields): (Vec<String>, Vec<String>) = lines.into_iter().unzip();
    (text.join("\n") + "\n", fields)
}

fn entry_lines(entry: &ProposedEntry, typed: &Typed, lines: &mut Vec<(String, String)>) {
    let field = entry_field(entry);
    if let Some(ground) = &entry.privileged {
        let kept = json!({ "entry": entry.entry, "give": "no", "on": ground, "explanation": "The case marks it as privileged." });
        return lines.push((kept.to_string(), field));
    }
    let own = |place: usize| typed.get(&part_field(entry, place)).map(String::as_str);
    if (0..entry.parts.len()).all(|place| own(place) == Some(AS_ENTRY)) {
        return lines.push((with(choice(typed, &field), "entry", json!(entry.entry)).to_string(), field));
    }
    lines.push((format!("{{\"entry\": {}, \"parts\": [", entry.entry), field.clone()));
    for (place, part) in entry.parts.iter().enumerate() {
        let of = if own(place) == Some(AS_ENTRY) { field.clone() } else { part_field(entry, place) };
        let comma = if place + 1 < entry.parts.len() { "," } else { "" };
        lines.push((format!("{}{comma}", with(choice(typed, &of), "part", json!(part.part))), of));
    }
    lines.push(("]}".to_owned(), field));
}

fn with(mut choice: Value, name: &str, value: Value) -> Value {
    if let Value::Object(fields) = &mut choice {
        fields.insert(name.to_owned(), value);
    }
    choice
}

/// Writes what a field chose, with why.
fn choice(typed: &Typed, field: &str) -> Value {
    let text = |name: String| typed.get(&name).map(|text| text.trim()).filter(|text| !text.is_empty());
    let on = match text(field.to_owned()) {
        None => return json!({ "give": "undecided" }),
        Some(GIVE) => return json!({ "give": "yes" }),
        Some(on) => on,
    };
    let mut choice = json!({ "give": "no", "on": on });
    for name in ["explanation", "balance"] {
        if let Some(text) = text(format!("{field}-{name}")) {
            choice = with(choice, name, json!(text));
        }
    }
    choice
}

#[cfg(test)]
mod tests {
    use psr_casefile::disclosure::ProposedPart;

    use super::*;

    fn proposal() -> Proposal {
        let part = |part: &str, why_ask: Option<&str>| ProposedPart {
            part: part.to_owned(),
            shows: String::new(),
            why_ask: why_ask.map(str::to_owned),
        };
        let entry = |entry, parts, privileged: Option<&str>| ProposedEntry {
            entry,
            what: String::new(),
            items: Vec::new(),
            privileged: privileged.map(str::to_owned),
            parts,
        };
        Proposal {
            kind: "k".to_owned(),
            about: Vec::new(),
            grounds: Vec::new(),
            to: "A \"B\" Ltd".to_owned(),
            request: None,
            case: "C-1".to_owned(),
            entries: vec![
                entry(0, vec![part("title", None)], None),
                entry(3, vec![part("value", Some("it names X")), part("reason", None)], None),
                entry(4, vec![part("value", None)], Some("legal")),
            ],
        }
    }

    #[test]
    fn a_plan_is_written_line_by_line_beside_its_fields() {
        let mut typed = at_first(&proposal());
        typed.insert("e3-p0".to_owned(), "harm".to_owned());
        typed.insert("e3-p0-explanation".to_owned(), " Because. ".to_owned());
        let (text, fields) = written(&proposal(), &typed);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), fields.len());
        assert_eq!(fields, ["e0", "e0", "e3", "e3-p0", "e3", "e3", "e4", "e0"]);
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
        assert_eq!(lines[3], r#"{"explanation":"Because.","give":"no","on":"harm","part":"value"},"#);
    }

    #[test]
    fn what_only_a_person_can_decide_on_is_left_undecided() {
        let (text, _) = written(&proposal(), &at_first(&proposal()));
        assert_eq!(text.matches("undecided").count(), 1, "{text}");
    }
}
