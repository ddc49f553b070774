//! `attribute`, `attributes`: for admins.

use std::sync::Arc;

use domain::{
    id::AttributeId,
    reference::{Entry, Kind, Reference},
    text::Code,
};

use super::Attribute;
use crate::{
    buyer::View,
    coded::{Coded, coded_query},
    node_id::NodeType,
};

impl Coded for Attribute {
    type Id = AttributeId;
    type Value = domain::catalog::Attribute;

    const NODE: NodeType = NodeType::Attribute;
    const LIST: &'static str = "attributes by code";

    fn kind(reference: &Reference) -> &Kind<AttributeId, domain::catalog::Attribute> {
        &reference.attributes
    }

    fn texts(value: &domain::catalog::Attribute) -> (&Code, &str) {
        (&value.code, &value.name)
    }

    fn of_entry(entry: &Entry<AttributeId, domain::catalog::Attribute>, view: &Arc<View>) -> Self {
        Self::of(entry, view)
    }
}

coded_query! {
    AttributeQuery of Attribute by
    /// What an attribute is looked up by: exactly one of these.
    AttributeBy,
    /// An attribute by what the caller knows of it. Null: there is none.
    attribute,
    /// The attributes by code, filtered.
    attributes
}
