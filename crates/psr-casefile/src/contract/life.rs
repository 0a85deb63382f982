//! What the pack says about contracts: by which processes they are awarded.

use psr_rules::pack::model::{Kind, Pack};

/// Stands for a process that is none of the pack's, such as that of a contract older than the regime.
pub const OTHER: &str = "other";

/// Returns the ids of the processes by which the pack knows contracts to be awarded, and [`OTHER`].
pub fn processes(pack: &Pack) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let routes = pack.decisions.iter().filter_map(|decision| decision.routes.as_ref());
    for routes in routes {
        ids.extend(routes.conclusions.iter().map(ToString::to_string));
        let followed = routes.followed.as_ref().and_then(|question| pack.questions.get(question));
        if let Some(Kind::OneOf(choices)) = followed.map(|question| &question.kind) {
            ids.extend(choices.iter().map(|choice| choice.id.to_string()));
        }
    }
    ids.push(OTHER.to_owned());
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    ids
}
