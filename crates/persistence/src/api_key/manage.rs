//! Keys as a whole: which there are, and the end of one.

use domain::outcome::Fault;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

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
        let doing = fault("revoking an API key");
        let revoked = entity::ActiveModel {
            revoked_at: Set(Some(to_micros(self.setup().clock.now()))),
            ..Default::default()
        };
        entity::Entity::update_many()
            .set(revoked)
            .filter(entity::Column::Prefix.eq(prefix))
            .filter(entity::Column::RevokedAt.is_null())
            .exec(self.writer())
            .await
            .map_err(&doing)?;
        let row = entity::Entity::find()
            .filter(entity::Column::Prefix.eq(prefix))
            .one(self.writer())
            .await
            .map_err(&doing)?;
        row.as_ref().map(api_key).transpose()
    }
}
