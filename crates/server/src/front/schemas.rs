//! The schemas of all viewers: one for each set of permissions, made when the first viewer with it comes.

use std::sync::Arc;

use domain::access::Permissions;
use moka::sync::Cache;

use super::error::{Code, Refusal};
use super::schema::{SchemaError, ViewerSchema};

/// How many are kept beside those that are always there. Keys may have any combination of permissions; those in use are few.
const KEPT: u64 = 64;

/// A schema for every set of permissions.
pub struct ViewerSchemas {
    /// The text of the schema of somebody with these permissions.
    text: Box<dyn Fn(Permissions) -> String + Send + Sync>,
    storefront: Arc<ViewerSchema>,
    whole: Arc<ViewerSchema>,
    others: Cache<Permissions, Arc<ViewerSchema>>,
}

impl ViewerSchemas {
    /// From what gives the text of each in the schema definition language. Those of a storefront and of an admin are made at once.
    ///
    /// # Errors
    /// When one of these texts isn't a valid schema.
    pub fn new(
        text: impl Fn(Permissions) -> String + Send + Sync + 'static,
    ) -> Result<Self, SchemaError> {
        let storefront = ViewerSchema::parse(&text(Permissions::NONE))?;
        let whole = ViewerSchema::parse(&text(Permissions::ALL))?;
        Ok(Self {
            text: Box::new(text),
            storefront: Arc::new(storefront),
            whole: Arc::new(whole),
            others: Cache::new(KEPT),
        })
    }

    /// The schema of who may do everything.
    pub(super) fn whole(&self) -> &ViewerSchema {
        &self.whole
    }

    /// The schema of somebody with these permissions.
    ///
    /// # Errors
    /// `INTERNAL_SERVER_ERROR` where the table of permissions leaves a part that is no schema, which is a mistake of ours.
    pub(super) fn of(&self, held: Permissions) -> Result<Arc<ViewerSchema>, Refusal> {
        if held.is_none() {
            return Ok(Arc::clone(&self.storefront));
        }
        if held == Permissions::ALL {
            return Ok(Arc::clone(&self.whole));
        }
        let make = || ViewerSchema::parse(&(self.text)(held)).map(Arc::new);
        self.others.try_get_with(held, make).map_err(|error| {
            tracing::error!(permissions = %held, %error, "a viewer has no schema");
            let message = "The schema of your permissions could not be made.";
            Refusal::new(Code::InternalServerError, message)
        })
    }
}
