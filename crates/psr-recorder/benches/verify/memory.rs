//! How much memory and work this process takes, as Linux tells it.

/// Returns by how many KiB the most that is taken while acting exceeds what is taken before; 0 where the system does not tell.
pub fn grown(act: impl FnOnce()) -> u64 {
    let before = status("VmRSS:");
    // Begins the measurement of the most anew.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    act();
    status("VmHWM:").saturating_sub(before)
}

/// Returns how long the processor has worked for this process and for those it waited for, as Linux tells it, in hundredths of a second.
pub fn worked() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in brackets may hold anything; behind it the fields 3 and on, of which 14 and 15 are user and system time, 16 and 17 the same of ended children.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    fields.skip(11).take(4).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
