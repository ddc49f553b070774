//! Deleting reference things that nothing depends on.

use domain::{
    id::{AttributeId, ChannelId, CustomerGroupId, LocationId, PriceListId},
    outcome::{Failure, Fault},
    pricing::PriceList,
    problem::{FieldPath, Problem, Reason},
    text::Code,
};
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value};
use std::sync::Arc;
use uuid::Uuid;

use super::{
    ReferenceKind, attribute::Attributes, channel::Channels, customer_group::CustomerGroups,
    location::Locations, price_list::PriceLists,
};
use crate::{
    constraint::rejecting,
    fault::fault,
    row::Columns,
    sql::Sql,
    write::{
        Transaction,
        dependents::{Dependents, all_in_use, in_use},
        log,
        table::Cell,
    },
};

const OF_LOCATION: &[Dependents] = &[
    Dependents {
        counted: "SELECT location_id, COUNT(*) FROM stock WHERE ",
        by: "location_id",
        one: "1 variant has stock at this location.",
        many: "variants have stock at this location.",
    },
    Dependents {
        counted: "SELECT location_id, COUNT(*) FROM channel_location WHERE ",
        by: "location_id",
        one: "1 channel sells from this location.",
        many: "channels sell from this location.",
    },
];

const OF_CUSTOMER_GROUP: &[Dependents] = &[Dependents {
    counted: "SELECT customer_group_id, COUNT(*) FROM price_list_customer_group WHERE ",
    by: "customer_group_id",
    one: "1 price list is bound to this customer group.",
    many: "price lists are bound to this customer group.",
}];

const OF_CHANNEL: &[Dependents] = &[
    Dependents {
        counted: "SELECT channel_id, COUNT(*) FROM product_channel WHERE ",
        by: "channel_id",
        one: "1 product is published in this channel.",
        many: "products are published in this channel.",
    },
    Dependents {
        counted: "SELECT channel_id, COUNT(*) FROM price_list_channel WHERE ",
        by: "channel_id",
        one: "1 price list is bound to this channel.",
        many: "price lists are bound to this channel.",
    },
];

const OF_PRICE_LIST: &[Dependents] = &[Dependents {
    counted: "SELECT price_list_id, COUNT(*) FROM price WHERE ",
    by: "price_list_id",
    one: "1 price is in this price list.",
    many: "prices are in this price list.",
}];

impl Transaction {
    /// Deletes locations. As all deletions of reference things: each once, by the identifiers that
    /// [`Transaction::reference`] tells, and what belongs to a thing goes with it.
    ///
    /// # Errors
    /// Rejected, each path beginning with the place in the batch, where something depends on one, which the message says
    /// and counts, or where there is none with this identifier: then nothing was deleted and the transaction goes on. Or
    /// where something comes to depend on one meanwhile, which ends the transaction. Else a fault,
    /// [`domain::outcome::FaultKind::Contended`] where another writer has changed a reference thing since this transaction
    /// began.
    pub async fn delete_locations(&mut self, ids: &[LocationId]) -> Result<(), Failure> {
        let problems = self.problems_of::<Locations>(ids, OF_LOCATION).await?;
        self.delete_kind::<Locations>(ids, problems).await
    }

    /// Deletes customer groups.
    ///
    /// # Errors
    /// As [`Transaction::delete_locations`].
    pub async fn delete_customer_groups(&mut self, ids: &[CustomerGroupId]) -> Result<(), Failure> {
        let problems = self
            .problems_of::<CustomerGroups>(ids, OF_CUSTOMER_GROUP)
            .await?;
        self.delete_kind::<CustomerGroups>(ids, problems).await
    }

    /// Deletes channels.
    ///
    /// # Errors
    /// As [`Transaction::delete_locations`].
    pub async fn delete_channels(&mut self, ids: &[ChannelId]) -> Result<(), Failure> {
        let problems = self.problems_of::<Channels>(ids, OF_CHANNEL).await?;
        self.delete_kind::<Channels>(ids, problems).await
    }

    /// Deletes price lists.
    ///
    /// # Errors
    /// As [`Transaction::delete_locations`].
    pub async fn delete_price_lists(&mut self, ids: &[PriceListId]) -> Result<(), Failure> {
        let mut problems = self.problems_of::<PriceLists>(ids, OF_PRICE_LIST).await?;
        for (index, id) in ids.iter().enumerate() {
            let count = self.relative_to(*id);
            let (one, many) = (
                "1 price list is relative to this one.",
                "price lists are relative to this one.",
            );
            problems.extend(in_use(index, count, one, many));
        }
        let lists = ids
            .iter()
            .filter_map(|id| self.reference.price_lists.by_id(*id));
        let codes: Vec<Code> = lists.map(|entry| entry.value.code.clone()).collect();
        let before = self.lists_before(codes.iter());
        self.delete_kind::<PriceLists>(ids, problems).await?;
        self.note_lists(before).await
    }

    /// How many price lists are relative to this one.
    fn relative_to(&self, id: PriceListId) -> i64 {
        let lists = &self.reference.price_lists;
        let Some(parent) = lists.by_id(id) else {
            return 0;
        };
        let is_child = |list: &PriceList| {
            list.relative.as_ref().and_then(|own| own.parent.as_ref()) == Some(&parent.value.code)
        };
        let children = lists.iter().filter(|entry| is_child(&entry.value));
        i64::try_from(children.count()).unwrap_or(i64::MAX)
    }

    /// Deletes attribute definitions with their values. A product depends on one if it, a variant or a translation of it
    /// has a value of it. Each takes a look at all products.
    ///
    /// # Errors
    /// As [`Transaction::delete_locations`].
    pub async fn delete_attributes(&mut self, ids: &[AttributeId]) -> Result<(), Failure> {
        let mut problems = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            if let Some(attribute) = self.reference.attributes.by_id(*id) {
                let count = products_with(&self.database, &attribute.value.code).await?;
                let (one, many) = (
                    "1 product has this attribute.",
                    "products have this attribute.",
                );
                problems.extend(in_use(index, count, one, many));
            }
        }
        self.delete_kind::<Attributes>(ids, problems).await
    }

    async fn problems_of<K: ReferenceKind>(
        &self,
        ids: &[K::Id],
        dependents: &[Dependents],
    ) -> Result<Vec<Problem>, Fault> {
        let ids: Vec<Uuid> = ids.iter().map(|id| K::uuid(*id)).collect();
        all_in_use(&self.database, dependents, &ids).await
    }

    async fn delete_kind<K: ReferenceKind>(
        &mut self,
        ids: &[K::Id],
        mut problems: Vec<Problem>,
    ) -> Result<(), Failure> {
        let nothing = Value::Object(Map::new());
        let mut events = Vec::with_capacity(ids.len());
        let mut codes: Vec<Code> = Vec::with_capacity(ids.len());
        for (index, id) in ids.iter().enumerate() {
            let Some(entry) = K::kind(&self.reference).by_id(*id) else {
                let field = FieldPath::default().index(index);
                let message = "There is none with this id; it may have been deleted.";
                problems.push(Problem::new(field, Reason::NotFound, message));
                continue;
            };
            let code = K::code(&entry.value);
            events.push(log::Event {
                kind: K::NAME,
                id: K::uuid(*id),
                key: code.to_string(),
                version: entry.version + 1,
                action: log::Action::Deleted,
                changes: log::changes(&K::shape(&entry.value), &nothing),
                scope: None,
            });
            codes.push(code.clone());
        }
        if !problems.is_empty() {
            return Err(Failure::Rejected(problems));
        }
        let Some(own) = K::TABLES.first().filter(|_| !codes.is_empty()) else {
            return Ok(());
        };
        self.change_reference().await?;
        let keys = ids.iter().map(|id| vec![Cell::Id(K::uuid(*id))]).collect();
        own.delete(&self.database, keys)
            .await
            .map_err(rejecting("deleting reference things"))?;
        self.log(&events).await?;
        let reference = Arc::make_mut(&mut self.reference);
        for code in codes {
            K::kind_mut(reference).remove(&code);
        }
        Ok(())
    }
}

/// How many products have a value of an attribute, themselves, in a variant or in a translation.
async fn products_with(database: &impl ConnectionTrait, code: &Code) -> Result<i64, Fault> {
    const DOING: &str = "counting the products that have an attribute";
    let mut sql = Sql::new(database.get_database_backend());
    let sources = [
        "SELECT id FROM product",
        " UNION SELECT product_id FROM variant",
        " UNION SELECT product_id FROM product_translation",
    ];
    // A look for the text is far cheaper than taking every JSON apart, and leaves few of them.
    let quoted = Value::from(code.as_str()).to_string();
    sql.push("SELECT COUNT(*) FROM (");
    for source in sources {
        sql.push(source);
        if sql.is_postgres() {
            sql.push(" WHERE strpos(attributes, ").bind(quoted.as_str());
            sql.push(") > 0 AND jsonb_exists(CAST(attributes AS jsonb), ");
            sql.bind(code.as_str()).push(")");
        } else {
            sql.push(" WHERE instr(attributes, ").bind(quoted.as_str());
            sql.push(
                ") > 0 AND EXISTS (SELECT 1 FROM json_each(attributes) used WHERE used.key = ",
            );
            sql.bind(code.as_str()).push(")");
        }
    }
    sql.push(") AS users");
    let row = database
        .query_one_raw(sql.statement())
        .await
        .map_err(fault(DOING))?;
    row.map_or(Ok(0), |row| Columns::of(&row, DOING).take())
}
