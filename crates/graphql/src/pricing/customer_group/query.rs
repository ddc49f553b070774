//! `customerGroup`, `customerGroups`: for admins.

use std::sync::Arc;

use domain::{
    id::CustomerGroupId,
    reference::{Entry, Kind, Reference},
    text::Code,
};

use super::CustomerGroup;
use crate::{
    buyer::View,
    coded::{Coded, coded_query},
    node_id::NodeType,
};

impl Coded for CustomerGroup {
    type Id = CustomerGroupId;
    type Value = domain::pricing::CustomerGroup;

    const NODE: NodeType = NodeType::CustomerGroup;
    const LIST: &'static str = "customer groups by code";

    fn kind(reference: &Reference) -> &Kind<CustomerGroupId, domain::pricing::CustomerGroup> {
        &reference.customer_groups
    }

    fn texts(value: &domain::pricing::CustomerGroup) -> (&Code, &str) {
        (&value.code, &value.name)
    }

    fn of_entry(
        entry: &Entry<CustomerGroupId, domain::pricing::CustomerGroup>,
        _: &Arc<View>,
    ) -> Self {
        Self(entry.clone())
    }
}

coded_query! {
    CustomerGroupQuery of CustomerGroup by
    /// What a customer group is looked up by: exactly one of these.
    CustomerGroupBy,
    /// A customer group by what the caller knows of it. Null: there is none.
    customer_group,
    /// The customer groups by code, filtered.
    customer_groups
}
