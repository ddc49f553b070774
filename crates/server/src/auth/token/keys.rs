//! The keys by which tokens are checked: one that is configured, or those that the issuer publishes.

use std::{fs, sync::Arc};

use anyhow::{Context as _, bail, ensure};
use jsonwebtoken::DecodingKey;

use super::{
    BadToken, Refused,
    header::Header,
    jwks::{KeySet, Source},
};
use crate::config::{JwtSettings, TokenAlgorithm, safe_address};

/// The fewest bytes of a secret of HS256 (RFC 7518, 3.2).
const SECRET_MIN: usize = 32;

/// The keys, and the algorithms that are configured.
pub(super) struct Keys {
    algorithms: Vec<TokenAlgorithm>,
    origin: Origin,
}

/// Where keys come from.
enum Origin {
    One(DecodingKey),
    Published(Arc<KeySet>),
}

impl Keys {
    /// # Errors
    /// Where there is no key, several ways to get one, or one that doesn't fit the algorithms.
    pub(super) fn of(settings: &JwtSettings, issuer: &str) -> anyhow::Result<Self> {
        let algorithms = settings.algorithms.clone();
        let key = match (&settings.key, &settings.key_file) {
            (Some(key), None) => Some(key.reveal().to_owned()),
            (None, Some(file)) => {
                let text = fs::read_to_string(file);
                Some(text.with_context(|| format!("reading {}", file.display()))?)
            }
            (None, None) => None,
            (Some(_), Some(_)) => bail!("there are both `key` and `key_file`; set one of them"),
        };
        let published = match (&settings.jwks_url, settings.discovery) {
            (Some(url), false) => Some(Source::Keys(url.clone())),
            (None, true) => Some(discovery(issuer)?),
            (None, false) => None,
            (Some(_), true) => bail!("there are both `jwks_url` and `discovery`; set one of them"),
        };
        let origin = match (key, published) {
            (Some(key), None) => Origin::One(static_key(&algorithms, &key)?),
            (None, Some(source)) => {
                ensure!(
                    !algorithms.contains(&TokenAlgorithm::Hs256),
                    "HS256 needs a secret as `key`; keys that are published are no secrets"
                );
                Origin::Published(KeySet::new(source, settings.keys_time())?)
            }
            (None, None) => {
                bail!("there is no key: set `key`, `key_file`, `jwks_url`, or `discovery = true`")
            }
            (Some(_), Some(_)) => {
                bail!("there are both a key and an address of keys; set one of them")
            }
        };
        Ok(Self { algorithms, origin })
    }

    /// The algorithm that a header names, if it is configured.
    pub(super) fn algorithm(&self, header: &Header) -> Result<TokenAlgorithm, BadToken> {
        let mut configured = self.algorithms.iter().copied();
        configured
            .find(|algorithm| algorithm.name() == header.alg)
            .ok_or(BadToken::Algorithm)
    }

    /// The keys for this algorithm that a token may be signed with.
    pub(super) async fn fitting(
        &self,
        algorithm: TokenAlgorithm,
        kid: Option<&str>,
    ) -> Result<Vec<DecodingKey>, Refused> {
        match &self.origin {
            Origin::One(key) => Ok(vec![key.clone()]),
            Origin::Published(set) => set.fitting(algorithm, kid).await,
        }
    }
}

/// `OpenID` Connect Discovery 1.0, section 4: the address is the issuer's, with a path.
fn discovery(issuer: &str) -> anyhow::Result<Source> {
    let address = format!(
        "{}/.well-known/openid-configuration",
        issuer.trim_end_matches('/')
    );
    let url = safe_address(&address).map_err(|error| anyhow::anyhow!("`issuer`: {error}"))?;
    Ok(Source::Discovery {
        url,
        issuer: issuer.to_owned(),
    })
}

fn static_key(algorithms: &[TokenAlgorithm], text: &str) -> anyhow::Result<DecodingKey> {
    let [algorithm] = algorithms else {
        bail!(
            "a key is for one algorithm; `algorithms` has {}",
            algorithms.len()
        );
    };
    let bytes = text.trim().as_bytes();
    let is_pem = bytes.starts_with(b"-----BEGIN");
    match algorithm {
        TokenAlgorithm::Hs256 => {
            ensure!(
                !is_pem,
                "the secret of HS256 is a public key; it would be no secret"
            );
            ensure!(
                bytes.len() >= SECRET_MIN,
                "the secret of HS256 has fewer than {SECRET_MIN} bytes"
            );
            return Ok(DecodingKey::from_secret(bytes));
        }
        TokenAlgorithm::Rs256 => DecodingKey::from_rsa_pem(bytes),
        TokenAlgorithm::Es256 => DecodingKey::from_ec_pem(bytes),
        TokenAlgorithm::EdDsa => DecodingKey::from_ed_pem(bytes),
    }
    .map_err(|_| {
        let name = algorithm.name();
        anyhow::anyhow!("the key is no public key for {name} in PEM (`-----BEGIN PUBLIC KEY-----`)")
    })
}
