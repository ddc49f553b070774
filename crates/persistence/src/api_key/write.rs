//! Keys within a transaction, so that what is made or revoked stands in the audit.

use domain::outcome::{Failure, Fault};
use serde_json::json;

use super::{ApiKey, NewApiKey, insert, manage, row};
use crate::{
    Transaction,
    write::log::{Action, Event},
};

impl Transaction {
    /// Stores a new key.
    ///
    /// # Errors
    /// As [`crate::Store::api_key_create`].
    pub async fn create_api_key(&mut self, new: NewApiKey) -> Result<ApiKey, Failure> {
        let row = row(new, self.next_id(), self.now())?;
        let made = insert(self.database(), row).await?;
        self.log(&[Event {
            kind: "api_key",
            id: made.id.uuid(),
            key: made.prefix.clone(),
            version: 1,
            action: Action::Created,
            changes: None,
            scope: None,
        }])
        .await?;
        Ok(made)
    }

    /// Revokes the key with this prefix and gives it back. One that was revoked before keeps its moment. None: no key
    /// begins so.
    ///
    /// # Errors
    /// A fault where the database fails.
    pub async fn revoke_api_key(&mut self, prefix: &str) -> Result<Option<ApiKey>, Fault> {
        let (key, revoked) = manage::revoke(self.database(), prefix, self.now()).await?;
        if let Some(key) = key.as_ref().filter(|_| revoked) {
            let event = Event {
                kind: "api_key",
                id: key.id.uuid(),
                key: key.prefix.clone(),
                version: 2,
                action: Action::Updated,
                changes: Some(json!({"revoked": [false, true]})),
                scope: None,
            };
            if let Err(Failure::Fault(fault)) = self.log(&[event]).await {
                return Err(fault);
            }
        }
        Ok(key)
    }
}
