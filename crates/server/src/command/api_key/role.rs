//! The roles that have a name, on the command line.

use clap::ValueEnum;
use domain::access::Role;

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::command) enum RoleName {
    /// Everything: the whole schema, drafts, stock levels
    Admin,
    /// What buyers see
    Storefront,
    /// The assortment and how it is found
    CatalogManager,
    /// Prices
    PricingManager,
    /// Stock
    InventoryManager,
    /// Everything to see and nothing to change
    Auditor,
}

impl RoleName {
    pub(in crate::command) const fn role(self) -> Role {
        match self {
            Self::Admin => Role::Admin,
            Self::Storefront => Role::Storefront,
            Self::CatalogManager => Role::CatalogManager,
            Self::PricingManager => Role::PricingManager,
            Self::InventoryManager => Role::InventoryManager,
            Self::Auditor => Role::Auditor,
        }
    }
}
