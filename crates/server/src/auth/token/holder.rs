//! What a token says of its holder, by the names that the configuration gives.

use std::collections::BTreeMap;

use domain::{
    access::{Permission, Permissions, Role},
    text::Code,
};
use graphql::{Credential, Viewer};
use serde_json::{Map, Value};

use crate::config::{ClaimSettings, JwtSettings};

/// Reads holders from claims.
pub(super) struct Holders {
    claims: ClaimSettings,
    roles: BTreeMap<String, Role>,
}

impl Holders {
    pub(super) fn of(settings: &JwtSettings) -> Self {
        Self {
            claims: settings.claims.clone(),
            roles: settings.roles.clone(),
        }
    }

    /// Whoever these claims are about. What they don't say, or say in words that mean nothing here, gives nothing.
    pub(super) fn viewer(&self, claims: &Map<String, Value>) -> Viewer {
        let texts = |name: &Option<String>| name.as_deref().map(|name| texts(claims, name));
        let code = |name: &Option<String>| {
            let texts = texts(name).unwrap_or_default();
            texts.iter().find_map(|text| Code::parse(text).ok())
        };
        let subject = self::texts(claims, &self.claims.customer);
        let subject = subject.first().copied().unwrap_or("unknown");
        // Whoever is bound to channels of which none is known may name none at all.
        let channels = texts(&self.claims.channels).filter(|_| {
            let name = self.claims.channels.as_deref().unwrap_or_default();
            find(claims, name).is_some_and(|value| !value.is_null())
        });
        let channels = channels.map(|texts| {
            let codes = texts.iter().filter_map(|text| Code::parse(text).ok());
            codes.collect()
        });
        Viewer {
            role: self.role(
                &texts(&self.claims.role).unwrap_or_default(),
                &texts(&self.claims.permissions).unwrap_or_default(),
            ),
            credential: Credential::Token,
            name: subject.into(),
            channel: code(&self.claims.channel),
            channels,
            customer_group: code(&self.claims.customer_group),
        }
    }

    /// All that any of the words gives.
    fn role(&self, roles: &[&str], permissions: &[&str]) -> Role {
        let known: Vec<Role> = roles
            .iter()
            .filter_map(|word| {
                if self.roles.is_empty() {
                    Role::named().find(|role| role.name() == Some(word))
                } else {
                    self.roles.get(*word).copied()
                }
            })
            .collect();
        let words = permissions.iter().flat_map(|text| text.split(' '));
        let given: Permissions = words
            .filter_map(|word| word.parse::<Permission>().ok())
            .collect();
        match &*known {
            [] if given.is_none() => Role::Storefront,
            [one] if given.is_none() => *one,
            several => {
                let all = several.iter().flat_map(|role| role.permissions().iter());
                match all.chain(given.iter()).collect::<Permissions>() {
                    Permissions::NONE => Role::Storefront,
                    permissions => Role::Custom(permissions),
                }
            }
        }
    }
}

/// The claim of this name: as it stands, or where its points lead.
fn find<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c Value> {
    if let Some(value) = claims.get(name) {
        return Some(value);
    }
    let (first, rest) = name.split_once('.')?;
    match claims.get(first)? {
        Value::Object(inner) => find(inner, rest),
        _ => None,
    }
}

/// The texts of a claim: itself, or those in its list.
fn texts<'c>(claims: &'c Map<String, Value>, name: &str) -> Vec<&'c str> {
    match find(claims, name) {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn viewer(claims: Value, roles: &[(&str, Role)]) -> Viewer {
        let names = ClaimSettings {
            customer: String::from("sub"),
            role: Some(String::from("realm_access.roles")),
            permissions: Some(String::from("scope")),
            customer_group: Some(String::from("https://shop.example/group")),
            channel: Some(String::from("channel")),
            channels: Some(String::from("channels")),
        };
        let roles = roles.iter().map(|(word, role)| ((*word).to_owned(), *role));
        let holders = Holders {
            claims: names,
            roles: roles.collect(),
        };
        holders.viewer(claims.as_object().unwrap())
    }

    #[test]
    fn a_token_that_says_nothing_is_a_storefronts() {
        let viewer = viewer(json!({ "sub": "ann", "scope": "openid email" }), &[]);
        assert_eq!((viewer.role, &*viewer.name), (Role::Storefront, "ann"));
        assert!(viewer.channels.is_none() && viewer.customer_group.is_none());
    }

    #[test]
    fn roles_and_permissions_add_up() {
        let roles = |words: Value, map: &[(&str, Role)]| {
            viewer(json!({ "realm_access": { "roles": words } }), map).role
        };
        assert_eq!(
            roles(json!(["offline_access", "auditor"]), &[]),
            Role::Auditor
        );
        assert_eq!(
            roles(json!("admin"), &[("boss", Role::Admin)]),
            Role::Storefront
        );
        assert_eq!(
            roles(json!(["boss"]), &[("boss", Role::Admin)]),
            Role::Admin
        );
        let both = roles(json!(["pricing-manager", "inventory-manager"]), &[]);
        assert_eq!(
            both.permissions().to_string(),
            "catalog:read pricing:read pricing:write inventory:read inventory:write"
        );
        let scoped = viewer(json!({ "scope": "openid search:write" }), &[]).role;
        assert_eq!(scoped.to_string(), "search:read search:write");
    }

    #[test]
    fn group_and_channels_are_those_of_the_token() {
        let viewer = viewer(
            json!({ "https://shop.example/group": "b2b", "channel": "de", "channels": ["de", "at", " untrimmed"] }),
            &[],
        );
        assert_eq!(viewer.customer_group.unwrap().as_str(), "b2b");
        assert_eq!(viewer.channel.unwrap().as_str(), "de");
        let bound: Vec<&str> = viewer
            .channels
            .as_deref()
            .unwrap()
            .iter()
            .map(Code::as_str)
            .collect();
        assert_eq!(bound, ["de", "at"]);
    }

    #[test]
    fn whoever_is_bound_to_nothing_that_is_known_may_name_no_channel() {
        let viewer = viewer(json!({ "channels": "" }), &[]);
        assert!(!viewer.may_name_channel("de"));
    }
}
