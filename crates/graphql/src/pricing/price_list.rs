//! `PriceList`.

pub(in crate::pricing) mod input;
mod mutations;
mod query;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use domain::{
    id::PriceListId,
    pricing,
    reference::{Entry, Reference},
};

use super::{customer_group::CustomerGroup, price_list_relation::PriceListRelation};
use crate::{
    channel::Channel,
    node_id::{NodeType, encode},
    scalars::{CountryCode, CurrencyCode, DateTime, int},
    viewer::{is_admin, require},
};

pub(crate) use self::{
    input::{PriceListRelationInput, record},
    mutations::PriceListMutation,
    query::PriceListQuery,
};

/// A price list, with the reference snapshot that it is of.
#[derive(Clone)]
pub(crate) struct PriceList {
    entry: Entry<PriceListId, pricing::PriceList>,
    reference: Arc<Reference>,
}

impl PriceList {
    pub(crate) fn of(
        entry: &Entry<PriceListId, pricing::PriceList>,
        reference: &Arc<Reference>,
    ) -> Self {
        Self {
            entry: entry.clone(),
            reference: Arc::clone(reference),
        }
    }
}

/// Prices for some channels, customer groups, countries or a time.
#[Object]
impl PriceList {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        encode(NodeType::PriceList, self.entry.id.uuid())
    }

    /// The seller's key of it.
    async fn code(&self) -> &str {
        &self.entry.value.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.entry.value.name
    }

    /// The currency of all its prices.
    async fn currency(&self) -> CurrencyCode {
        CurrencyCode(self.entry.value.currency)
    }

    /// From when it holds, this moment included. Null: from the beginning.
    async fn valid_from(&self) -> Option<DateTime> {
        self.entry.value.valid_from.map(DateTime)
    }

    /// Until when it holds, this moment excluded. Null: without end.
    async fn valid_until(&self) -> Option<DateTime> {
        self.entry.value.valid_until.map(DateTime)
    }

    /// Of two lists that are bound alike, the one with the higher priority wins.
    #[graphql(visible = "is_admin")]
    async fn priority(&self, ctx: &Context<'_>) -> Result<i32> {
        require(ctx, "PriceList.priority")?;
        Ok(self.entry.value.priority)
    }

    /// The only channels in which it holds, by code. Empty: it holds in all.
    #[graphql(visible = "is_admin")]
    async fn channels(&self, ctx: &Context<'_>) -> Result<Vec<Channel>> {
        require(ctx, "PriceList.channels")?;
        let known = self
            .entry
            .value
            .channels
            .iter()
            .filter_map(|code| self.reference.channels.by_code(code));
        Ok(known
            .map(|entry| Channel::of(entry, &self.reference))
            .collect())
    }

    /// The only customer groups for which it holds, by code. Empty: it holds for all buyers.
    #[graphql(visible = "is_admin")]
    async fn customer_groups(&self, ctx: &Context<'_>) -> Result<Vec<CustomerGroup>> {
        require(ctx, "PriceList.customerGroups")?;
        let groups = self.entry.value.customer_groups.iter();
        let known = groups.filter_map(|code| self.reference.customer_groups.by_code(code));
        Ok(known.cloned().map(CustomerGroup).collect())
    }

    /// The only countries in which it holds. Empty: it holds in all.
    #[graphql(visible = "is_admin")]
    async fn countries(&self, ctx: &Context<'_>) -> Result<Vec<CountryCode>> {
        require(ctx, "PriceList.countries")?;
        Ok(self
            .entry
            .value
            .countries
            .iter()
            .copied()
            .map(CountryCode)
            .collect())
    }

    /// Digits after the point of its unit prices. Null: as many as the currency has.
    #[graphql(visible = "is_admin")]
    async fn unit_precision(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        match require(ctx, "PriceList.unitPrecision") {
            Ok(()) => self
                .entry
                .value
                .unit_precision
                .map(|digits| Ok(i32::from(digits))),
            Err(refused) => Some(Err(refused)),
        }
    }

    /// What its prices are computed from where it has none of its own. Null: it has its own alone.
    #[graphql(visible = "is_admin")]
    async fn relative_to(&self, ctx: &Context<'_>) -> Option<Result<PriceListRelation>> {
        match require(ctx, "PriceList.relativeTo") {
            Ok(()) => {
                let relative = self.entry.value.relative.clone()?;
                let digits = self.entry.value.digits();
                Some(Ok(PriceListRelation::of(relative, digits, &self.reference)))
            }
            Err(refused) => Some(Err(refused)),
        }
    }

    /// Counts its changes, from 1.
    async fn version(&self) -> i32 {
        int(self.entry.version)
    }
}
