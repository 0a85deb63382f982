//! The certificate of a time-stamp authority (RFC 5280), as far as RFC 3161 asks for it.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::algorithm::oid;
use super::der::{Element, Reader, all, tag};

/// What stands in a certificate that matters here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Certificate<'d> {
    /// The certificate as it is.
    pub whole: &'d [u8],
    pub issuer: &'d [u8],
    pub serial: &'d [u8],
    subject: Element<'d>,
    from: Element<'d>,
    until: Element<'d>,
    extensions: Option<Element<'d>>,
}

impl<'d> Certificate<'d> {
    pub fn parse(whole: Element<'d>) -> Result<Certificate<'d>, String> {
        let mut body = whole.inside().take(tag::SEQUENCE, "a certificate's body")?.inside();
        body.optional(tag::CONTEXT_0);
        let serial = body.take(tag::INTEGER, "a certificate's number")?.body;
        body.take(tag::SEQUENCE, "a certificate's algorithm")?;
        let issuer = body.take(tag::SEQUENCE, "a certificate's issuer")?.whole;
        let mut validity = body.take(tag::SEQUENCE, "a certificate's time")?.inside();
        let mut instant = || validity.next().ok_or("a certificate does not say from when until when it is valid");
        let (from, until) = (instant()?, instant()?);
        let subject = body.take(tag::SEQUENCE, "a certificate's subject")?;
        body.take(tag::SEQUENCE, "a certificate's key")?;
        let extensions = std::iter::from_fn(|| body.next()).find(|element| element.tag == tag::CONTEXT_3);
        Ok(Certificate { whole: whole.whole, issuer, serial, subject, from, until, extensions })
    }

    /// Checks that the certificate was valid then, and is for time stamps and nothing else (RFC 3161, 2.3).
    pub fn check(&self, at: DateTime<Utc>) -> Result<(), String> {
        let (from, until) = (instant(self.from)?, instant(self.until)?);
        if !(from..=until).contains(&at) {
            return Err(format!("the authority's certificate is valid from {from} to {until}, and the time is {at}"));
        }
        if self.is_for_time_stamps()? {
            return Ok(());
        }
        Err("the certificate that signed is not one for time stamps alone".to_owned())
    }

    fn is_for_time_stamps(&self) -> Result<bool, String> {
        let Some(extensions) = self.extensions else { return Ok(false) };
        let list = extensions.inside().take(tag::SEQUENCE, "a certificate's extensions")?;
        for extension in all(list)? {
            let mut parts = extension.inside();
            let name = parts.take(tag::OID, "an extension's name")?.body;
            let critical = parts.optional(tag::BOOLEAN).is_some_and(|critical| critical.body == [0xff]);
            let value = parts.take(tag::OCTET_STRING, "an extension's value")?;
            if name == oid::EXTENDED_KEY_USAGE {
                let uses = all(Element::only(value.body, tag::SEQUENCE, "a certificate's uses")?)?;
                return Ok(critical && matches!(uses.as_slice(), [only] if only.body == oid::TIME_STAMPING));
            }
        }
        Ok(false)
    }

    /// Returns the name of whom the certificate is for, to be read by people.
    pub fn name(&self) -> String {
        common_name(self.subject).unwrap_or_else(|| "an authority without a name".to_owned())
    }
}

/// Finds the common name in a subject; what is not plain text is not shown.
fn common_name(subject: Element<'_>) -> Option<String> {
    let mut names = all(subject).ok()?.into_iter().filter_map(|set| {
        let mut parts: Reader<'_> = set.inside().take(tag::SEQUENCE, "a name").ok()?.inside();
        let kind = parts.take(tag::OID, "a name's kind").ok()?;
        (kind.body == oid::COMMON_NAME).then(|| parts.next()).flatten()
    });
    let text = std::str::from_utf8(names.next_back()?.body).ok()?;
    (!text.is_empty() && !text.chars().any(crate::names::is_misleading)).then(|| text.to_owned())
}

/// Reads a time of a certificate or a token (RFC 5280, 4.1.2.5; RFC 3161, 2.4.2): UTC, with seconds.
pub(super) fn instant(element: Element<'_>) -> Result<DateTime<Utc>, String> {
    let malformed = || "a time is not written as a time".to_owned();
    let text = std::str::from_utf8(element.body).map_err(|_| malformed())?;
    let text = match element.tag {
        // Two digits stand for the years 1950 to 2049.
        tag::UTC_TIME => format!("{}{text}", if text.get(..2) < Some("50") { "20" } else { "19" }),
        tag::GENERALIZED_TIME => text.to_owned(),
        _ => return Err(malformed()),
    };
    let digits = text.strip_suffix('Z').ok_or_else(malformed)?;
    let (seconds, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = seconds.len() == 14 && (seconds.to_owned() + fraction).bytes().all(|byte| byte.is_ascii_digit());
    let nanos = format!("{fraction:0<9}").get(..9).and_then(|digits| digits.parse::<u32>().ok());
    let time = NaiveDateTime::parse_from_str(seconds, "%Y%m%d%H%M%S").ok().filter(|_| plain);
    let time = time.zip(nanos).and_then(|(time, nanos)| chrono::Timelike::with_nanosecond(&time, nanos));
    time.map(|time| time.and_utc()).ok_or_else(malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_their_forms() {
        let read = |tag, text: &str| instant(Element { tag, body: text.as_bytes(), whole: b"" });
        let shown = |tag, text| read(tag, text).map(|time| time.to_rfc3339()).ok();
        let general = tag::GENERALIZED_TIME;
        assert_eq!(shown(general, "20260401120000Z").as_deref(), Some("2026-04-01T12:00:00+00:00"));
        assert_eq!(shown(general, "20260401120000.25Z").as_deref(), Some("2026-04-01T12:00:00.250+00:00"));
        assert_eq!(shown(tag::UTC_TIME, "491231235959Z").as_deref(), Some("2049-12-31T23:59:59+00:00"));
        assert_eq!(shown(tag::UTC_TIME, "500101000000Z").as_deref(), Some("1950-01-01T00:00:00+00:00"));
        for wrong in
            ["20260401120000", "2026040112000Z", "20261301120000Z", "20260401120000+01", "2026040112 000Z", "é"]
        {
            assert_eq!(shown(general, wrong), None, "{wrong}");
        }
        assert_eq!(shown(tag::OID, "20260401120000Z"), None);
    }
}
