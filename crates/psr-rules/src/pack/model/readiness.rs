//! Readiness: what a case is looked through for before it goes on, and the lists of limbs that are shown one by one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Circumstance, Clause, Selection};
use crate::id::{CheckId, ParameterId, Provision, StageId, StandingId, WordsId};

/// Everything that a pack says about readiness.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readiness {
    /// The stages of a case, in their order.
    pub stages: Vec<Stage>,
    /// Lists of words, by name.
    pub words: BTreeMap<WordsId, WordList>,
    /// Figures that good practice goes by; those of the law are parameters.
    pub figures: BTreeMap<ParameterId, PracticeFigure>,
    /// The checks, in the order of files.
    pub checks: Vec<Check>,
    /// The standings, in the order of files.
    pub standings: Vec<Standing>,
}

/// A stage of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its id.
    pub id: StageId,
    /// Its name in words, such as “before a notice”.
    pub title: String,
}

/// Words of which a reason may consist without giving a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordList {
    /// What the list is of, in words.
    pub meaning: String,
    /// The words, in lower case.
    pub words: Vec<String>,
}

/// A figure that good practice goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeFigure {
    /// What it means, in words.
    pub meaning: String,
    /// The figure: days or a plain number.
    pub figure: u32,
    /// Where it comes from, in words.
    pub source: String,
}

/// Something a review would find missing: when it is a gap, on what ground, what to say and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// The stage before which it matters.
    pub stage: StageId,
    /// How bad it is.
    pub severity: Severity,
    /// On what ground it is a gap.
    pub ground: Ground,
    /// Looks at each of these items for itself, where it does.
    pub each: Option<Selection>,
    /// When it is a gap; always, for each item, where it is left out.
    pub when: Option<Circumstance>,
    /// What is found, as a sentence with names in braces.
    pub says: String,
    /// What to do next.
    pub next: String,
}

/// How bad a gap is, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The case should not go on before it is mended.
    Blocks,
    /// A review is likely to ask about it.
    Warns,
    /// It would be better otherwise.
    Advises,
}

/// On what ground something is a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// Of what kind it is.
    pub kind: GroundKind,
    /// The provisions it rests on, or that it is near to.
    pub provisions: Vec<Provision>,
    /// Where it comes from in words, where it is not the law.
    pub source: Option<String>,
}

/// The kinds of ground, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroundKind {
    /// The instrument itself.
    Law,
    /// Guidance that must be had regard to.
    Guidance,
    /// What has shown to be good practice.
    Practice,
}

/// A named list of limbs, shown one by one once it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub id: StandingId,
    /// What it is about.
    pub title: String,
    /// The provision it follows.
    pub provision: Provision,
    /// When it begins to matter; nothing is shown before.
    pub begins: Circumstance,
    /// The limbs, in the order of the provision.
    pub limbs: Vec<Limb>,
}

/// A limb of a standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limb {
    /// The provision it encodes.
    pub provision: Provision,
    /// When it is met.
    pub when: Circumstance,
    /// How it is said for each way it can come out.
    pub clause: Clause,
}
