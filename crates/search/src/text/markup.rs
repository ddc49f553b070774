//! Descriptions without their HTML.

use std::borrow::Cow;

/// The text without tags; a tag separates words. The commonest entities become what they stand for. A `<` that opens no
/// tag stays.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = tag(rest)
            .map(|length| (length, " "))
            .or_else(|| entity(rest));
        match taken {
            Some((length, text)) => {
                plain.push_str(text);
                rest = &rest[length..];
            }
            None => {
                plain.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The length of the tag at the beginning.
fn tag(text: &str) -> Option<usize> {
    let second = *text.as_bytes().get(1)?;
    let opens =
        text.starts_with('<') && (second.is_ascii_alphabetic() || second == b'/' || second == b'!');
    if !opens {
        return None;
    }
    text.find('>').map(|end| end + 1)
}

fn entity(text: &str) -> Option<(usize, &'static str)> {
    const ENTITIES: [(&str, &str); 8] = [
        ("&nbsp;", " "),
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&shy;", ""),
    ];
    ENTITIES
        .iter()
        .find(|(entity, _)| text.starts_with(entity))
        .map(|(entity, meaning)| (entity.len(), *meaning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_separate_words() {
        assert_eq!(
            plain("<p>Soft<br/>wool &amp; silk</p>").trim(),
            "Soft wool & silk"
        );
        assert_eq!(plain("2 < 3 and 5 > 4 &c."), "2 < 3 and 5 > 4 &c.");
        assert_eq!(plain("unclosed <b"), "unclosed <b");
    }
}
