//! Partial states: each question answered no, yes or not at all; and what the completions of each show, by dynamic programming.

use crate::decision::{Decision, QUESTIONS};

/// How many partial states there are.
pub const STATES: usize = 3_usize.pow(QUESTIONS as u32);
/// The digit of an unanswered question; a no is 0 and a yes 1.
pub const OPEN: u8 = 2;

/// A partial state, question by question.
pub type State = [u8; QUESTIONS];

/// Returns the state of complete answers that these bits are.
pub fn complete(yes: u16) -> State {
    std::array::from_fn(|place| (yes >> place & 1) as u8)
}

/// Returns a state's place among all.
pub fn index(state: &State) -> usize {
    state.iter().rev().fold(0, |index, digit| index * 3 + usize::from(*digit))
}

/// What completions show of each state, as bits: the routes they lead to, and the questions that tell two of them apart.
pub struct Truth {
    pub routes: Vec<u8>,
    pub relevant: Vec<u16>,
}

impl Truth {
    /// Goes through all states; a complete one is what the pack's conditions, taken literally, make it.
    pub fn of(decision: &Decision) -> Self {
        let mut truth = Self { routes: vec![0; STATES], relevant: vec![0; STATES] };
        every(|_, _| {}, |at, state| truth.note(decision, at, state));
        truth
    }

    /// A state with open questions is what its two children on one of them are together. Whether an open question is relevant, the children on another
    /// open question show.
    fn note(&mut self, decision: &Decision, at: usize, state: &State) {
        let mut open = (0..QUESTIONS).filter(|place| state[*place] == OPEN);
        let (first, second) = (open.next(), open.next());
        let Some(first) = first else {
            let yes = (0..QUESTIONS).fold(0, |yes, place| yes | u16::from(state[place]) << place);
            self.routes[at] = 1 << decision.route(yes);
            return;
        };
        let children = |place: usize| [2, 1].map(|less| at - less * 3_usize.pow(place as u32));
        let [no, yes] = children(first);
        self.routes[at] = self.routes[no] | self.routes[yes];
        self.relevant[at] = self.relevant[no] | self.relevant[yes];
        match second {
            Some(second) => {
                let [no, yes] = children(second);
                self.relevant[at] |= self.relevant[no] | self.relevant[yes];
            }
            None => self.relevant[at] |= u16::from(self.routes[no] != self.routes[yes]) << first,
        }
    }

    /// Returns the route where the state settles it.
    pub fn settled(&self, at: usize) -> Option<usize> {
        (self.routes[at].count_ones() == 1).then(|| self.routes[at].trailing_zeros() as usize)
    }
}

/// Goes through every state in order: `turned` hears of each digit that changes and of what it becomes, `reached` of each state. All begin as no.
pub fn every(mut turned: impl FnMut(usize, u8), mut reached: impl FnMut(usize, &State)) {
    let mut state: State = [0; QUESTIONS];
    (0..QUESTIONS).for_each(|place| turned(place, 0));
    for at in 0..STATES {
        reached(at, &state);
        for place in 0..QUESTIONS {
            state[place] = (state[place] + 1) % 3;
            turned(place, state[place]);
            if state[place] != 0 {
                break;
            }
        }
    }
}

/// Returns every state with exactly one answer missing.
pub fn one_missing() -> Vec<State> {
    let with = |place: usize| {
        (0..1_u16 << QUESTIONS).filter(move |yes| yes >> place & 1 == 0).map(move |yes| {
            let mut state = complete(yes);
            state[place] = OPEN;
            state
        })
    };
    (0..QUESTIONS).flat_map(with).collect()
}

/// Returns every state of complete answers, in an order chosen by a fixed seed.
pub fn every_complete() -> Vec<State> {
    let mut states: Vec<State> = (0..1 << QUESTIONS).map(complete).collect();
    let mut dice = Dice(2023);
    for place in (1..states.len()).rev() {
        states.swap(place, dice.below(place as u64 + 1) as usize);
    }
    states
}

/// Returns so many states chosen by a fixed seed, each answer missing in so many of four cases.
pub fn sample(count: usize, missing: u64) -> Vec<State> {
    let mut dice = Dice(2023);
    let mut digit = || if dice.below(4) < missing { OPEN } else { dice.below(2) as u8 };
    (0..count).map(|_| std::array::from_fn(|_| digit())).collect()
}

/// A source of choices that never changes.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}
