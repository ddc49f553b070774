//! `vitrine api-key`: who may do what.

mod expiry;
mod role;
mod table;

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use domain::{
    access::{Permissions, Role},
    clock::Clock as _,
    outcome::Failure,
    text::Code,
};
use persistence::{NewApiKey, Store};

use self::expiry::Expiry;
pub(super) use self::role::RoleName;
use super::output;
use crate::{config::Config, store::open_store, system};

/// What the visible beginning of a key is: enough to find one, too little to use it.
const PREFIX: usize = 16;

/// Make, list and revoke API keys
#[derive(Debug, Subcommand)]
pub(super) enum ApiKeyCommand {
    Create(Create),
    List(List),
    Revoke(Revoke),
}

/// Make a key and print it, this once: only its hash is stored
#[derive(Debug, Args)]
#[command(after_help = "\
The key goes into the header `Authorization: Bearer KEY`.

Examples:
  vitrine api-key create --role admin --name laptop
  vitrine api-key create --role storefront --name web --expires 90d
  vitrine api-key create --permissions inventory:write,catalog:read --channels de,at --name warehouse
  KEY=$(vitrine api-key create --role admin --name ci --expires 2027-06-30)")]
pub(super) struct Create {
    /// What its holder may do, by the name of a role
    #[arg(long, value_enum, required_unless_present = "permissions")]
    role: Option<RoleName>,
    /// What its holder may do, as a combination of its own: catalog:read, catalog:write, and the same of pricing, inventory,
    /// search and access. Whoever may write may read
    #[arg(long, value_name = "LIST", conflicts_with = "role")]
    permissions: Option<Permissions>,
    /// Bind it to these channels: its requests can name no other, and it changes nothing that all channels share
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = channel)]
    channels: Option<Vec<Code>>,
    /// Who holds it: stands in the list and in the audit
    #[arg(long, value_name = "NAME", value_parser = name)]
    name: String,
    /// When it ends: a date (2027-06-30), a moment (2027-06-30T12:00:00Z), or a time from now (90d, 12h, 30m)
    #[arg(long, value_name = "WHEN")]
    expires: Option<Expiry>,
}

/// List all keys: their beginnings, never the keys
#[derive(Debug, Args)]
pub(super) struct List {}

/// Revoke a key; servers refuse it within seconds
#[derive(Debug, Args)]
pub(super) struct Revoke {
    /// The first 16 characters of the key, as `list` shows them, or the whole key
    prefix: String,
}

impl ApiKeyCommand {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let store = open_store(config, system::setup()).await?;
        let done = match self {
            Self::Create(create) => create.run(&store).await,
            Self::List(List {}) => list(&store).await,
            Self::Revoke(revoke) => revoke.run(&store).await,
        };
        store.close().await;
        done.map(|()| ExitCode::SUCCESS)
    }
}

impl Create {
    async fn run(self, store: &Store) -> anyhow::Result<()> {
        let now = system::SystemClock.now();
        let expires_at = self.expires.map(|expiry| expiry.from(now));
        if expires_at.is_some_and(|end| end <= now) {
            bail!("a key that ends in the past is of no use; --expires takes a later moment");
        }
        let role = match (self.role, self.permissions) {
            (Some(role), _) => role.role(),
            (None, Some(permissions)) if !permissions.is_none() => Role::Custom(permissions),
            (None, _) => bail!("a key has a --role, or --permissions, at least one"),
        };
        let secret = graphql::new_api_key();
        let new = NewApiKey {
            secret: secret.clone(),
            name: self.name,
            role,
            channels: self.channels,
            expires_at,
        };
        match store.api_key_create(new).await {
            Ok(_) => {}
            Err(Failure::Rejected(problems)) => {
                let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
                bail!("the key was not made: {}", problems.join("; "));
            }
            Err(Failure::Fault(fault)) => return Err(fault.into()),
        }
        output::print(&format!("{secret}\n"))?;
        Ok(())
    }
}

async fn list(store: &Store) -> anyhow::Result<()> {
    let keys = store.api_keys().await?;
    if keys.is_empty() {
        output::say(
            "There are no keys. `vitrine api-key create --role admin --name NAME` makes one.",
        );
        return Ok(());
    }
    output::print(&table::of(&keys, system::SystemClock.now()))?;
    Ok(())
}

impl Revoke {
    async fn run(self, store: &Store) -> anyhow::Result<()> {
        let prefix = self.prefix.get(..PREFIX).unwrap_or(&self.prefix);
        match store.api_key_revoke(prefix).await? {
            Some(key) => {
                output::say(&format!(
                    "The key {} of {} is revoked.",
                    key.prefix, key.name
                ));
                Ok(())
            }
            None => {
                bail!("no key begins with `{prefix}`; `vitrine api-key list` shows the beginnings")
            }
        }
    }
}

fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 200 || text.chars().any(char::is_control) {
        return Err(String::from(
            "a name has 1 to 200 characters and no control characters",
        ));
    }
    Ok(text.to_owned())
}

fn channel(text: &str) -> Result<Code, String> {
    Code::parse(text).map_err(|error| error.to_string())
}
