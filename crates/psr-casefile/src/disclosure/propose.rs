//! A plan to be decided in: every entry that is due, given unless something speaks against it.
//!
//! What names a provider other than the one who asks, and every file, is left undecided: only a person can tell. What is privileged stays out.

use std::collections::BTreeSet;

use psr_rules::answer::Answer;
use psr_rules::pack::model::ProviderName;

use super::carried::{Carried, carried};
use super::{Disclosing, shortened};
use crate::event::{Answered, CaseEvent};

/// How much of what a part says is shown in a plan, in characters.
const SHOWN: usize = 200;

/// A plan to be decided in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The kind of disclosure.
    pub kind: String,
    /// What is due, and how far withholding goes.
    pub about: Vec<String>,
    /// The grounds and bars, each with its words and where it comes from.
    pub grounds: Vec<String>,
    /// To whom.
    pub to: String,
    /// The request.
    pub request: Option<String>,
    /// The case, by its reference.
    pub case: String,
    /// The entries.
    pub entries: Vec<ProposedEntry>,
}

/// An entry to be decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedEntry {
    /// The entry.
    pub entry: u64,
    /// What kind of thing it says.
    pub what: String,
    /// The items it carries, by their names in the pack.
    pub items: Vec<String>,
    /// The ground or bar under which it stays out as privileged.
    pub privileged: Option<String>,
    /// Its parts.
    pub parts: Vec<ProposedPart>,
}

/// A part to be decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedPart {
    /// What it is called.
    pub part: String,
    /// How it begins.
    pub shows: String,
    /// Why it is left undecided; nothing where it is given unless somebody decides otherwise.
    pub why_ask: Option<String>,
}

/// Returns the names of the providers that a case names where its pack says that names of providers stand.
pub fn providers(disclosing: &Disclosing<'_>) -> BTreeSet<String> {
    let events = disclosing.case.entries.iter().filter_map(|entry| entry.event.as_ref());
    let named = events.flat_map(|event| disclosing.disclosures.providers.iter().flat_map(|place| names(event, place)));
    named.map(|name| name.trim().to_owned()).filter(|name| name.chars().count() >= 2).collect()
}

fn names(event: &CaseEvent, place: &ProviderName) -> Vec<String> {
    match (event, place) {
        (CaseEvent::Answered(Answered { key, answer: Some(answer), .. }), ProviderName::Question(question, field))
            if key.question == *question =>
        {
            match (answer, field) {
                (Answer::Text(text), None) => vec![text.clone()],
                (Answer::List(items), Some(field)) => {
                    items.iter().filter_map(|item| item.get(field).cloned()).collect()
                }
                _ => Vec::new(),
            }
        }
        (CaseEvent::Happened(happened), ProviderName::Event(event, field)) if happened.event == *event => {
            happened.details.iter().filter(|(name, _)| name == field).map(|(_, text)| text.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// Makes a plan to be decided in.
pub fn propose(disclosing: &Disclosing<'_>, to: &str, request: Option<&str>) -> Proposal {
    let own = to.to_lowercase();
    let others: Vec<String> = providers(disclosing).into_iter().filter(|name| name.to_lowercase() != own).collect();
    let kind = disclosing.kind;
    let ground = |ground: &psr_rules::pack::model::Withholding| {
        format!("{}: {} ({}). {}", ground.id, ground.says, ground.source, ground.explain)
    };
    let outside = &disclosing.disclosures.outside;
    Proposal {
        kind: kind.id.to_string(),
        about: vec![kind.title.clone(), kind.about.clone(), kind.limits.clone()],
        grounds: kind
            .grounds
            .iter()
            .map(ground)
            .chain(kind.bars.iter().map(|bar| format!("{} [other law]", ground(bar))))
            .chain([format!("{}: {}.", outside.id, outside.says)])
            .collect(),
        to: to.to_owned(),
        request: request.map(str::to_owned),
        case: disclosing.case.state.opened.what.reference.clone(),
        entries: carried(disclosing)
            .iter()
            .filter(|carried| carried.is_due())
            .map(|carried| entry(carried, disclosing, &others))
            .collect(),
    }
}

fn entry(carried: &Carried, disclosing: &Disclosing<'_>, others: &[String]) -> ProposedEntry {
    let kind = disclosing.kind;
    let part = |part: &super::Part| {
        let name = part.name.clone()?;
        let lower = part.words.to_lowercase();
        let named: Vec<&str> =
            others.iter().filter(|other| lower.contains(&other.to_lowercase())).map(String::as_str).collect();
        let why_ask = match (named.as_slice(), part.is_file()) {
            ([], false) => None,
            ([], true) => Some("look into the file before it is given".to_owned()),
            (named, _) => Some(format!("it names {}", shortened(&named.join(", "), SHOWN))),
        };
        Some(ProposedPart { part: name, shows: shortened(&part.words, SHOWN), why_ask })
    };
    ProposedEntry {
        entry: carried.entry,
        what: carried.what.clone(),
        items: carried.items.iter().map(|place| kind.items[*place].id.to_string()).collect(),
        privileged: carried.privileged.then(|| kind.privileged.to_string()),
        parts: carried.parts.iter().filter_map(part).collect(),
    }
}

impl Proposal {
    /// Writes the plan as the file that is decided in.
    pub fn to_yaml(&self) -> String {
        let mut text = String::new();
        let mut line = |words: &str| text.push_str(&format!("{words}\n"));
        for about in &self.about {
            comment(&mut line, about);
        }
        comment(
            &mut line,
            "Decide each entry: `give: yes`, or `give: no` with `on:` and `explanation:`, and with `balance:` where the public interest is weighed. An entry whose parts are listed is decided part by part; to decide it as a whole, put `give:` in place of `parts:`. What is withheld may be withheld on:",
        );
        self.grounds.iter().for_each(|ground| comment(&mut line, &format!("- {ground}")));
        line(&format!("disclosure: {}", self.kind));
        line(&format!("to: {}", quoted(&self.to)));
        self.request.iter().for_each(|request| line(&format!("request: {}", quoted(request))));
        line(&format!("case: {}", quoted(&self.case)));
        line("entries:");
        self.entries.iter().for_each(|entry| entry.write(&mut line));
        text
    }
}

impl ProposedEntry {
    fn write(&self, line: &mut impl FnMut(&str)) {
        line(&format!("  - entry: {}", self.entry));
        line(&format!("    what: {}", quoted(&shortened(&self.what, SHOWN))));
        line(&format!("    items: [{}]", self.items.join(", ")));
        if let Some(ground) = &self.privileged {
            line("    give: no");
            line(&format!("    on: {ground}"));
            return line("    explanation: \"The case marks it as privileged.\"");
        }
        if self.parts.iter().all(|part| part.why_ask.is_none()) {
            return line("    give: yes");
        }
        line("    parts:");
        for part in &self.parts {
            line(&format!("      - part: {}", quoted(&part.part)));
            line(&format!("        shows: {}", quoted(&part.shows)));
            part.why_ask.iter().for_each(|why| line(&format!("        why-ask: {}", quoted(why))));
            line(if part.why_ask.is_some() { "        give: undecided" } else { "        give: yes" });
        }
    }
}

/// Writes words as comments of at most 120 characters a line.
fn comment(line: &mut impl FnMut(&str), words: &str) {
    let mut now = String::from("#");
    for word in words.split_whitespace() {
        if now.chars().count() + word.chars().count() >= 120 {
            line(&now);
            now = String::from("#");
        }
        now.push(' ');
        now.push_str(word);
    }
    line(&now);
}

/// Writes a text in quotes, so that nothing in it can be taken for anything else.
fn quoted(text: &str) -> String {
    let plain = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let written = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if plain(c) => c.to_string(),
        c if u32::from(c) < 0x10000 => format!("\\u{:04x}", u32::from(c)),
        c => format!("\\U{:08x}", u32::from(c)),
    });
    format!("\"{}\"", written.collect::<String>())
}
