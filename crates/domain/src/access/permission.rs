//! Permissions, and sets of them.

use std::{fmt, str::FromStr};

/// A part of the shop that somebody has the care of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// Categories, attributes, products, variants, their texts and their publication.
    Catalog,
    /// Price lists, prices, customer groups.
    Pricing,
    /// Locations, stock, reservations.
    Inventory,
    /// What search finds first: synonyms, rules, redirects.
    Search,
    /// API keys, and the audit of who changed what.
    Access,
}

/// What is done there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Seeing what buyers don't see.
    Read,
    /// Changing it. Whoever may change something may see it.
    Write,
}

/// A verb in an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Permission {
    /// Where.
    pub area: Area,
    /// What.
    pub verb: Verb,
}

/// Every permission with its spelling, reading before writing.
const SPELLED: [(Permission, &str); 10] = [
    (Permission::CATALOG_READ, "catalog:read"),
    (Permission::CATALOG_WRITE, "catalog:write"),
    (Permission::PRICING_READ, "pricing:read"),
    (Permission::PRICING_WRITE, "pricing:write"),
    (Permission::INVENTORY_READ, "inventory:read"),
    (Permission::INVENTORY_WRITE, "inventory:write"),
    (Permission::SEARCH_READ, "search:read"),
    (Permission::SEARCH_WRITE, "search:write"),
    (Permission::ACCESS_READ, "access:read"),
    (Permission::ACCESS_WRITE, "access:write"),
];

impl Permission {
    /// `catalog:read`
    pub const CATALOG_READ: Self = Self::of(Area::Catalog, Verb::Read);
    /// `catalog:write`
    pub const CATALOG_WRITE: Self = Self::of(Area::Catalog, Verb::Write);
    /// `pricing:read`
    pub const PRICING_READ: Self = Self::of(Area::Pricing, Verb::Read);
    /// `pricing:write`
    pub const PRICING_WRITE: Self = Self::of(Area::Pricing, Verb::Write);
    /// `inventory:read`
    pub const INVENTORY_READ: Self = Self::of(Area::Inventory, Verb::Read);
    /// `inventory:write`
    pub const INVENTORY_WRITE: Self = Self::of(Area::Inventory, Verb::Write);
    /// `search:read`
    pub const SEARCH_READ: Self = Self::of(Area::Search, Verb::Read);
    /// `search:write`
    pub const SEARCH_WRITE: Self = Self::of(Area::Search, Verb::Write);
    /// `access:read`
    pub const ACCESS_READ: Self = Self::of(Area::Access, Verb::Read);
    /// `access:write`
    pub const ACCESS_WRITE: Self = Self::of(Area::Access, Verb::Write);

    const fn of(area: Area, verb: Verb) -> Self {
        Self { area, verb }
    }

    /// All there are.
    pub fn all() -> impl Iterator<Item = Self> {
        SPELLED.into_iter().map(|(permission, _)| permission)
    }

    /// Its spelling: `pricing:write`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        SPELLED[self.place()].1
    }

    const fn place(self) -> usize {
        self.area as usize * 2 + self.verb as usize
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is no permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPermission(pub String);

impl fmt::Display for UnknownPermission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<&str> = SPELLED.iter().map(|(_, spelled)| *spelled).collect();
        write!(
            f,
            "\"{}\" is no permission. There are {}.",
            self.0,
            known.join(", ")
        )
    }
}

impl std::error::Error for UnknownPermission {}

impl FromStr for Permission {
    type Err = UnknownPermission;

    fn from_str(text: &str) -> Result<Self, UnknownPermission> {
        SPELLED
            .iter()
            .find(|(_, spelled)| *spelled == text)
            .map(|(permission, _)| *permission)
            .ok_or_else(|| UnknownPermission(text.to_owned()))
    }
}

/// A set of permissions, and whether they hold everywhere or in some channels alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Permissions(u16);

/// Set where the permissions hold for what all channels share, too.
const EVERYWHERE: u16 = 1 << SPELLED.len();
/// Every second one is to write.
const WRITES: u16 = 0b10_1010_1010;

impl Permissions {
    /// None: what buyers see.
    pub const NONE: Self = Self(0);
    /// All, everywhere.
    pub const ALL: Self = Self((EVERYWHERE << 1) - 1);

    /// With this permission too, and, where it is one to write, with that to read. It holds everywhere.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        let bit = 1 << permission.place();
        let read = match permission.verb {
            Verb::Read => bit,
            Verb::Write => bit >> 1,
        };
        Self(self.0 | bit | read | EVERYWHERE)
    }

    /// The same in some channels alone: what all channels share can't be changed by it.
    #[must_use]
    pub const fn in_some_channels(self) -> Self {
        Self(self.0 & !EVERYWHERE)
    }

    /// Whether they hold for what all channels share, too.
    #[must_use]
    pub const fn are_everywhere(self) -> bool {
        self.0 & EVERYWHERE != 0
    }

    /// Whether this one is among them.
    #[must_use]
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & (1 << permission.place()) != 0
    }

    /// Whether all of the others are among them.
    #[must_use]
    pub const fn cover(self, others: Self) -> bool {
        others.0 & !self.0 == 0
    }

    /// Whether there is no permission among them.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 & (EVERYWHERE - 1) == 0
    }

    /// Whether one of them lets its holder change something.
    #[must_use]
    pub const fn write(self) -> bool {
        self.0 & WRITES != 0
    }

    /// Them one by one, reading before writing.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::all().filter(move |permission| self.has(*permission))
    }

    /// A number of their own: what is kept for each set is kept by it.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<T: IntoIterator<Item = Permission>>(permissions: T) -> Self {
        permissions.into_iter().fold(Self::NONE, Self::with)
    }
}

/// Their spellings, with spaces between them.
impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, permission) in self.iter().enumerate() {
            let space = if number > 0 { " " } else { "" };
            write!(f, "{space}{permission}")?;
        }
        Ok(())
    }
}

/// Spellings with spaces or commas between them, as [`Permissions`] shows them and as the `scope` of a token has them.
impl FromStr for Permissions {
    type Err = UnknownPermission;

    fn from_str(text: &str) -> Result<Self, UnknownPermission> {
        text.split([' ', ','])
            .filter(|word| !word.is_empty())
            .map(Permission::from_str)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_found_by_its_spelling() {
        for permission in Permission::all() {
            assert_eq!(permission.as_str().parse(), Ok(permission));
            let alone = Permissions::NONE.with(permission);
            assert!(alone.has(permission) && alone.are_everywhere());
        }
        assert!("catalog:delete".parse::<Permission>().is_err());
        assert_eq!(Permission::all().collect::<Permissions>(), Permissions::ALL);
    }

    #[test]
    fn whoever_may_write_may_read() {
        let writer: Permissions = "pricing:write".parse().unwrap();
        assert_eq!(writer.to_string(), "pricing:read pricing:write");
        assert!(writer.write() && !"pricing:read".parse::<Permissions>().unwrap().write());
    }

    #[test]
    fn a_set_covers_what_it_has_and_no_more() {
        let set: Permissions = "catalog:read, pricing:write".parse().unwrap();
        assert!(set.cover("pricing:read".parse().unwrap()));
        assert!(!set.cover("catalog:write".parse().unwrap()));
        assert!(set.cover(set.in_some_channels()) && !set.in_some_channels().cover(set));
        assert!(Permissions::NONE.is_none() && !set.in_some_channels().is_none());
        assert_eq!("".parse(), Ok(Permissions::NONE));
    }
}
