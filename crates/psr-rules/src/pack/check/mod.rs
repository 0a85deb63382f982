//! Looks at a pack as a whole: what no single file can show.

mod circles;
mod coverage;
mod sums;

use super::diagnostic::Findings;
use super::read::{Index, Uses};

/// Notes everything that is wrong with the pack as a whole.
pub(crate) fn everything(index: &Index, uses: &Uses, findings: &Findings) {
    circles::rules(uses, findings);
    circles::decisions(uses, findings);
    sums::connected(uses, findings);
    coverage::questions(index, uses, findings);
    coverage::conclusions(index, uses, findings);
    coverage::rules(index, uses, findings);
    coverage::parameters_and_lists(index, uses, findings);
}
