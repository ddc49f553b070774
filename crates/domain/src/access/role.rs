//! Roles: the sets of permissions that have a name.

use std::{fmt, str::FromStr};

use super::{Permissions, permission::Permission};

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Shoppers and the storefronts that serve them; everybody without a key. No permission at all.
    Storefront,
    /// Those who run the shop: every permission.
    Admin,
    /// Those who keep the assortment and how it is found.
    CatalogManager,
    /// Those who set prices.
    PricingManager,
    /// Those who count and move stock.
    InventoryManager,
    /// Those who see everything and change nothing.
    Auditor,
    /// A combination of its own.
    Custom(Permissions),
}

/// The roles that have a name, with its spelling and their permissions.
const NAMED: [(Role, &str, Permissions); 6] = [
    (Role::Storefront, "storefront", Permissions::NONE),
    (Role::Admin, "admin", Permissions::ALL),
    (
        Role::CatalogManager,
        "catalog-manager",
        Permissions::NONE
            .with(Permission::CATALOG_WRITE)
            .with(Permission::SEARCH_WRITE)
            .with(Permission::PRICING_READ)
            .with(Permission::INVENTORY_READ),
    ),
    (
        Role::PricingManager,
        "pricing-manager",
        Permissions::NONE
            .with(Permission::PRICING_WRITE)
            .with(Permission::CATALOG_READ)
            .with(Permission::INVENTORY_READ),
    ),
    (
        Role::InventoryManager,
        "inventory-manager",
        Permissions::NONE
            .with(Permission::INVENTORY_WRITE)
            .with(Permission::CATALOG_READ),
    ),
    (
        Role::Auditor,
        "auditor",
        Permissions::NONE
            .with(Permission::CATALOG_READ)
            .with(Permission::PRICING_READ)
            .with(Permission::INVENTORY_READ)
            .with(Permission::SEARCH_READ)
            .with(Permission::ACCESS_READ),
    ),
];

impl Role {
    /// The roles that have a name.
    pub fn named() -> impl Iterator<Item = Self> {
        NAMED.into_iter().map(|(role, ..)| role)
    }

    /// Its name: `catalog-manager`. None: it is a combination of its own.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        NAMED
            .iter()
            .find(|(role, ..)| *role == self)
            .map(|(_, name, _)| *name)
    }

    /// What its holder may do, everywhere.
    #[must_use]
    pub const fn permissions(self) -> Permissions {
        match self {
            Self::Storefront => NAMED[0].2,
            Self::Admin => NAMED[1].2,
            Self::CatalogManager => NAMED[2].2,
            Self::PricingManager => NAMED[3].2,
            Self::InventoryManager => NAMED[4].2,
            Self::Auditor => NAMED[5].2,
            Self::Custom(permissions) => permissions,
        }
    }
}

/// Its name, or its permissions with spaces between them: what [`str::parse`] reads.
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => self.permissions().fmt(f),
        }
    }
}

/// A word that is neither a role nor a list of permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRole(pub String);

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<&str> = NAMED.iter().map(|(_, name, _)| *name).collect();
        write!(
            f,
            "\"{}\" is no role. There are {}, and permissions such as `catalog:read pricing:write`.",
            self.0,
            known.join(", ")
        )
    }
}

impl std::error::Error for UnknownRole {}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        if let Some((role, ..)) = NAMED.iter().find(|(_, name, _)| *name == text) {
            return Ok(*role);
        }
        match text.parse::<Permissions>() {
            Ok(permissions) if !permissions.is_none() => Ok(Self::Custom(permissions)),
            _ => Err(UnknownRole(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_found_by_what_it_shows() {
        for role in Role::named() {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        let own = Role::Custom("search:write".parse().unwrap());
        assert_eq!(own.to_string(), "search:read search:write");
        assert_eq!(own.to_string().parse(), Ok(own));
        assert!("root".parse::<Role>().is_err() && "".parse::<Role>().is_err());
    }

    #[test]
    fn the_permissions_of_a_named_role_are_those_beside_its_name() {
        for (role, name, permissions) in NAMED {
            assert_eq!(role.permissions(), permissions, "{name}");
        }
        assert!(!Role::Auditor.permissions().write());
        assert!(Permission::all().all(|permission| Role::Admin.permissions().has(permission)));
    }
}
