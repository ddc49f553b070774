//! API keys. A key's text is given out once and never stored: only its visible prefix, to find it by, and its SHA-256.

mod coded;
mod manage;
mod write;

use domain::{
    access::Role,
    clock::Timestamp,
    id::ApiKeyId,
    outcome::{Failure, Fault},
    problem::{FieldPath, Problem, Reason},
    text::Code,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use self::coded::Granted;
use crate::{
    Store,
    entity::api_key,
    fault::fault,
    moment::{from_micros, to_micros},
};

/// Characters of a key's text by which it is found.
const PREFIX: usize = 16;

/// A key that is to be made.
#[derive(Clone)]
pub struct NewApiKey {
    /// The key itself: at least 32 characters, of 256 random bits. Its first 16 must be random enough to be its own.
    pub secret: String,
    /// For people: who holds it. Shown in the audit.
    pub name: String,
    /// What its holder may do.
    pub role: Role,
    /// The channels that it is bound to, at least one. None: to none, so that it holds in all.
    pub channels: Option<Vec<Code>>,
    /// From when on it is refused. None: never.
    pub expires_at: Option<Timestamp>,
}

/// A key as stored: all but the key itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its identifier.
    pub id: ApiKeyId,
    /// Its first characters.
    pub prefix: String,
    /// Who holds it.
    pub name: String,
    /// What its holder may do.
    pub role: Role,
    /// The channels that it is bound to, at least one. None: to none, so that it holds in all.
    pub channels: Option<Vec<Code>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it is refused. None: never.
    pub expires_at: Option<Timestamp>,
    /// When it was last used. None: not yet, or nobody kept count.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked. None: it was not.
    pub revoked_at: Option<Timestamp>,
}

impl Store {
    /// Stores a new key.
    ///
    /// # Errors
    /// Rejected where the secret is too short or its prefix is another key's; a fault where the database fails.
    pub async fn api_key_create(&self, new: NewApiKey) -> Result<ApiKey, Failure> {
        let setup = self.setup();
        let row = row(new, setup.ids.next(), setup.clock.now())?;
        insert(self.writer(), row).await
    }

    /// The key with this text that is neither revoked nor expired. None: there is none.
    ///
    /// # Errors
    /// A fault where the database fails.
    pub async fn api_key_by_secret(&self, secret: &str) -> Result<Option<ApiKey>, Fault> {
        let Some(prefix) = secret.get(..PREFIX) else {
            return Ok(None);
        };
        let row = api_key::Entity::find()
            .filter(api_key::Column::Prefix.eq(prefix))
            .one(self.reader())
            .await;
        let Some(row) = row.map_err(fault("looking up an API key"))? else {
            return Ok(None);
        };
        let now = to_micros(self.setup().clock.now());
        let holds = row.revoked_at.is_none() && row.expires_at.is_none_or(|end| now < end);
        if same(&row.hash, &hash(secret)) && holds {
            api_key(&row).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Notes that a key was used now.
    ///
    /// # Errors
    /// A fault where the database fails.
    pub async fn api_key_used(&self, id: ApiKeyId) -> Result<(), Fault> {
        let row = api_key::ActiveModel {
            id: Set(id.uuid()),
            last_used_at: Set(Some(to_micros(self.setup().clock.now()))),
            ..Default::default()
        };
        match api_key::Entity::update(row)
            .exec_without_returning(self.writer())
            .await
        {
            Ok(_) | Err(sea_orm::DbErr::RecordNotUpdated) => Ok(()),
            Err(error) => Err(fault("noting that an API key was used")(error)),
        }
    }
}

/// The row of a new key.
fn row(new: NewApiKey, id: Uuid, now: Timestamp) -> Result<api_key::Model, Failure> {
    let prefix = match new.secret.get(..PREFIX) {
        Some(prefix) if new.secret.len() >= 2 * PREFIX => prefix.to_owned(),
        _ => {
            let message = "A key has at least 32 ASCII characters.";
            return Err(refused(Reason::Invalid, message));
        }
    };
    if new.channels.as_ref().is_some_and(Vec::is_empty) {
        let message = "A key that is bound to channels is bound to at least one.";
        let at = FieldPath::of("channels");
        return Err(Failure::Rejected(vec![Problem::new(
            at,
            Reason::Required,
            message,
        )]));
    }
    let granted = Granted::of(new.role, new.channels.as_deref());
    Ok(api_key::Model {
        id,
        prefix,
        hash: hash(&new.secret),
        name: new.name,
        role: granted.role.to_owned(),
        grants: granted.grants,
        channels: granted.channels,
        created_at: to_micros(now),
        expires_at: new.expires_at.map(to_micros),
        last_used_at: None,
        revoked_at: None,
    })
}

async fn insert(database: &impl ConnectionTrait, row: api_key::Model) -> Result<ApiKey, Failure> {
    let made = api_key(&row)?;
    match api_key::Entity::insert(api_key::ActiveModel::from(row))
        .exec_without_returning(database)
        .await
    {
        Ok(_) => Ok(made),
        Err(error) if error.sql_err().is_some() => {
            let message = "Another key begins with the same characters.";
            Err(refused(Reason::Taken, message))
        }
        Err(error) => Err(fault("storing an API key")(error).into()),
    }
}

fn refused(reason: Reason, message: &str) -> Failure {
    Failure::Rejected(vec![Problem::new(FieldPath::of("secret"), reason, message)])
}

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Compares in a time that does not tell how many bytes agree.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .fold(0, |differs, (a, b)| differs | (a ^ b))
            == 0
}

fn api_key(row: &api_key::Model) -> Result<ApiKey, Fault> {
    const DOING: &str = "reading an API key";
    let moment = |micros: Option<i64>| micros.map(|micros| from_micros(micros, DOING)).transpose();
    Ok(ApiKey {
        id: row.id.into(),
        prefix: row.prefix.clone(),
        name: row.name.clone(),
        role: coded::role(&row.role, row.grants.as_deref())?,
        channels: coded::channels(row.channels.as_deref())?,
        created_at: from_micros(row.created_at, DOING)?,
        expires_at: moment(row.expires_at)?,
        last_used_at: moment(row.last_used_at)?,
        revoked_at: moment(row.revoked_at)?,
    })
}
