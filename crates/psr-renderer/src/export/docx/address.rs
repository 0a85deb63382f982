//! The addresses of links, as a word processor takes them: one malformed address makes it call the whole file damaged.

use std::fmt::Write;

/// Returns an address as it may stand in a relation; none if it leads elsewhere than to a host by https or to a mailbox.
pub fn target(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "https" => secure(rest),
        "mailto" => mailbox(rest),
        _ => None,
    }
}

fn secure(rest: &str) -> Option<String> {
    let rest = rest.strip_prefix("//")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let is_port = !port.is_empty() && port.len() < 6 && port.bytes().all(|byte| byte.is_ascii_digit());
    (is_host(host) && is_port).then(|| format!("https://{authority}{}", encoded(path)))
}

fn mailbox(rest: &str) -> Option<String> {
    let (_, after) = rest.split_once('@')?;
    let host = after.split('?').next().unwrap_or_default();
    is_host(host).then(|| format!("mailto:{}", encoded(rest)))
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty() && label.len() < 64 && label.bytes().all(plain) && !label.starts_with('-')
    };
    host.len() < 254 && host.split('.').all(is_label)
}

/// Encodes what may not stand in an address as it is; what is encoded already stays.
fn encoded(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut fragment = false;
    for (at, &byte) in bytes.iter().enumerate() {
        let second_hash = byte == b'#' && std::mem::replace(&mut fragment, true);
        let stays = match byte {
            b'%' => bytes.get(at + 1..at + 3).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit)),
            b'#' => !second_hash,
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte),
        };
        match stays {
            true => written.push(char::from(byte)),
            false => write!(written, "%{byte:02X}").expect("writing to a string succeeds"),
        }
        fragment |= byte == b'#';
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: Option<&str>) {
        assert_eq!(target(address).as_deref(), expected, "{address}");
    }

    #[test]
    fn an_address_is_made_fit_or_refused() {
        check("https://www.legislation.gov.uk/uksi/2023/1348", Some("https://www.legislation.gov.uk/uksi/2023/1348"));
        check("https://example.org/a b|c?q=%20&r=%zz#x#y", Some("https://example.org/a%20b%7Cc?q=%20&r=%25zz#x%23y"));
        check("https://example.org:8443/é", Some("https://example.org:8443/%C3%A9"));
        check("HTTPS://example.org", Some("https://example.org"));
        check("mailto:desk@example.org?subject=a b", Some("mailto:desk@example.org?subject=a%20b"));
        let refused =
            ["http://x.y", "javascript:a", "https:", "https:///x", "https://a b/", "https://u@h/", "https://h:x/"];
        refused
            .into_iter()
            .chain(["mailto:nobody", "mailto:a@", "https://h:/", "file:///etc"])
            .for_each(|it| check(it, None));
    }
}
