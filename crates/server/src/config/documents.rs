//! Documents that clients name instead of sending them.

use serde::Deserialize;

use crate::front::PersistedRules;

/// Which documents are run, beside those that `persisted_documents` names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentSettings {
    only_persisted: bool,
    except_admins: bool,
    automatic_bytes: u64,
}

impl DocumentSettings {
    /// As the front door takes them.
    #[must_use]
    pub fn of_front(&self) -> PersistedRules {
        PersistedRules {
            only_trusted: self.only_persisted,
            except_admins: self.except_admins,
            automatic_bytes: self.automatic_bytes,
        }
    }
}
