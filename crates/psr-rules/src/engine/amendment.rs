//! Amendments: what differs between the law of one date and that of another, or between two packs, as plain data.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::answer::Answer;
use crate::id::{ConclusionId, DecisionId, ParameterId, Provision, TextId};
use crate::pack::model::{Figure, SelectedBy};

use super::determination::PackName;
use super::difference::Difference;

/// What differs between the law of one date, by one pack, and that of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amendment {
    /// The law before.
    pub before: LawAt,
    /// The law after.
    pub after: LawAt,
    /// Provisions, each with what it says.
    pub provisions: Lists,
    /// Rules, each with its provision and title.
    pub rules: Lists,
    /// Questions, each with its wording.
    pub questions: Lists,
    /// The figures that differ.
    pub figures: Vec<ChangedFigure>,
    /// Every decision that either has.
    pub decisions: Vec<DecisionsCompared>,
}

/// The law of a date, by a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LawAt {
    /// The pack.
    pub pack: PackName,
    /// The date.
    pub on: NaiveDate,
    /// The texts in force: that of commencement, and that of termination where there is one of its own.
    pub texts: Vec<TextAt>,
}

/// A text of the law in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextAt {
    /// The text.
    pub text: TextId,
    /// Which date selects it.
    pub selected_by: SelectedBy,
    /// Which instrument made it so.
    pub source: String,
}

/// What comes, goes or reads otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Lists {
    /// What stands after and not before.
    pub come: Vec<Listed>,
    /// What stands before and not after.
    pub go: Vec<Listed>,
    /// What stands in both and reads otherwise, as it reads after.
    pub changed: Vec<Listed>,
}

/// Something in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its id or citation.
    pub id: String,
    /// The provision it belongs to, where it is none itself.
    pub provision: Option<Provision>,
    /// What it says.
    pub says: String,
}

/// A figure that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedFigure {
    /// The parameter.
    pub parameter: ParameterId,
    /// What it is, in words.
    pub meaning: String,
    /// Its figure before; none where it has none.
    #[serde(serialize_with = "plainly")]
    pub before: Option<Figure>,
    /// Its figure after.
    #[serde(serialize_with = "plainly")]
    pub after: Option<Figure>,
}

/// A decision, compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionsCompared {
    /// The decision.
    pub decision: DecisionId,
    /// Its title.
    pub title: String,
    /// The text of the law it follows before; none where it is not there.
    pub law_before: Option<TextId>,
    /// The text of the law it follows after.
    pub law_after: Option<TextId>,
    /// Conclusions that only the one after reaches.
    pub conclusions_come: Vec<ConclusionId>,
    /// Conclusions that only the one before reaches.
    pub conclusions_go: Vec<ConclusionId>,
    /// Whether it is declared otherwise: its words, questions, values, routes or conflicts.
    pub reads_otherwise: bool,
    /// How it came out.
    pub outcome: DecisionOutcome,
    /// Where the outcome is `different`: each change of a value that some answers lead to, once, with an example.
    pub differences: Vec<Difference>,
    /// Where the outcome is `not-compared`: why.
    pub reason: Option<String>,
}

/// How the comparison of a decision came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionOutcome {
    /// No complete set of answers leads to different conclusions.
    Same,
    /// Some complete sets of answers lead to different conclusions.
    Different,
    /// It is there after, and not before.
    Comes,
    /// It is there before, and not after.
    Goes,
    /// The two could not be compared exactly.
    NotCompared,
}

impl Amendment {
    /// Answers whether nothing was found to differ, apart from the dates and the pack's own name.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.provisions, &self.rules, &self.questions];
        let same = |compared: &DecisionsCompared| {
            compared.outcome == DecisionOutcome::Same
                && !compared.reads_otherwise
                && compared.law_before == compared.law_after
                && compared.conclusions_come.is_empty()
                && compared.conclusions_go.is_empty()
        };
        self.before.texts == self.after.texts
            && lists.into_iter().all(Lists::is_empty)
            && self.figures.is_empty()
            && self.decisions.iter().all(same)
    }
}

impl Lists {
    /// Answers whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.come.is_empty() && self.go.is_empty() && self.changed.is_empty()
    }
}

fn plainly<S: Serializer>(figure: &Option<Figure>, serializer: S) -> Result<S::Ok, S::Error> {
    match figure {
        None => serializer.serialize_none(),
        Some(Figure::Money(sum)) => serializer.serialize_str(&Answer::Money(*sum).plain()),
        // A percentage has four decimals, as a sum has two.
        Some(Figure::Percent(parts)) => {
            let sign = if *parts < 0 { "-" } else { "" };
            let text = format!("{sign}{}.{:04}", (parts / 10_000).abs(), (parts % 10_000).abs());
            serializer.serialize_str(text.trim_end_matches('0').trim_end_matches('.'))
        }
        Some(Figure::Days(days) | Figure::WorkingDays(days)) => serializer.serialize_u32(*days),
    }
}
