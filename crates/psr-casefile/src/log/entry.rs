//! An entry of a case as the log shows it.

use crate::casebook::Case;
use crate::contemporaneity::EntryLabel;
use crate::decision_record::Evidence;
use crate::event::{AnswerKey, Answered, CaseEvent, Comment, Determined, Disclosed, Happened, Made, Standing, Subject};
use crate::record::{about_in_words, in_words};
use crate::state::CaseEntry;
use crate::words::day;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};

use super::sign_off;

/// Entries that follow from others, and of which the text does not say when they were recorded.
const UNLABELLED: [&str; 3] = ["psr.actor/1", "psr.case/1", "psr.determination/1"];

/// How the types of answers begin.
const ANSWER: &str = "psr.answer/";

/// An entry as the log shows it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LogEntry {
    /// Its position in the case.
    pub position: u64,
    /// When it was written, by the recorder's clock.
    pub at: DateTime<Utc>,
    /// The name of whoever is recorded as having written it.
    pub by: String,
    /// The handle under which they act in the case.
    pub handle: String,
    /// Its type.
    #[serde(rename = "type")]
    pub typ: String,
    /// What it says, in words.
    pub what: String,
    /// The decision it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// The question it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The lot it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// The answer, as the contract writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The reasons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who formed the view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view_of: Option<String>,
    /// The items, where the answer is a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Pairs>,
    /// The files attached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The date it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concerns: Option<NaiveDate>,
    /// Whether it was entered after the event.
    #[serde(skip_serializing_if = "is_false")]
    pub retrospective: bool,
    /// Whether it is privileged.
    #[serde(skip_serializing_if = "is_false")]
    pub privileged: bool,
    /// What it is about, where it is a comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What it says, where it is a comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The comment it replies to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<u64>,
    /// The entry it replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<u64>,
    /// What was concluded.
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    pub conclusions: Pairs,
    /// Names and values beside it.
    #[serde(skip_serializing_if = "Pairs::is_empty")]
    pub details: Pairs,
    /// When it was recorded: what it precedes and follows, and what it replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<EntryLabel>,
    /// How many of its fields are withheld or erased.
    pub hidden: usize,
    /// Its leaf hash.
    pub leaf: String,
}

/// Names and values in an order of their own, written as an object.
#[derive(Debug, Clone, Default)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

fn is_privileged(case: &Case, entry: u64) -> bool {
    let meant = case.entries.iter().find(|known| known.seq == entry).and_then(|known| known.event.as_ref());
    meant.is_some_and(CaseEvent::is_privileged)
}

fn is_false(mark: &bool) -> bool {
    !mark
}

impl LogEntry {
    /// Puts an entry into words.
    pub fn of(entry: &CaseEntry, case: &Case) -> Self {
        let mut shown = Self {
            position: entry.seq,
            at: entry.at,
            by: case.state.actor_name(&entry.act),
            handle: entry.act.clone(),
            typ: entry.typ.clone(),
            hidden: entry.hidden,
            leaf: entry.leaf.to_string(),
            ..Self::default()
        };
        match &entry.event {
            Some(event) => shown.say(event, case),
            None => {
                shown.what =
                    format!("something of the type {}, which is withheld or not known to this program", entry.typ)
            }
        }
        shown
    }

    /// Puts an entry into words, with when it was recorded.
    pub fn labelled(entry: &CaseEntry, case: &Case, label: &EntryLabel) -> Self {
        Self { when: Some(label.clone()), ..Self::of(entry, case) }
    }

    /// Leaves out what a privileged entry says, as documents do.
    pub fn without_privileged(mut self) -> Self {
        if self.privileged {
            if self.typ.starts_with(ANSWER) {
                self.what = "something that is privileged, and withheld".to_owned();
            }
            (self.answer, self.reason, self.text) = (None, None, None);
            (self.items, self.evidence) = (Vec::new(), Vec::new());
        }
        self
    }

    fn say(&mut self, event: &CaseEvent, case: &Case) {
        match event {
            CaseEvent::Opened(opened) => {
                self.what = format!("opened “{}” ({})", opened.title, opened.reference);
                self.retrospective = opened.retrospective;
                let pack = format!("{} {} ({})", opened.pack.id, opened.pack.version, opened.pack.digest);
                self.details.0.push(("pack".to_owned(), pack));
                self.details.0.extend(opened.source.iter().map(|source| ("source".to_owned(), source.clone())));
            }
            CaseEvent::Actor(actor) => self.what = format!("{} acts from here on as {}", actor.name, actor.handle),
            CaseEvent::Answered(answered) => self.answered(answered, case),
            CaseEvent::Withdrawn(withdrawn) => {
                self.key(&withdrawn.key, case);
                self.what = format!("took back the answer to {}", withdrawn.key.question);
                (self.reason, self.supersedes) = (withdrawn.reason.clone(), withdrawn.supersedes);
                // Why a privileged answer was taken back may tell what it said.
                self.privileged = withdrawn.supersedes.is_some_and(|entry| is_privileged(case, entry));
            }
            CaseEvent::Happened(happened) => self.happened(happened, case),
            CaseEvent::Determined(determined) => self.determined(determined, case),
            CaseEvent::SignOff(_)
            | CaseEvent::Submitted(_)
            | CaseEvent::Approved(_)
            | CaseEvent::ApprovalWithdrawn(_)
            | CaseEvent::Refused(_) => self.sign_off(event, case),
            CaseEvent::Comment(comment) => self.commented(comment, case),
            CaseEvent::Closed(closed) => {
                self.what = "closed the case".to_owned();
                self.reason = closed.reason.clone();
            }
            CaseEvent::Hold(hold) => {
                self.what = if hold.placed { "placed a hold on the case" } else { "released the hold" }.to_owned();
                self.reason = Some(hold.why.clone());
            }
            CaseEvent::Retention(retention) => {
                self.what = format!("put on record that the case is kept until {}", day(retention.until));
                self.details.0.push(("source".to_owned(), retention.source.clone()));
            }
            CaseEvent::Erased(erased) => {
                self.what = format!("erased what entry {} said", erased.entry);
                self.reason = Some(erased.reason.clone());
                self.details.0.push(("ground".to_owned(), erased.ground.clone()));
            }
            CaseEvent::Disclosed(disclosed) => self.disclosed(disclosed),
            CaseEvent::Made(made) => self.made(made),
        }
    }

    fn commented(&mut self, comment: &Comment, case: &Case) {
        self.what = format!("commented on {}", about_in_words(case, &comment.about));
        self.about = Some(comment.about.to_string());
        if let Subject::Question(decision, _) | Subject::Conclusion(decision, _) = &comment.about {
            self.decision = Some(decision.to_string());
        }
        self.lot = comment.lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned);
        (self.text, self.reply_to) = (comment.text.clone(), comment.reply_to);
        self.privileged = comment.privileged;
    }

    fn disclosed(&mut self, disclosed: &Disclosed) {
        self.what =
            format!("disclosed to {} what stood at entry {}, as {}", disclosed.to, disclosed.basis, disclosed.kind);
        let mut add = |name: &str, text: String| self.details.0.push((name.to_owned(), text));
        disclosed.request.iter().for_each(|request| add("request", request.clone()));
        add("file", disclosed.bundle.clone());
        add("given", if disclosed.given.is_empty() { "nothing".to_owned() } else { disclosed.given.join(", ") });
        for withheld in &disclosed.withheld {
            let balance = withheld.balance.as_ref().map(|balance| format!(" Balance: {balance}")).unwrap_or_default();
            let places = withheld.places.join(", ");
            add(&format!("withheld ({places})"), format!("{}: {}{balance}", withheld.on, withheld.explanation));
        }
    }

    fn made(&mut self, made: &Made) {
        let to = made.to.as_ref().map(|to| format!(" to {to}")).unwrap_or_default();
        self.what = format!("made {}{to} ({}) from what stood at entry {}", made.document, made.format, made.basis);
        let mut add = |name: &str, text: String| self.details.0.push((name.to_owned(), text));
        add("file", made.digest.clone());
        add("templates", made.templates.clone());
        made.planned.iter().for_each(|planned| add("reckoned from publication planned on", day(*planned)));
        if !made.replaced.is_empty() {
            add("characters replaced", made.replaced.join(", "));
        }
    }

    /// Says what belongs to sign-off.
    fn sign_off(&mut self, event: &CaseEvent, case: &Case) {
        let said = sign_off::say(event, self.position, case);
        (self.what, self.reason, self.details) = (said.what, said.reason, Pairs(said.details));
    }

    fn answered(&mut self, answered: &Answered, case: &Case) {
        self.key(&answered.key, case);
        let question = case.rulebook.pack().questions.get(&answered.key.question);
        let words = question.zip(answered.answer.as_ref()).map(|(question, answer)| in_words(question, answer));
        let ask = question.map_or_else(|| answered.key.question.to_string(), |question| question.ask.clone());
        self.answer = answered.answer.as_ref().map(psr_rules::answer::Answer::plain);
        let words = words.or_else(|| self.answer.clone()).unwrap_or_else(|| "(withheld)".to_owned());
        self.what = format!("answered “{ask}”: {words}");
        if let Some(psr_rules::answer::Answer::List(items)) = &answered.answer {
            self.items = items.iter().map(|item| Pairs(item.clone().into_iter().collect())).collect();
        }
        let evidence = answered.evidence.iter();
        self.evidence =
            evidence.map(|file| Evidence { name: file.name.clone(), digest: file.digest.clone() }).collect();
        (self.reason, self.view_of) = (answered.reason.clone(), answered.view_of.clone());
        (self.privileged, self.concerns, self.supersedes) =
            (answered.privileged, answered.concerns, answered.supersedes);
        self.retrospective = answered.concerns.is_some() || case.state.opened.what.retrospective;
    }

    fn key(&mut self, key: &AnswerKey, case: &Case) {
        self.decision = Some(key.decision.to_string());
        self.question = Some(key.question.to_string());
        self.lot = key.lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned);
    }

    fn happened(&mut self, happened: &Happened, case: &Case) {
        let kind = case.rulebook.pack().events.iter().find(|kind| kind.id == happened.event);
        let title = kind.map_or_else(|| happened.event.to_string(), |kind| kind.title.clone());
        self.what = format!("put on record: {title}, {}", day(happened.on));
        self.concerns = Some(happened.on);
        self.details = Pairs(happened.details.clone());
    }

    fn determined(&mut self, determined: &Determined, case: &Case) {
        self.decision = Some(determined.decision.to_string());
        self.lot = determined.lot.and_then(|lot| case.state.lot_name(lot)).map(str::to_owned);
        let standing = if determined.standing == Standing::Final { "as final" } else { "so far" };
        let lot = self.lot.as_ref().map(|lot| format!(", {lot}")).unwrap_or_default();
        self.what = format!("determined {standing} by law {}: {}{lot}", determined.text, determined.decision);
        self.conclusions = Pairs(determined.conclusions.clone());
    }

    /// Returns when it was recorded, where that is worth saying.
    pub fn label(&self) -> Option<&EntryLabel> {
        self.when.as_ref().filter(|_| !UNLABELLED.contains(&self.typ.as_str()))
    }

    /// Returns what stands beside it, as names and texts.
    pub fn beside(&self) -> Vec<(String, String)> {
        let mut details = Vec::new();
        let mut add = |name: &str, text: Option<String>| details.extend(text.map(|text| (name.to_owned(), text)));
        add(
            "question",
            self.decision
                .as_ref()
                .zip(self.question.as_ref())
                .map(|(decision, question)| format!("{decision}/{question}")),
        );
        add("about", self.about.clone());
        add("lot", self.lot.clone().filter(|_| self.question.is_some() || self.about.is_some()));
        add("in reply to", self.reply_to.map(|entry| format!("entry {entry}")));
        add("text", self.text.clone());
        for item in &self.items {
            let fields: Vec<String> = item.0.iter().map(|(name, value)| format!("{name} {value}")).collect();
            add("item", Some(fields.join(", ")));
        }
        add("reasons", self.reason.clone());
        add("view of", self.view_of.clone());
        for file in &self.evidence {
            add("evidence", Some(format!("{} ({})", file.name, file.digest)));
        }
        add("concerns", self.concerns.filter(|_| self.question.is_some()).map(day));
        add("retrospective", self.retrospective.then(|| "entered after the event".to_owned()));
        add("privileged", self.privileged.then(|| "yes".to_owned()));
        let label = self.label();
        let changed = label.and_then(|label| label.replaces.as_ref()).map(|replaced| format!(": {}", replaced.says));
        add("replaces", self.supersedes.map(|entry| format!("entry {entry}{}", changed.unwrap_or_default())));
        add("recorded", label.map(|label| label.says.clone()).filter(|says| !says.is_empty()));
        details.extend(self.conclusions.0.iter().chain(&self.details.0).cloned());
        let hidden = (self.hidden > 0).then(|| format!("{} fields withheld or erased", self.hidden));
        details.extend(hidden.map(|text| ("hidden".to_owned(), text)));
        details
    }
}
