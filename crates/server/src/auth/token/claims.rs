//! Whether a token is for us, and holds now.

use std::time::Duration;

use domain::clock::Timestamp;
use serde_json::{Map, Value};

use super::BadToken;

/// What a token must say.
pub(super) struct Expected {
    pub(super) issuer: String,
    pub(super) audience: String,
    /// By how much clocks may differ.
    pub(super) leeway: Duration,
    pub(super) require_nbf: bool,
}

impl Expected {
    /// Checks the claims of a token whose signature is right.
    ///
    /// # Errors
    /// Where one is missing or doesn't hold.
    pub(super) fn check(
        &self,
        claims: &Map<String, Value>,
        now: Timestamp,
    ) -> Result<(), BadToken> {
        match claims.get("iss") {
            None => return Err(BadToken::Missing("iss")),
            Some(issuer) if *issuer == *self.issuer => {}
            Some(_) => return Err(BadToken::Issuer),
        }
        let is_for_us = match claims.get("aud") {
            None => return Err(BadToken::Missing("aud")),
            Some(Value::Array(all)) => all.iter().any(|one| *one == *self.audience),
            Some(one) => *one == *self.audience,
        };
        if !is_for_us {
            return Err(BadToken::Audience);
        }
        let now = seconds(now);
        let leeway = self.leeway.as_secs_f64();
        let ends = moment(claims, "exp")?.ok_or(BadToken::Missing("exp"))?;
        if ends + leeway <= now {
            return Err(BadToken::Expired);
        }
        let begins = moment(claims, "nbf")?;
        if begins.is_none() && self.require_nbf {
            return Err(BadToken::Missing("nbf"));
        }
        let made = moment(claims, "iat")?;
        if [begins, made]
            .into_iter()
            .flatten()
            .any(|from| from > now + leeway)
        {
            return Err(BadToken::NotYet);
        }
        Ok(())
    }
}

/// A claim that is a moment (RFC 7519, "NumericDate"): seconds since 1970, with fractions or without.
fn moment(claims: &Map<String, Value>, name: &'static str) -> Result<Option<f64>, BadToken> {
    match claims.get(name) {
        None => Ok(None),
        Some(value) => match value.as_f64().filter(|seconds| seconds.is_finite()) {
            Some(seconds) => Ok(Some(seconds)),
            None => Err(BadToken::Missing(name)),
        },
    }
}

fn seconds(moment: Timestamp) -> f64 {
    // Exact to the microsecond until the year 2255.
    moment.timestamp_micros() as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn check(changed: Value) -> Result<(), BadToken> {
        let mut claims = json!({ "iss": "https://id", "aud": "shop", "exp": NOW + 60, "nbf": NOW - 60, "iat": NOW - 60 });
        for (name, value) in changed.as_object().unwrap() {
            if value.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            } else {
                claims[name] = value.clone();
            }
        }
        let expected = Expected {
            issuer: String::from("https://id"),
            audience: String::from("shop"),
            leeway: Duration::from_secs(10),
            require_nbf: true,
        };
        let now = DateTime::from_timestamp(NOW, 0).unwrap();
        expected.check(claims.as_object().unwrap(), now)
    }

    #[test]
    fn a_token_that_holds_is_taken() {
        for good in [
            json!({}),
            json!({ "aud": ["other", "shop"] }),
            json!({ "exp": NOW as f64 + 0.5 }),
            json!({ "exp": NOW - 9 }),
            json!({ "nbf": NOW + 9, "iat": NOW + 9 }),
            json!({ "iat": null }),
        ] {
            assert_eq!(check(good.clone()), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_said() {
        for (bad, why) in [
            (json!({ "iss": null }), BadToken::Missing("iss")),
            (json!({ "iss": "https://other" }), BadToken::Issuer),
            (json!({ "iss": ["https://id"] }), BadToken::Issuer),
            (json!({ "aud": null }), BadToken::Missing("aud")),
            (json!({ "aud": "other" }), BadToken::Audience),
            (json!({ "aud": [] }), BadToken::Audience),
            (json!({ "exp": null }), BadToken::Missing("exp")),
            (json!({ "exp": "1900000000" }), BadToken::Missing("exp")),
            (json!({ "exp": NOW - 10 }), BadToken::Expired),
            (json!({ "exp": -1 }), BadToken::Expired),
            (json!({ "nbf": null }), BadToken::Missing("nbf")),
            (json!({ "nbf": true }), BadToken::Missing("nbf")),
            (json!({ "nbf": NOW + 11 }), BadToken::NotYet),
            (json!({ "iat": NOW + 11 }), BadToken::NotYet),
        ] {
            assert_eq!(check(bad.clone()), Err(why), "{bad}");
        }
    }
}
