//! `ApiKeyRole` and `Permission`.

use async_graphql::Enum;
use domain::access::{self, Role};

/// Declares an enum that says what a value of the domain is, with both ways between them.
macro_rules! named {
    ($(#[$doc:meta])+ $name:ident: $of:ty { $($(#[$one:meta])+ $variant:ident = $value:expr,)+ }) => {
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
        #[graphql(visible = "crate::viewer::is_admin")]
        pub(crate) enum $name {
            $($(#[$one])+ $variant,)+
        }

        impl $name {
            const ALL: &'static [(Self, $of)] = &[$((Self::$variant, $value),)+];

            /// What is meant.
            pub(crate) fn value(self) -> $of {
                match self {
                    $(Self::$variant => $value,)+
                }
            }

            /// The name of a value. None: it has none.
            pub(crate) fn of(value: $of) -> Option<Self> {
                let mut all = Self::ALL.iter();
                all.find(|(_, named)| *named == value).map(|(name, _)| *name)
            }
        }
    };
}

named! {
    /// A set of permissions that has a name.
    ApiKeyRole: Role {
        /// Everything.
        Admin = Role::Admin,
        /// What buyers see: no permission at all.
        Storefront = Role::Storefront,
        /// The assortment and how it is found: `CATALOG_WRITE`, `SEARCH_WRITE`, `PRICING_READ`, `INVENTORY_READ`.
        CatalogManager = Role::CatalogManager,
        /// Prices: `PRICING_WRITE`, `CATALOG_READ`, `INVENTORY_READ`.
        PricingManager = Role::PricingManager,
        /// Stock: `INVENTORY_WRITE`, `CATALOG_READ`.
        InventoryManager = Role::InventoryManager,
        /// Everything to see and nothing to change.
        Auditor = Role::Auditor,
    }
}

named! {
    /// Something that a key lets its holder do. Whoever may write may read.
    Permission: access::Permission {
        /// Seeing drafts, texts in other languages, attributes as such.
        CatalogRead = access::Permission::CATALOG_READ,
        /// Changing categories, attributes, products and their texts, and publishing.
        CatalogWrite = access::Permission::CATALOG_WRITE,
        /// Seeing price lists, customer groups, and why a price is what it is.
        PricingRead = access::Permission::PRICING_READ,
        /// Changing price lists, prices and customer groups.
        PricingWrite = access::Permission::PRICING_WRITE,
        /// Seeing stock and reservations.
        InventoryRead = access::Permission::INVENTORY_READ,
        /// Changing stock and locations, and making reservations.
        InventoryWrite = access::Permission::INVENTORY_WRITE,
        /// Seeing what the shop says about searches, and why a hit is where it is.
        SearchRead = access::Permission::SEARCH_READ,
        /// Changing synonyms, rules and redirects.
        SearchWrite = access::Permission::SEARCH_WRITE,
        /// Seeing keys, and who changed what.
        AccessRead = access::Permission::ACCESS_READ,
        /// Making and revoking keys, with what their maker may do at most.
        AccessWrite = access::Permission::ACCESS_WRITE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_and_every_permission_has_its_name() {
        for role in Role::named() {
            assert_eq!(ApiKeyRole::of(role).map(ApiKeyRole::value), Some(role));
        }
        for permission in access::Permission::all() {
            let name = Permission::of(permission);
            assert_eq!(name.map(Permission::value), Some(permission));
        }
    }
}
