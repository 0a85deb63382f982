//! Processor time, so that a busy machine counts for less.

use rustix::time::{ClockId, clock_gettime};

/// Returns the seconds of processor time that this thread has had.
pub fn worked() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Returns the seconds of processor time that something takes.
pub fn work(act: impl FnOnce()) -> f64 {
    let begin = worked();
    act();
    worked() - begin
}
