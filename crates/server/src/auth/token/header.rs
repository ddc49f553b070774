//! The header of a token, read before anything of it is believed.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::BadToken;

/// What a header says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) alg: String,
    pub(super) kid: Option<String>,
}

impl Header {
    /// That of a token in the compact serialization of RFC 7515.
    ///
    /// # Errors
    /// Where it is no such token, has critical extensions, or is for something else.
    pub(super) fn of(token: &str) -> Result<Self, BadToken> {
        let mut parts = token.split('.');
        let (Some(header), Some(_), Some(_), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(BadToken::Malformed);
        };
        let bytes = URL_SAFE_NO_PAD.decode(header);
        let bytes = bytes.map_err(|_| BadToken::Malformed)?;
        let header: Map<String, Value> =
            serde_json::from_slice(&bytes).map_err(|_| BadToken::Malformed)?;
        if header.contains_key("crit") {
            return Err(BadToken::Critical);
        }
        let text = |name: &str| match header.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(BadToken::Malformed),
        };
        let is_jwt = |typ: &str| {
            let name = typ.strip_prefix("application/").unwrap_or(typ);
            name == "jwt" || name == "at+jwt"
        };
        if text("typ")?.is_some_and(|typ| !is_jwt(&typ.to_ascii_lowercase())) {
            return Err(BadToken::Type);
        }
        Ok(Self {
            alg: text("alg")?.ok_or(BadToken::Malformed)?,
            kid: text("kid")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Result<Header, BadToken> {
        Header::of(&format!("{}.e30.AA", URL_SAFE_NO_PAD.encode(header)))
    }

    #[test]
    fn a_header_says_how_and_with_which_key() {
        let header = read(r#"{"alg":"RS256","kid":"a","typ":"JWT"}"#).unwrap();
        assert_eq!((&*header.alg, header.kid.as_deref()), ("RS256", Some("a")));
        assert!(read(r#"{"alg":"RS256","typ":"at+jwt"}"#).is_ok());
    }

    #[test]
    fn what_is_critical_or_for_something_else_is_refused() {
        assert_eq!(
            read(r#"{"alg":"RS256","crit":["b64"]}"#),
            Err(BadToken::Critical)
        );
        assert_eq!(
            read(r#"{"alg":"RS256","crit":[]}"#),
            Err(BadToken::Critical)
        );
        assert_eq!(
            read(r#"{"alg":"RS256","typ":"logout+jwt"}"#),
            Err(BadToken::Type)
        );
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in ["", "a.b", "a.b.c.d", "{}.e30.AA", "W10.e30.AA", ".."] {
            assert_eq!(Header::of(text), Err(BadToken::Malformed), "{text}");
        }
        for header in ["{}", r#"{"alg":1}"#, r#"{"alg":"RS256","kid":7}"#, "[]"] {
            assert_eq!(read(header), Err(BadToken::Malformed), "{header}");
        }
    }
}
