//! What an element of the schema needs of whoever uses it.

use std::fmt;

use domain::access::{Permission, Permissions, Verb};

/// What must be held to use something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Needs {
    all: Permissions,
    /// One of these too. Empty: none is needed.
    one_of: &'static [Permission],
    /// Whether it is about what all channels share, so that a key that is bound to some of them doesn't do.
    everywhere: bool,
}

impl Needs {
    /// Everybody may.
    pub(crate) const NOTHING: Self = Self {
        all: Permissions::NONE,
        one_of: &[],
        everywhere: false,
    };

    pub(crate) const fn of(permission: Permission) -> Self {
        Self {
            all: Permissions::NONE.with(permission).in_some_channels(),
            one_of: &[],
            everywhere: true,
        }
    }

    pub(crate) const fn one_of(permissions: &'static [Permission]) -> Self {
        Self {
            all: Permissions::NONE,
            one_of: permissions,
            everywhere: true,
        }
    }

    pub(crate) const fn and(self, permission: Permission) -> Self {
        Self {
            all: self.all.with(permission).in_some_channels(),
            ..self
        }
    }

    /// The same for keys too that are bound to channels: what it shows is of the context's channel, or its resolver looks at the
    /// channels that it is about.
    pub(crate) const fn in_channels(self) -> Self {
        Self {
            everywhere: false,
            ..self
        }
    }

    /// Whether everybody may.
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::NOTHING
    }

    pub(crate) fn are_met_by(&self, held: Permissions) -> bool {
        held.cover(self.all)
            && (self.one_of.is_empty() || self.one_of.iter().any(|one| held.has(*one)))
            && (!self.everywhere || held.are_everywhere())
    }

    /// Why somebody with these permissions may not, for people.
    pub(crate) fn refusal(&self, held: Permissions) -> String {
        let unbound = Self {
            everywhere: false,
            ..*self
        };
        if unbound.are_met_by(held) {
            return String::from(
                "This is about what all channels share, and your key is bound to some of them.",
            );
        }
        format!("This needs {self}.")
    }
}

/// `the permission catalog:write`, `the permissions catalog:write and pricing:write`, `one of …`.
impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_nothing() {
            return f.write_str("no permission");
        }
        // Whoever may write may read.
        let all: Vec<&str> = self
            .all
            .iter()
            .filter(|permission| {
                let write = Permission {
                    verb: Verb::Write,
                    ..*permission
                };
                permission.verb == Verb::Write || !self.all.has(write)
            })
            .map(Permission::as_str)
            .collect();
        match &*all {
            [] => {}
            [one] => write!(f, "the permission {one}")?,
            [most @ .., last] => write!(f, "the permissions {} and {last}", most.join(", "))?,
        }
        if self.one_of.is_empty() {
            return Ok(());
        }
        let and = if all.is_empty() { "" } else { ", and " };
        let one_of: Vec<&str> = self.one_of.iter().map(|one| one.as_str()).collect();
        write!(f, "{and}one of the permissions {}", one_of.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(text: &str) -> Permissions {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_needed_is_said() {
        let write = Needs::of(Permission::CATALOG_WRITE).and(Permission::PRICING_READ);
        assert_eq!(
            write.to_string(),
            "the permissions catalog:write and pricing:read"
        );
        let either = Needs::one_of(&[Permission::CATALOG_READ, Permission::ACCESS_READ]);
        assert_eq!(
            either.to_string(),
            "one of the permissions catalog:read, access:read"
        );
        assert!(
            write
                .refusal(held("catalog:write"))
                .starts_with("This needs")
        );
        let bound = held("catalog:write pricing:read").in_some_channels();
        assert!(write.refusal(bound).contains("bound to some"));
    }

    #[test]
    fn all_of_it_is_needed_and_one_of_the_others() {
        let both = Needs::of(Permission::CATALOG_WRITE).and(Permission::PRICING_WRITE);
        assert!(both.are_met_by(held("catalog:write pricing:write")));
        assert!(!both.are_met_by(held("catalog:write pricing:read")));
        let either = Needs::one_of(&[Permission::CATALOG_READ, Permission::SEARCH_READ]);
        assert!(either.are_met_by(held("search:write")));
        assert!(!either.are_met_by(held("pricing:write")));
        assert!(Needs::NOTHING.are_met_by(Permissions::NONE));
    }

    #[test]
    fn a_key_that_is_bound_to_channels_has_nothing_that_all_share() {
        let read = Needs::of(Permission::CATALOG_READ);
        let bound = held("catalog:read").in_some_channels();
        assert!(!read.are_met_by(bound) && read.in_channels().are_met_by(bound));
    }
}
