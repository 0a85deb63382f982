//! What every engine beside ours is asked to do.

use crate::decision::Decision;
use crate::states::State;

/// What an engine says of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The route at this place.
    Route(usize),
    /// Neither a route nor an error.
    Nothing,
    /// An error.
    Error,
}

impl Said {
    /// Reads the name of a route.
    pub fn named(decision: &Decision, name: Option<&str>) -> Self {
        let place = name.and_then(|name| decision.routes.iter().position(|route| route == name));
        place.map_or(Self::Nothing, Self::Route)
    }
}

/// An engine that has been given the decision and compiled it, where it can.
pub trait Peer {
    /// Returns its name, its version and the form in which it has the decision.
    fn name(&self) -> String;

    /// Answers whether its speed is measured; some forms are there for what they say alone.
    fn is_timed(&self) -> bool {
        true
    }

    /// Says what each state leads to. What is not answered is left out of what the engine reads.
    fn says(&mut self, states: &[State]) -> Vec<Said>;

    /// Goes through these complete answers so many times and returns the seconds of processor time that took; they are made ready before.
    fn seconds(&mut self, states: &[State], times: usize) -> f64;
}
