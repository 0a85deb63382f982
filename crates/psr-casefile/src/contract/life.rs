//! What the pack says about contracts: by which processes they are awarded.

use psr_rules::pack::model::{Kind, Pack};

/// Stands for a process that is none of the pack's, such as that of a contract older than the regime.
pub const OTHER: &str = "other";

/// Returns the ids of the processes by which the pack knows contracts to be awarded, and [`OTHER`].
pub fn processes(pack: &Pack) -> Vec<String> {
    processes_named(pack).into_iter().map(|(id, _)| id).collect()
}

/// Returns the processes by which the pack knows contracts to be awarded, each with its name, and [`OTHER`].
pub fn processes_named(pack: &Pack) -> Vec<(String, String)> {
    let mut processes: Vec<(String, String)> = Vec::new();
    let routes = pack.decisions.iter().filter_map(|decision| decision.routes.as_ref());
    for routes in routes {
        let conclusions = pack.decisions.iter().flat_map(|decision| &decision.conclusions);
        let meant = conclusions.filter(|conclusion| routes.conclusions.contains(&conclusion.id));
        processes.extend(meant.map(|conclusion| (conclusion.id.to_string(), conclusion.name.clone())));
        let followed = routes.followed.as_ref().and_then(|question| pack.questions.get(question));
        if let Some(Kind::OneOf(choices)) = followed.map(|question| &question.kind) {
            processes.extend(choices.iter().map(|choice| (choice.id.to_string(), choice.label.clone())));
        }
    }
    processes.push((OTHER.to_owned(), "Another process, such as one from before the regime".to_owned()));
    let mut seen = std::collections::BTreeSet::new();
    processes.retain(|(id, _)| seen.insert(id.clone()));
    processes
}
