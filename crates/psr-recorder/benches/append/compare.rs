//! Several sides that take turns, and how fast each was: by the clock, and in processor time.

use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

use crate::TURNS;

/// One of those that are compared.
pub struct Side<'a> {
    name: String,
    /// Takes a turn and returns the seconds of processor time it took, where they are known.
    act: Box<dyn FnMut(u64) -> Option<f64> + 'a>,
    seconds: f64,
    work: Option<f64>,
}

impl<'a> Side<'a> {
    /// A side whose work is all done in this process.
    pub fn here(name: &str, mut act: impl FnMut(u64) + 'a) -> Self {
        Self::new(name, move |turn| {
            let begin = worked();
            act(turn);
            Some(worked() - begin)
        })
    }

    /// A side that leaves work to a process that is not seen from here.
    pub fn elsewhere(name: &str, mut act: impl FnMut(u64) + 'a) -> Self {
        Self::new(name, move |turn| {
            act(turn);
            None
        })
    }

    /// A side that says itself how much work a turn was.
    pub fn new(name: &str, act: impl FnMut(u64) -> Option<f64> + 'a) -> Self {
        Self { name: name.to_owned(), act: Box::new(act), seconds: 0.0, work: Some(0.0) }
    }

    fn turn(&mut self, turn: u64) {
        let begin = Instant::now();
        let work = (self.act)(turn);
        self.seconds += begin.elapsed().as_secs_f64();
        self.work = self.work.zip(work).map(|(sum, work)| sum + work);
    }
}

/// Lets all sides take their turns, one after another, and prints how fast each was and how often the first is as fast.
pub fn compare(what: &str, each: u64, mut sides: Vec<Side<'_>>) {
    for turn in 0..TURNS {
        sides.iter_mut().for_each(|side| side.turn(turn));
    }
    println!("\n{what}:\n");
    println!(
        "| | a second by the clock | a second of processor time | psr, by the clock | psr, in processor time |\n|---|---|---|---|---|"
    );
    for side in &sides {
        let rate = |seconds: f64| format!("{:.0}", (TURNS * each) as f64 / seconds);
        let ratio = |first: f64, this: f64| format!("{:.2} times", this / first);
        let worked = side.work.map_or_else(|| "not seen".to_owned(), rate);
        let by_work = sides[0].work.zip(side.work).map_or_else(String::new, |(first, this)| ratio(first, this));
        println!(
            "| {} | {} | {worked} | {} | {by_work} |",
            side.name,
            rate(side.seconds),
            ratio(sides[0].seconds, side.seconds)
        );
    }
}

/// Returns the seconds of processor time that this process has had.
fn worked() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
