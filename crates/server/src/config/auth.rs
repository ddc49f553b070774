//! Tokens of an issuer (JWT) beside API keys.

use std::{collections::BTreeMap, fmt, num::NonZeroU64, path::PathBuf, time::Duration};

use domain::access::Role;
use serde::{Deserialize, Deserializer, de::Error as _};
use url::{Host, Url};

/// How it is told who sends a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthSettings {
    /// Tokens of an issuer.
    pub jwt: JwtSettings,
}

/// Which tokens are taken. None are where no issuer is set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JwtSettings {
    /// What a token's `iss` must be. None: no tokens are taken.
    pub issuer: Option<String>,
    /// What must be among a token's `aud`.
    pub audience: Option<String>,
    /// How tokens may be signed. A token's own word for it chooses among these alone.
    #[serde(default, deserialize_with = "algorithms")]
    pub algorithms: Vec<TokenAlgorithm>,
    /// The key itself: a public key in PEM, or the secret of HS256.
    pub key: Option<Secret>,
    /// A file with the same.
    pub key_file: Option<PathBuf>,
    /// The address of the issuer's keys (JWKS).
    #[serde(default, deserialize_with = "address")]
    pub jwks_url: Option<Url>,
    /// Whether the address of the keys is asked of the issuer (`OpenID` Connect Discovery).
    pub discovery: bool,
    #[serde(deserialize_with = "leeway")]
    leeway_seconds: u64,
    /// Whether a token without `nbf` is refused.
    pub require_nbf: bool,
    keys_seconds: NonZeroU64,
    /// Which claims say what.
    pub claims: ClaimSettings,
    /// What the values of the claim of the role mean. Empty: the roles by their own names.
    #[serde(default, deserialize_with = "roles")]
    pub roles: BTreeMap<String, Role>,
}

impl JwtSettings {
    /// By how much the issuer's clock may differ from ours.
    #[must_use]
    pub fn leeway(&self) -> Duration {
        Duration::from_secs(self.leeway_seconds)
    }

    /// How long the issuer's keys are used without asking for them again: a withdrawn one is taken at most so long.
    #[must_use]
    pub fn keys_time(&self) -> Duration {
        Duration::from_secs(self.keys_seconds.get())
    }
}

/// The names of claims. With points between them they lead into objects: `realm_access.roles`. None: nothing says it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimSettings {
    /// Who the token is about; stands in the audit.
    pub customer: String,
    /// Their roles: a text, or a list of texts.
    pub role: Option<String>,
    /// Their permissions: a text with spaces between them, as `scope` is, or a list.
    pub permissions: Option<String>,
    /// The code of their customer group.
    pub customer_group: Option<String>,
    /// The code of the channel of requests that name none.
    pub channel: Option<String>,
    /// The codes of the channels that they are bound to.
    pub channels: Option<String>,
}

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenAlgorithm {
    /// HMAC with SHA-256: with a secret that the issuer and we have.
    Hs256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// `EdDSA` on Curve25519.
    EdDsa,
}

impl TokenAlgorithm {
    const NAMED: [(Self, &str); 4] = [
        (Self::Hs256, "HS256"),
        (Self::Rs256, "RS256"),
        (Self::Es256, "ES256"),
        (Self::EdDsa, "EdDSA"),
    ];

    /// As RFC 7518 and RFC 8037 call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].1
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut named = Self::NAMED.iter();
        let found = named.find(|(_, name)| name.eq_ignore_ascii_case(text));
        found
            .map(|(algorithm, _)| *algorithm)
            .ok_or_else(|| format!("`{text}` is not one of HS256, RS256, ES256, EdDSA"))
    }
}

/// A text that is shown nowhere.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The text.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

/// A list, or a text with commas or spaces: the environment has texts alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    Text(String),
    List(Vec<String>),
}

impl Words {
    fn into_list(self) -> Vec<String> {
        match self {
            Self::List(words) => words,
            Self::Text(text) => text
                .split([',', ' '])
                .filter(|word| !word.is_empty())
                .map(String::from)
                .collect(),
        }
    }
}

fn algorithms<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<TokenAlgorithm>, D::Error> {
    let words = Words::deserialize(deserializer)?.into_list();
    let parsed = words.iter().map(|word| TokenAlgorithm::parse(word));
    parsed.collect::<Result<_, _>>().map_err(D::Error::custom)
}

/// A table, or in the environment `shop-admin=admin,merchant=catalog-manager`.
fn roles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Role>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Text(String),
        Table(BTreeMap<String, String>),
    }
    let table = match Given::deserialize(deserializer)? {
        Given::Table(table) => table,
        Given::Text(text) => text
            .split(',')
            .filter(|pair| !pair.trim().is_empty())
            .map(|pair| {
                let split = pair.split_once('=');
                split
                    .map(|(value, role)| (value.trim().to_owned(), role.trim().to_owned()))
                    .ok_or_else(|| D::Error::custom(format!("`{pair}` is not like `value=role`")))
            })
            .collect::<Result<_, _>>()?,
    };
    table
        .into_iter()
        .map(|(value, role)| Ok((value, role.parse().map_err(D::Error::custom)?)))
        .collect()
}

fn leeway<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    const MOST: u64 = 30;
    let seconds = u64::deserialize(deserializer)?;
    if seconds <= MOST {
        Ok(seconds)
    } else {
        let message = format!("{seconds} seconds are too many; at most {MOST}");
        Err(D::Error::custom(message))
    }
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Url>, D::Error> {
    let text = String::deserialize(deserializer)?;
    safe_address(&text).map(Some).map_err(D::Error::custom)
}

/// An address whose answers nobody on the way can change.
///
/// # Errors
/// Where it is no `https://` address, and not on this machine either.
pub(crate) fn safe_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("it is no address ({error})"))?;
    // It stands in the log when it can't be reached.
    if !url.username().is_empty() || url.password().is_some() {
        return Err(String::from("it has a name or a password in it"));
    }
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_here => Ok(url),
        _ => Err(String::from(
            "keys are fetched from https:// addresses alone; http:// is for this machine",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_fetched_where_nobody_can_change_them() {
        for good in [
            "https://id.example/jwks",
            "http://127.0.0.1:9/a",
            "http://localhost/a",
            "http://[::1]/a",
        ] {
            assert!(safe_address(good).is_ok(), "{good}");
        }
        for bad in [
            "http://id.example/jwks",
            "file:///etc/keys",
            "ftp://127.0.0.1/a",
            "https://a:b@id.example/",
            "jwks",
        ] {
            assert!(safe_address(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_algorithm_has_its_name_and_no_other_is_known() {
        for (algorithm, name) in TokenAlgorithm::NAMED {
            assert_eq!(algorithm.name(), name);
            assert_eq!(TokenAlgorithm::parse(name), Ok(algorithm));
        }
        assert!(TokenAlgorithm::parse("none").is_err());
    }

    #[test]
    fn a_secret_is_not_shown() {
        let secret = Secret(String::from("hush"));
        assert!(!format!("{secret:?}").contains("hush"));
    }
}
