//! Fixed-width text forms read without allocating: base64url, lower-case hexadecimal and plain numbers.
//!
//! Each reads exactly what the longer readers accept, and says nothing of what is wrong with the rest: those are asked then.

/// The value of each character of base64url; 0x80 for any other byte.
const BASE64URL: [u8; 256] = values(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
/// The value of each lower-case hexadecimal digit; 0x80 for any other byte.
const HEX: [u8; 256] = values(b"0123456789abcdef");

const fn values(alphabet: &[u8]) -> [u8; 256] {
    let mut values = [0x80; 256];
    let mut at = 0;
    while at < alphabet.len() {
        values[alphabet[at] as usize] = at as u8;
        at += 1;
    }
    values
}

/// Reads base64url without padding into as many bytes as it stands for; the bits that are left over must be zero.
pub(crate) fn base64url<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != (N * 8).div_ceil(6) {
        return None;
    }
    let mut seen = 0;
    let ((threes, last), (fours, left)) = (bytes.as_chunks_mut::<3>(), text.as_chunks::<4>());
    for (three, four) in threes.iter_mut().zip(fours) {
        *three = three_bytes(*four, &mut seen);
    }
    // `A` stands for nothing but zeros.
    let mut four = [b'A'; 4];
    four.iter_mut().zip(left).for_each(|(place, byte)| *place = *byte);
    let whole = three_bytes(four, &mut seen);
    last.iter_mut().zip(whole).for_each(|(byte, read)| *byte = read);
    // What the last characters hold beyond the last byte would be a second way to write the same bytes.
    let surplus = whole.iter().skip(last.len()).any(|byte| *byte != 0);
    (seen & 0x80 == 0 && !surplus).then_some(bytes)
}

/// Reads four characters, and marks in `seen` whether one of them is none of base64url.
fn three_bytes(four: [u8; 4], seen: &mut u8) -> [u8; 3] {
    let values = four.map(|byte| BASE64URL[usize::from(byte)]);
    *seen |= values[0] | values[1] | values[2] | values[3];
    let bits = values.iter().fold(0_u32, |bits, value| bits << 6 | u32::from(value & 0x3f));
    [(bits >> 16) as u8, (bits >> 8) as u8, bits as u8]
}

/// Returns how many bytes base64url without padding stands for, if it is well-formed.
pub(crate) fn base64url_length(text: &[u8]) -> Option<usize> {
    let seen = text.iter().fold(0, |seen, byte| seen | BASE64URL[usize::from(*byte)]);
    let last = text.last().map_or(0, |byte| BASE64URL[usize::from(*byte)]);
    let left_over = match text.len() % 4 {
        0 => 0,
        2 => last & 15,
        3 => last & 3,
        _ => return None,
    };
    (seen & 0x80 == 0 && left_over == 0).then_some(text.len() / 4 * 3 + (text.len() % 4).saturating_sub(1))
}

/// Reads lower-case hexadecimal digits, two for each byte.
pub(crate) fn hex<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N {
        return None;
    }
    let mut seen = 0;
    for (byte, pair) in bytes.iter_mut().zip(text.as_chunks::<2>().0) {
        let [high, low] = pair.map(|digit| HEX[usize::from(digit)]);
        seen |= high | low;
        *byte = high << 4 | low & 15;
    }
    (seen & 0x80 == 0).then_some(bytes)
}

/// Reads decimal digits of a fixed count, zeros in front included.
pub(crate) fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0_u32, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn base64url_is_read_as_the_longer_reader_reads_it(text in "[A-Za-z0-9_-]{0,44}|[ -~]{43}|.{22}") {
            let decoded = URL_SAFE_NO_PAD.decode(&text).ok();
            prop_assert_eq!(base64url_length(text.as_bytes()), decoded.as_ref().map(Vec::len));
            prop_assert_eq!(base64url::<32>(text.as_bytes()), decoded.clone().and_then(|bytes| bytes.try_into().ok()));
            prop_assert_eq!(base64url::<16>(text.as_bytes()), decoded.and_then(|bytes| bytes.try_into().ok()));
        }

        #[test]
        fn hexadecimal_is_read_as_the_longer_reader_reads_it(text in "[0-9a-f]{64}|[0-9a-fA-F]{62,66}|[ -~]{64}") {
            let digest = crate::digest::Digest::from_hex(&text);
            prop_assert_eq!(hex::<32>(text.as_bytes()), digest.map(|digest| *digest.as_bytes()));
        }
    }
}
