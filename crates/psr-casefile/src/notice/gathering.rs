//! Gathers the items of a notice from the record of a case.

use psr_rules::id::{DecisionId, EventId, QuestionId};
use psr_rules::pack::model::{Decision, ItemGround, NoticeItem, OnlyIf, Shown, Supply};

use super::{Due, Item, Missing, Supplied};
use crate::arising::Arising;
use crate::casebook::Case;
use crate::determine;
use crate::error::Result;
use crate::event::AnswerKey;
use crate::record::{answered, in_the_packs_words};

/// What on record supplies something, or what is missing for it.
type Found = std::result::Result<Supplied, Missing>;

/// A case, or one lot of it, from which a notice is gathered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gathering<'c> {
    /// The case.
    pub case: &'c Case,
    /// The lot; none for the whole case.
    pub lot: Option<usize>,
}

impl Gathering<'_> {
    /// Gathers one item.
    pub fn item(self, item: &NoticeItem) -> Result<Item> {
        let due = match &item.only_if {
            None => Due::Yes,
            Some(only_if) => self.due(only_if)?,
        };
        let (mut supplied_by, mut missing) = self.supplies(&item.from)?;
        let (of_one_way, missing_for_it) = self.one_way(&item.from_any)?;
        supplied_by.extend(of_one_way);
        missing.extend(missing_for_it);
        let filled = item.statement.as_ref().map(|statement| filled(statement, &supplied_by));
        Ok(Item {
            provision: item.provision.to_string(),
            says: item.says.clone(),
            ground: match item.ground {
                ItemGround::Law => "law",
                ItemGround::Guidance => "guidance",
                ItemGround::Practice => "practice",
            },
            due,
            only_if: item.only_if.as_ref().map(|only_if| only_if.says.clone()),
            statement: filled.filter(|_| missing.is_empty()),
            supplied_by,
            missing: if due == Due::No { Vec::new() } else { missing },
        })
    }

    fn due(self, only_if: &OnlyIf) -> Result<Due> {
        if let Some(unless) = &only_if.unless
            && self.shown(unless)? == Due::Yes
        {
            return Ok(Due::No);
        }
        only_if.shown_by.as_ref().map_or(Ok(Due::NotSettled), |shown| self.shown(shown))
    }

    fn supplies(self, supplies: &[Supply]) -> Result<(Vec<Supplied>, Vec<Missing>)> {
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for supply in supplies {
            match self.supply(supply)? {
                Ok(supplied) => found.push(supplied),
                Err(absent) => missing.push(absent),
            }
        }
        Ok((found, missing))
    }

    /// Takes the first of several ways that the record supplies whole, or else the first that it supplies in part; where it supplies none, all are missing.
    fn one_way(self, ways: &[Vec<Supply>]) -> Result<(Vec<Supplied>, Vec<Missing>)> {
        let mut tried = Vec::new();
        for way in ways {
            let (found, missing) = self.supplies(way)?;
            if missing.is_empty() {
                return Ok((found, missing));
            }
            tried.push((found, missing));
        }
        let in_part = tried.iter().position(|(found, _)| !found.is_empty());
        Ok(match in_part {
            Some(place) => tried.swap_remove(place),
            None => (Vec::new(), tried.into_iter().flat_map(|(_, missing)| missing).collect()),
        })
    }

    fn supply(self, supply: &Supply) -> Result<Found> {
        let opened = &self.case.state.opened.what;
        let of_case = |name: &str, text: &str| Supplied::Case { name: name.to_owned(), text: text.to_owned() };
        Ok(match supply {
            Supply::Title => Ok(of_case("Title", &opened.title)),
            Supply::Reference => Ok(of_case("Reference", &opened.reference)),
            Supply::Question(decision, question) => self.answer(decision, question),
            Supply::Conclusion(decision, conclusion) => return self.conclusion(decision, conclusion.as_str()),
            Supply::Event(event) => self.event(event),
        })
    }

    fn answer(self, decision: &DecisionId, question: &QuestionId) -> Found {
        let key = AnswerKey { decision: decision.clone(), lot: self.lot, question: question.clone() };
        let known = self.case.rulebook.pack().questions.get(question);
        let on_record = self.case.state.governing(&key);
        let answered = known.zip(on_record).and_then(|(known, given)| answered(&self.case.state, known, given));
        answered
            .map(|answered| Supplied::Answer { decision: decision.to_string(), answered: Box::new(answered) })
            .ok_or_else(|| Missing {
                says: known.map_or_else(|| question.to_string(), |known| known.ask.clone()),
                decision: Some(decision.to_string()),
                question: Some(question.to_string()),
                event: None,
            })
    }

    fn conclusion(self, id: &DecisionId, wanted: &str) -> Result<Found> {
        let Some(decision) = self.decision(id) else { return Ok(Err(not_concluded(id, wanted))) };
        let value = self.value(decision, wanted)?;
        let declared = decision.conclusions.iter().find(|conclusion| conclusion.id.as_str() == wanted);
        let says = declared.zip(value).and_then(|(declared, value)| {
            declared.values.iter().find(|known| known.id.as_str() == value).map(|known| known.says.clone())
        });
        let (of, conclusion) = (id.to_string(), wanted.to_owned());
        Ok(says
            .map(|says| Supplied::Conclusion { decision: of, conclusion, says })
            .ok_or_else(|| not_concluded(id, declared.map_or(wanted, |declared| &declared.name))))
    }

    fn event(self, event: &EventId) -> Found {
        let kind = self.case.rulebook.pack().events.iter().find(|kind| kind.id == *event);
        let title = kind.map_or_else(|| event.to_string(), |kind| kind.title.clone());
        let latest = self.case.state.happened.iter().rfind(|happened| happened.what.event == *event);
        match latest {
            Some(found) => Ok(Supplied::Event {
                event: event.to_string(),
                title,
                on: found.what.on,
                details: found.what.details.iter().map(|detail| in_the_packs_words(kind, detail)).collect(),
                entry: found.seq,
            }),
            None => Err(Missing { says: title, decision: None, question: None, event: Some(event.to_string()) }),
        }
    }

    /// Answers whether the record shows something. What belongs to a decision that is out of the question in the case is not so.
    pub fn shown(self, shown: &Shown) -> Result<Due> {
        if self.decision(shown.decision()).is_some_and(|decision| self.is_ruled_out(decision)) {
            return Ok(Due::No);
        }
        let matches = match shown {
            Shown::Conclusion(id, conclusion, among) => {
                let value = match self.decision(id) {
                    Some(decision) => self.value(decision, conclusion.as_str())?,
                    None => None,
                };
                value.map(|value| among.iter().any(|wanted| wanted.as_str() == value))
            }
            Shown::YesNo(decision, question, wanted) => {
                let wanted = if *wanted { "yes" } else { "no" };
                self.plain(decision, question).map(|given| given == wanted)
            }
            Shown::Choice(decision, question, among) => {
                self.plain(decision, question).map(|given| among.iter().any(|wanted| wanted.as_str() == given))
            }
        };
        Ok(matches.map_or(Due::NotSettled, |is_so| if is_so { Due::Yes } else { Due::No }))
    }

    fn is_ruled_out(self, decision: &Decision) -> bool {
        Arising::new(&self.case.state, &self.case.rulebook).is_ruled_out(decision, self.lot)
    }

    fn plain(self, decision: &DecisionId, question: &QuestionId) -> Option<String> {
        let key = AnswerKey { decision: decision.clone(), lot: self.lot, question: question.clone() };
        Some(self.case.state.governing(&key)?.what.answer.as_ref()?.plain())
    }

    fn decision(&self, id: &DecisionId) -> Option<&Decision> {
        self.case.rulebook.pack().decisions.iter().find(|decision| decision.id == *id)
    }

    /// Returns the value of a conclusion; nothing while it is open.
    fn value(self, decision: &Decision, conclusion: &str) -> Result<Option<String>> {
        let found = determine::determine(&self.case.state, &self.case.rulebook, decision, self.lot)?;
        Ok(found.determination.value(conclusion).map(ToString::to_string))
    }
}

fn not_concluded(decision: &DecisionId, says: &str) -> Missing {
    Missing { says: says.to_owned(), decision: Some(decision.to_string()), question: None, event: None }
}

/// Fills answers into a sentence.
fn filled(statement: &str, supplied: &[Supplied]) -> String {
    supplied.iter().fold(statement.to_owned(), |text, supplied| match supplied {
        Supplied::Answer { answered, .. } => text.replace(&format!("{{{}}}", answered.question), &answered.answer),
        _ => text,
    })
}
