//! Asks the issuer for its keys.

use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use reqwest::redirect::Policy;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use url::Url;

use super::key::{Key, of_set};
use crate::config::safe_address;

/// How long the issuer may take.
const TIME: Duration = Duration::from_secs(3);
/// The most bytes of its answer.
const BYTES_MAX: usize = 256 * 1024;

/// Where the keys are.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// At this address.
    Keys(Url),
    /// Where the issuer says.
    Discovery {
        /// The address of what it says.
        url: Url,
        /// What it must call itself there.
        issuer: String,
    },
}

pub(super) struct Client {
    source: Source,
    http: reqwest::Client,
}

#[derive(Deserialize)]
struct Configuration {
    issuer: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

impl Client {
    pub(super) fn new(source: Source) -> anyhow::Result<Self> {
        // Where it leads has been checked, where a redirect would lead has not.
        let http = reqwest::Client::builder()
            .timeout(TIME)
            .redirect(Policy::none())
            .user_agent(concat!("vitrine/", env!("CARGO_PKG_VERSION")))
            .build()
            .context("making an HTTP client")?;
        Ok(Self { source, http })
    }

    /// The keys as they are published now.
    pub(super) async fn keys(&self) -> anyhow::Result<Vec<Key>> {
        let url = match &self.source {
            Source::Keys(url) => url.clone(),
            Source::Discovery { url, issuer } => {
                let said: Configuration = self.read(url).await?;
                ensure!(
                    said.issuer == *issuer,
                    "{url} is the configuration of another issuer"
                );
                let address = safe_address(&said.jwks_uri);
                address.map_err(|error| anyhow::anyhow!("the jwks_uri at {url}: {error}"))?
            }
        };
        let set: Set = self.read(&url).await?;
        Ok(of_set(set.keys))
    }

    async fn read<T: DeserializeOwned>(&self, url: &Url) -> anyhow::Result<T> {
        let asked = self.http.get(url.clone()).send().await;
        let asked = asked.map_err(reqwest::Error::without_url);
        let mut answer = asked.with_context(|| format!("asking {url}"))?;
        ensure!(
            answer.status().is_success(),
            "{url} answers {}",
            answer.status()
        );
        let mut bytes = Vec::new();
        while let Some(chunk) = answer
            .chunk()
            .await
            .with_context(|| format!("reading {url}"))?
        {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > BYTES_MAX {
                bail!("{url} answers with more than {BYTES_MAX} bytes");
            }
        }
        serde_json::from_slice(&bytes).with_context(|| format!("{url} answers with something else"))
    }
}
