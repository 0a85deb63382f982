//! How much memory this process takes at most, as Linux tells it.

/// Returns by how many KiB the most that is taken while acting exceeds what is taken before; 0 where the system does not tell.
pub fn grown(act: impl FnOnce()) -> u64 {
    let before = status("VmRSS:");
    // Begins the measurement of the most anew.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    act();
    status("VmHWM:").saturating_sub(before)
}

fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
