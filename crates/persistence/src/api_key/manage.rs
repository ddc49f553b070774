//! Keys as a whole: which there are, and the end of one.

use domain::{clock::Timestamp, outcome::Fault};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use super::{ApiKey, api_key};
use crate::{Store, entity::api_key as entity, fault::fault, moment::to_micros};

impl Store {
    /// All keys, oldest first, those that are revoked or expired too.
    ///
    /// # Errors
    /// A fault where the database fails.
    pub async fn api_keys(&self) -> Result<Vec<ApiKey>, Fault> {
        let rows = entity::Entity::find()
            .order_by_asc(entity::Column::Id)
            .all(self.reader())
            .await
            .map_err(fault("listing the API keys"))?;
        rows.iter().map(api_key).collect()
    }

    /// Revokes the key with this prefix and gives it back. One that was revoked before keeps its moment. None: no key
    /// begins so.
    ///
    /// # Errors
    /// A fault where the database fails.
    pub async fn api_key_revoke(&self, prefix: &str) -> Result<Option<ApiKey>, Fault> {
        let (key, _) = revoke(self.writer(), prefix, self.setup().clock.now()).await?;
        Ok(key)
    }
}

/// Revokes a key, and tells whether it was not revoked before.
pub(super) async fn revoke(
    database: &impl ConnectionTrait,
    prefix: &str,
    now: Timestamp,
) -> Result<(Option<ApiKey>, bool), Fault> {
    let doing = fault("revoking an API key");
    let revoked = entity::ActiveModel {
        revoked_at: Set(Some(to_micros(now))),
        ..Default::default()
    };
    let updated = entity::Entity::update_many()
        .set(revoked)
        .filter(entity::Column::Prefix.eq(prefix))
        .filter(entity::Column::RevokedAt.is_null())
        .exec(database)
        .await
        .map_err(&doing)?;
    let row = entity::Entity::find()
        .filter(entity::Column::Prefix.eq(prefix))
        .one(database)
        .await
        .map_err(&doing)?;
    let key = row.as_ref().map(api_key).transpose()?;
    Ok((key, updated.rows_affected > 0))
}
