//! A file's own name, made safe for any disk.

/// Names that some systems take for devices, whatever follows their first full stop.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// How long a name may be.
const LONGEST: usize = 100;

/// Returns a name for a file that a bundle holds: of `A-Z a-z 0-9 . _ -`, at most 100 long, never hidden, never a device.
///
/// ```
/// use psr_recorder::bundle::safe_name;
/// assert_eq!(safe_name("Minutes 1 April.pdf"), "Minutes_1_April.pdf");
/// assert_eq!(safe_name("../../etc/passwd"), "passwd");
/// assert_eq!(safe_name("C:\\con.txt"), "_con.txt");
/// ```
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    let plain: String = last.chars().map(|character| if plain(character) { character } else { '_' }).collect();
    let plain = shortened(plain.trim_start_matches('.').trim_end_matches('.'));
    match plain.as_str() {
        "" => "file".to_owned(),
        name if is_device(name) => format!("_{name}"),
        name => name.to_owned(),
    }
}

/// Cuts a long name, and keeps what says its kind.
fn shortened(name: &str) -> String {
    // One less than the longest, as a device's name gets a character more.
    let longest = LONGEST - 1;
    if name.len() <= longest {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
    let ending = if ending.len() <= 10 { ending } else { "" };
    format!("{}{ending}", &name[..longest - ending.len()])
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        let number = stem.strip_prefix(prefix).unwrap_or_default();
        number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}
