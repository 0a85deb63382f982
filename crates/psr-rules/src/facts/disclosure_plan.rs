//! Reads the plan of a disclosure, as `psr disclose CASE --plan FILE` takes it: for each entry what is given, and what is withheld on which ground.

use super::file::{finished, tree};
use crate::id::DisclosureId;
use crate::pack::cursor::Cursor;
use crate::pack::diagnostic::{Diagnostics, Findings};
use crate::pack::fields::Fields;
use crate::pack::model::{DisclosureKind, Disclosures, Pack};
use crate::pack::source::Source;

/// What to write at least.
const LEAST: &str = "let `psr disclose CASE --to NAME --propose FILE` write a plan, and decide each entry in it";
/// The largest number of an entry that is read.
const LAST: u32 = u32::MAX;

/// The plan of a disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosurePlan {
    /// The kind of disclosure.
    pub kind: DisclosureId,
    /// To whom it is made.
    pub to: String,
    /// The request it answers, by the reference it is named by.
    pub request: Option<String>,
    /// The case, by its reference.
    pub case: String,
    /// What is decided of each entry.
    pub entries: Vec<PlannedEntry>,
}

/// What is decided of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEntry {
    /// The line in which it begins.
    pub line: usize,
    /// The entry.
    pub entry: u64,
    /// What is decided.
    pub choice: PlannedChoice,
}

/// What is decided of an entry: as a whole, or part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlannedChoice {
    /// The same for all of it.
    Whole(Choice),
    /// Each part for itself.
    Parts(Vec<PlannedPart>),
}

/// What is decided of a part of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPart {
    /// The line in which it begins.
    pub line: usize,
    /// The part.
    pub part: String,
    /// What is decided.
    pub choice: Choice,
}

/// What becomes of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// It is given.
    Give,
    /// It is withheld.
    Withhold {
        /// The ground or bar, by its name in the pack.
        on: DisclosureId,
        /// What giving it would do, and to whom.
        explanation: String,
        /// How the public interest was weighed, where it must be.
        balance: Option<String>,
    },
}

/// Reads the plan of a disclosure from YAML or JSON.
///
/// # Errors
/// When anything is wrong, an entry that nobody decided included; each finding names the line, and carries `name` as the file.
pub fn read_disclosure_plan(name: &str, bytes: &[u8], pack: &Pack) -> Result<DisclosurePlan, Diagnostics> {
    let findings = Findings::default();
    let source = Source { file: name, findings: &findings };
    let plan = tree(bytes, source, LEAST).and_then(|root| plan(Cursor::root(&root, source), pack));
    finished(plan, findings)
}

fn plan(root: Cursor<'_>, pack: &Pack) -> Option<DisclosurePlan> {
    let mut fields = root.fields()?;
    let kind_at = fields.required("disclosure");
    let to = fields.required("to").and_then(name);
    let request = fields.optional("request").and_then(name);
    let case = fields.required("case").and_then(|at| at.scalar()).map(|case| case.text.clone());
    let entries = fields.required("entries");
    fields.finish();
    let Some(disclosures) = &pack.disclosures else {
        root.error("the pack of this case knows no disclosures", "no plan can be read with it");
        return None;
    };
    let kind = kind(kind_at?, disclosures)?;
    let known = Known { kind, outside: &disclosures.outside.id };
    let mut read: Vec<PlannedEntry> = Vec::new();
    for item in entries?.some_items()? {
        let Some(entry) = entry(item, &known) else { continue };
        if let Some(first) = read.iter().find(|other| other.entry == entry.entry) {
            let message = format!("entry {} is decided again", entry.entry);
            item.error(message, format!("keep one of them; the first is in line {}", first.line));
        }
        read.push(entry);
    }
    Some(DisclosurePlan { kind: kind.id.clone(), to: to?, request, case: case?, entries: read })
}

/// Takes a name that may be printed.
fn name(at: Cursor<'_>) -> Option<String> {
    at.scalar().map(|name| name.text.trim().to_owned()).filter(|name| !name.is_empty())
}

/// What a plan may name.
struct Known<'p> {
    kind: &'p DisclosureKind,
    outside: &'p DisclosureId,
}

fn kind<'p>(at: Cursor<'_>, disclosures: &'p Disclosures) -> Option<&'p DisclosureKind> {
    let given = at.text()?;
    let known = || disclosures.kinds.iter().map(|kind| kind.id.as_str());
    let found = disclosures.kinds.iter().find(|kind| kind.id.as_str() == given);
    if found.is_none() {
        at.error(format!("there is no disclosure of the kind `{given}`"), at.source.hint(given, known()));
    }
    found
}

fn entry(item: Cursor<'_>, known: &Known<'_>) -> Option<PlannedEntry> {
    let mut fields = item.fields()?;
    let entry = fields.required("entry").and_then(|at| at.number(0, LAST));
    let _shown = ["what", "items", "kept-out"].map(|key| fields.optional(key));
    let parts = fields.optional("parts");
    let choice = match parts {
        Some(parts) => {
            fields.finish();
            parts
                .some_items()
                .map(|items| PlannedChoice::Parts(items.into_iter().filter_map(|item| part(item, known)).collect()))
        }
        None => choice(fields, known).map(PlannedChoice::Whole),
    };
    Some(PlannedEntry { line: item.at().line, entry: entry?.into(), choice: choice? })
}

fn part(item: Cursor<'_>, known: &Known<'_>) -> Option<PlannedPart> {
    let mut fields = item.fields()?;
    let part = fields.required("part").and_then(|at| at.scalar()).map(|part| part.text.clone());
    let _shown = ["shows", "why-ask"].map(|key| fields.optional(key));
    let choice = choice(fields, known);
    Some(PlannedPart { line: item.at().line, part: part?, choice: choice? })
}

fn choice(mut fields: Fields<'_>, known: &Known<'_>) -> Option<Choice> {
    let give = fields.required("give");
    let [on, explanation, balance] = ["on", "explanation", "balance"].map(|key| fields.optional(key));
    let whole = fields.whole();
    fields.finish();
    let give = give?;
    let reasons = [on, explanation, balance].into_iter().flatten();
    match give.scalar()?.text.as_str() {
        "yes" | "true" => {
            reasons.for_each(|at| {
                at.error(format!("{} goes with what is withheld, and this is given", at.name), "leave it out")
            });
            Some(Choice::Give)
        }
        "no" | "false" => withheld(whole, [on, explanation, balance], known),
        "undecided" => {
            let hint = "write `yes`, or `no` with `on:` and `explanation:`";
            give.error(format!("{} is not decided yet", whole.name), hint);
            None
        }
        _ => give.expected("`yes`, `no` or `undecided`", "write one of them"),
    }
}

/// Takes why something is withheld: the ground or bar, what it is explained with, and the balance where one must be struck.
fn withheld(whole: Cursor<'_>, given: [Option<Cursor<'_>>; 3], known: &Known<'_>) -> Option<Choice> {
    let [on, explanation, balance] = given;
    let Some(on) = on else {
        whole.error(
            format!("{} is withheld on no ground", whole.name),
            format!("add `on:` with one of {}", known.names().join(", ")),
        );
        return None;
    };
    let id = on.id(DisclosureId::parse)?;
    let ground = known.kind.withholding(id.as_str()).map(|(ground, _)| ground);
    if ground.is_none() && id != *known.outside {
        let message = format!("`{id}` is no ground for withholding under {}", known.kind.provision);
        on.error(message, on.source.hint(id.as_str(), known.names()));
        return None;
    }
    let explain =
        ground.map_or("Say what was asked for, and why this is no part of it.", |ground| ground.explain.as_str());
    let explained = explanation.and_then(|at| at.words());
    if explanation.is_none() {
        whole.error(
            format!("{} is withheld on `{id}` without an explanation", whole.name),
            format!("add `explanation:`. {explain}"),
        );
    }
    let weighed = balance.and_then(|at| at.words());
    match (ground.is_some_and(|ground| ground.weighed), balance) {
        (true, None) => {
            let hint = "add `balance:` with what speaks for giving it, what speaks against, and which weighs more";
            whole.error(
                format!("{} is withheld on `{id}` without the balance of the public interest", whole.name),
                hint,
            );
        }
        (false, Some(at)) => at.error(format!("no balance is struck under `{id}`"), "leave it out"),
        _ => {}
    }
    Some(Choice::Withhold { on: id, explanation: explained?, balance: weighed })
}

impl Known<'_> {
    fn names(&self) -> Vec<&str> {
        let withholdings = self.kind.grounds.iter().chain(&self.kind.bars).map(|known| known.id.as_str());
        withholdings.chain([self.outside.as_str()]).collect()
    }
}
