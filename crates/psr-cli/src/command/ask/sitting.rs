//! One sitting of the interview: what was answered in it, what was set aside, and the case as it stands.

use std::collections::BTreeSet;

use psr_casefile::casebook::{AnswerGiven, Case, Casebook, Given};
use psr_casefile::error::Error;
use psr_casefile::event::AnswerKey;
use psr_casefile::interview;
use psr_casefile::log::LogEntry;
use psr_rules::answer::Answer;
use psr_rules::pack::model::Kind;

use super::list;
use super::offer::{self, Taken};
use super::question::{self, Asked};
use super::reply::{self, Reply};
use crate::command::log;
use crate::failure::Stop;
use crate::settings;
use crate::terminal::list::count;
use crate::terminal::page::{Ink, Page};
use crate::terminal::prompt;
use crate::words::change::{Standing, settled};
use crate::world::World;

/// One sitting of the interview.
pub struct Sitting {
    casebook: Casebook,
    /// The case as it stands.
    pub case: Case,
    /// The lot that is answered for.
    pub lot: Option<usize>,
    /// Who is recorded as answering.
    pub actor: String,
    /// What is not known yet.
    pub set_aside: BTreeSet<AnswerKey>,
    /// What was answered or set aside, the latest last: the way back.
    trail: Vec<AnswerKey>,
    /// The question to go back to.
    correcting: Option<AnswerKey>,
    /// What was typed beside an answer that could not be recorded.
    draft: Draft,
}

/// What is typed beside an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Draft {
    reason: Option<String>,
    view_of: Option<String>,
}

/// How a question went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Went {
    /// On to whatever is next.
    On,
    /// The sitting has ended.
    Ended,
}

/// How the attempt to record an answer went.
enum Attempt {
    Recorded,
    AskAgain,
}

impl Sitting {
    /// Begins a sitting; the way back leads over everything that is on record.
    pub fn new(casebook: Casebook, case: Case, lot: Option<usize>, actor: String) -> Self {
        let standing =
            case.state.answers.iter().filter_map(|(key, history)| Some((history.current.as_ref()?.seq, key)));
        let mut trail: Vec<_> =
            standing.filter(|(_, key)| lot.is_none() || key.lot.is_none() || key.lot == lot).collect();
        trail.sort_unstable_by_key(|(seq, _)| *seq);
        let trail = trail.into_iter().map(|(_, key)| key.clone()).collect();
        Self {
            casebook,
            case,
            lot,
            actor,
            set_aside: BTreeSet::new(),
            trail,
            correcting: None,
            draft: Draft::default(),
        }
    }

    /// Returns the question to ask: the one to correct, or whichever is best asked next.
    pub fn next(&mut self) -> Result<Option<Asked>, Stop> {
        if let Some(asked) = self.correcting.take().and_then(|key| self.again(key)) {
            return Ok(Some(asked));
        }
        let next = interview::next_anywhere(&self.case, self.lot, &self.set_aside)?;
        Ok(next.map(|next| {
            let (decision, question, key) = (next.decision.clone(), next.question.clone(), next.key());
            Asked { decision, question, key, remaining: Some(next.remaining) }
        }))
    }

    /// Returns how many questions were set aside and are not answered yet, for the whole case or for some lot.
    pub fn still_aside(&self) -> usize {
        let state = &self.case.state;
        let lots = |key: &AnswerKey| if key.lot.is_some() { vec![key.lot] } else { state.lots() };
        let open = |key: &&AnswerKey| {
            lots(key).into_iter().any(|lot| state.governing(&AnswerKey { lot, ..(*key).clone() }).is_none())
        };
        let open = self.set_aside.iter().filter(open).map(|key| (&key.decision, &key.question));
        open.collect::<BTreeSet<_>>().len()
    }

    fn again(&self, key: AnswerKey) -> Option<Asked> {
        let pack = self.case.rulebook.pack();
        let decision = pack.decisions.iter().find(|decision| decision.id == key.decision)?.clone();
        let question = pack.questions.get(&key.question)?.clone();
        Some(Asked { decision, question, key, remaining: None })
    }

    /// Asks a question, and records the answer with its reasons.
    pub fn put(&mut self, asked: &Asked, world: &mut World<'_>) -> Result<Went, Stop> {
        let mut page = Page::new(world.stdout.colour);
        question::show(asked, &self.case, &mut page);
        world.stdout.print(&page.finish())?;
        loop {
            let reply = match self.offered(asked, world)? {
                Taken::Yes(answer, reason) => {
                    self.draft.reason = Some(reason);
                    Reply::Answer(answer)
                }
                Taken::No => reply::read(asked, &self.case, world)?,
                Taken::Ended => Reply::Quit,
            };
            let (answer, then) = match reply {
                Reply::Answer(answer) => (answer, Went::On),
                Reply::LastAnswer(answer) => (answer, Went::Ended),
                Reply::Quit => return Ok(Went::Ended),
                Reply::Back => return self.back(world),
                Reply::Skip => {
                    self.pass(&asked.key);
                    return Ok(Went::On);
                }
            };
            let Some(draft) = self.beside(asked, world)? else {
                self.hand_back(asked, &answer, world)?;
                return Ok(Went::Ended);
            };
            match self.record(asked, answer.clone(), draft, world)? {
                Attempt::Recorded => return Ok(then),
                Attempt::AskAgain => self.hand_back(asked, &answer, world)?,
            }
        }
    }

    /// Prints the items of a list that could not be recorded, so that they need not be typed again.
    fn hand_back(&self, asked: &Asked, answer: &Answer, world: &mut World<'_>) -> Result<(), Stop> {
        match (&asked.question.kind, answer) {
            (Kind::List(fields), Answer::List(items)) => list::hand_back(fields, items, asked, &self.case, world),
            _ => Ok(()),
        }
    }

    /// Asks whether what the contract's ledger offers is taken, where it offers something and nothing is on record yet.
    fn offered(&self, asked: &Asked, world: &mut World<'_>) -> Result<Taken, Stop> {
        let fits = |key: &AnswerKey| key.decision == asked.key.decision && key.question == asked.key.question;
        let offers = self.casebook.offers(&self.case)?;
        match offers.iter().find(|offer| fits(&offer.key)) {
            Some(offer) if self.case.state.standing(&asked.key).is_none() => offer::ask(offer, world),
            _ => Ok(Taken::No),
        }
    }

    fn back(&mut self, world: &mut World<'_>) -> Result<Went, Stop> {
        match self.trail.pop() {
            None => world.stdout.print("  There is nothing before this question.\n")?,
            Some(key) => {
                self.set_aside.remove(&key);
                self.correcting = Some(key);
            }
        }
        Ok(Went::On)
    }

    /// Leaves what is on record as it is, or sets the question aside for this sitting.
    fn pass(&mut self, key: &AnswerKey) {
        if self.case.state.standing(key).is_none() {
            self.set_aside.insert(key.clone());
        }
        self.walked(key);
    }

    fn walked(&mut self, key: &AnswerKey) {
        self.trail.retain(|known| known != key);
        self.trail.push(key.clone());
    }

    /// Asks for the reasons and, for a view, who formed it; nothing at the end of input. Enter keeps what was typed before an attempt failed, or what is on
    /// record already.
    fn beside(&mut self, asked: &Asked, world: &mut World<'_>) -> Result<Option<Draft>, Stop> {
        let mut draft = std::mem::take(&mut self.draft);
        if let Some(standing) = self.case.state.standing(&asked.key) {
            draft.reason = draft.reason.or_else(|| standing.what.reason.clone());
            draft.view_of = draft.view_of.or_else(|| standing.what.view_of.clone());
        }
        if asked.question.view.is_some() {
            let Some(name) = ask_for("Who formed this view", draft.view_of.take(), world)? else { return Ok(None) };
            draft.view_of = name;
        }
        let Some(reason) = ask_for("Reasons", draft.reason.take(), world)? else { return Ok(None) };
        draft.reason = reason;
        Ok(Some(draft))
    }

    fn record(&mut self, asked: &Asked, answer: Answer, draft: Draft, world: &mut World<'_>) -> Result<Attempt, Stop> {
        let given = AnswerGiven {
            decision: Some(asked.key.decision.to_string()),
            question: asked.key.question.to_string(),
            given: Given::Answer(answer),
            reason: draft.reason.clone(),
            view_of: draft.view_of.clone(),
            lot: asked.key.lot.and_then(|lot| self.case.state.lot_name(lot)).map(str::to_owned),
            ..AnswerGiven::default()
        };
        let recorded = self.casebook.answer(&self.case, vec![given], &mut settings::acting(&self.actor, world));
        match recorded {
            Ok(recorded) => {
                let before = Standing::of(&self.case)?;
                self.case = recorded.case;
                self.walked(&asked.key);
                self.tell(asked, &before, world)?;
                Ok(Attempt::Recorded)
            }
            Err(error) => {
                self.draft = draft;
                self.mend(asked, error, world)?;
                Ok(Attempt::AskAgain)
            }
        }
    }

    /// Says what was recorded and what it settles.
    fn tell(&self, asked: &Asked, before: &Standing, world: &mut World<'_>) -> Result<(), Stop> {
        let mut page = Page::new(world.stdout.colour);
        let entry = self.case.state.standing(&asked.key).map_or(self.case.state.head, |standing| standing.seq);
        page.line(&format!("Recorded (entry {entry})."));
        settled(&mut page, before, &Standing::of(&self.case)?);
        world.stdout.print(&page.finish())
    }

    /// Says why nothing was recorded, where asking again can help; everything else ends the sitting.
    fn mend(&mut self, asked: &Asked, error: Error, world: &mut World<'_>) -> Result<(), Stop> {
        match error {
            Error::Register(psr_recorder::Error::Conflict(_)) => self.look_again(asked, world),
            Error::Refused(refusals) => {
                refusals.iter().try_for_each(|refusal| reply::complain(&refusal.to_string(), world))
            }
            Error::Register(error @ psr_recorder::Error::Locked { .. }) => reply::complain(&error.to_string(), world),
            other => Err(other.into()),
        }
    }

    /// Somebody else wrote to the case: shows what is new, and asks again on that.
    fn look_again(&mut self, asked: &Asked, world: &mut World<'_>) -> Result<(), Stop> {
        let seen = self.case.state.head;
        self.case = self.casebook.case_by_id(self.case.id)?;
        let newer: Vec<_> = self.case.entries.iter().filter(|entry| entry.seq > seen).collect();
        let mut page = Page::new(world.stdout.colour);
        let entries = count(newer.len(), "entry was", "entries were");
        page.inked_item(
            2,
            "! ",
            Ink::Open,
            &format!("Your answer is not recorded yet: {entries} written to the case meanwhile."),
        );
        newer.iter().for_each(|entry| log::show(&mut page, &LogEntry::of(entry, &self.case)));
        page.paragraph(2, "Answer again on that; what you typed as reasons is kept.");
        question::show(asked, &self.case, &mut page);
        world.stdout.print(&page.finish())
    }
}

/// Asks for a text beside an answer; the inner option is empty where nothing was given, the outer at the end of input.
fn ask_for(what: &str, kept: Option<String>, world: &mut World<'_>) -> Result<Option<Option<String>>, Stop> {
    let prompt = match &kept {
        Some(kept) => format!("{what} (Enter keeps “{}”)> ", crate::terminal::plain_line(kept)),
        None => format!("{what}> "),
    };
    let typed = prompt::line(world, &prompt)?;
    Ok(typed.map(|typed| if typed.is_empty() { kept } else { Some(typed) }))
}
