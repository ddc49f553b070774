//! Media: a JSON array of `{"url":…,"alt":…,"kind":…}`, without `alt` where nothing was said.

use std::borrow::Cow;

use domain::{
    catalog::{Media, MediaKind},
    outcome::Fault,
};
use serde::{Deserialize, Serialize};

use super::{DOING, decode, encode};
use crate::fault::corrupt;

#[derive(Deserialize, Serialize)]
struct Medium<'a> {
    #[serde(borrow)]
    url: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    alt: Option<Cow<'a, str>>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
}

/// As JSON.
#[must_use]
pub fn media_to_text(media: &[Media]) -> String {
    let list: Vec<_> = media
        .iter()
        .map(|medium| Medium {
            url: Cow::Borrowed(&medium.url),
            alt: medium.alt.as_deref().map(Cow::Borrowed),
            kind: Cow::Borrowed(medium.kind.as_str()),
        })
        .collect();
    encode(&list)
}

/// From JSON.
///
/// # Errors
/// A fault of kind `Corrupt` for what [`media_to_text`] can't have written.
pub fn media_from_text(text: &str) -> Result<Vec<Media>, Fault> {
    if text == "[]" {
        return Ok(Vec::new());
    }
    let list: Vec<Medium<'_>> = decode(text)?;
    list.into_iter()
        .map(|medium| {
            let kind = MediaKind::parse(&medium.kind)
                .ok_or_else(|| corrupt(DOING, format!("{:?} is no kind of media", medium.kind)))?;
            Ok(Media {
                url: medium.url.into_owned(),
                alt: medium.alt.map(Cow::into_owned),
                kind,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_survive_and_what_was_not_said_is_not_written() {
        let media = vec![
            Media {
                url: String::from("https://example.com/1.jpg"),
                alt: Some(String::from("Front \"\\ä")),
                kind: MediaKind::Image,
            },
            Media {
                url: String::from("https://example.com/2.glb"),
                alt: None,
                kind: MediaKind::Model3d,
            },
        ];
        let text = media_to_text(&media);
        assert!(
            text.ends_with(r#"{"url":"https://example.com/2.glb","kind":"MODEL_3D"}]"#),
            "{text}"
        );
        assert_eq!(media_from_text(&text).unwrap(), media);
        assert!(media_from_text(r#"[{"url":"x","kind":"SONG"}]"#).is_err());
    }
}
