//! Saving reference things: locations, customer groups, channels, price lists, attributes. One way for all of them; what
//! is particular to a kind stands in its own file.

mod attribute;
mod channel;
mod customer_group;
mod delete;
mod location;
mod price_list;
mod price_list_history;
mod tax;

use std::{hash::Hash, sync::Arc};

use domain::{
    catalog::Attribute,
    channel::Channel,
    id::{AttributeId, ChannelId, CustomerGroupId, LocationId, PriceListId},
    inventory::Location,
    outcome::{Failure, Fault, FaultKind},
    pricing::{CustomerGroup, PriceList},
    problem::{FieldPath, Problem, Reason},
    reference::{Entry, Kind, Reference},
    text::Code,
};
use uuid::Uuid;

use super::{
    Transaction, log,
    rows::difference,
    table::{Cell, Row, Table},
};
use crate::{
    Change,
    constraint::rejecting,
    moment::to_micros,
    reference::{locked_version, raised_version},
};

/// A kind of reference thing.
pub(crate) trait ReferenceKind {
    type Id: Copy + Eq + Hash + From<Uuid>;
    type Value: Clone + PartialEq;

    /// Its name in events and audit.
    const NAME: &'static str;
    /// Its tables, its own first. The last columns of that are `version`, `created_at` and `updated_at`.
    const TABLES: &'static [Table];

    fn kind(reference: &Reference) -> &Kind<Self::Id, Self::Value>;
    fn kind_mut(reference: &mut Reference) -> &mut Kind<Self::Id, Self::Value>;
    fn uuid(id: Self::Id) -> Uuid;
    fn code(value: &Self::Value) -> &Code;
    fn shape(value: &Self::Value) -> serde_json::Value;

    /// Its rows, for each of its tables in order; that of its own table without the last three columns.
    fn rows(id: Uuid, value: &Self::Value, names: &mut Names<'_>) -> Vec<Vec<Row>>;
}

/// Finds the identifiers of what values name by code, and notes what there is not.
pub(crate) struct Names<'a> {
    pub(crate) reference: &'a Reference,
    /// The place of the value in its batch.
    pub(crate) index: usize,
    pub(crate) problems: &'a mut Vec<Problem>,
}

impl Names<'_> {
    /// The cell of something that is named by its code, or NULL with a problem noted.
    pub(crate) fn id<I, T>(
        &mut self,
        kind: &Kind<I, T>,
        uuid: impl Fn(I) -> Uuid,
        code: &Code,
        field: &str,
    ) -> Cell
    where
        I: Copy + Eq + Hash,
    {
        match kind.by_code(code) {
            Some(entry) => Cell::Id(uuid(entry.id)),
            None => {
                let path = FieldPath::default().index(self.index).name(field);
                self.problems.push(Problem::new(
                    path,
                    Reason::NotFound,
                    format!("There is no \"{code}\"."),
                ));
                Cell::Null
            }
        }
    }
}

impl Transaction {
    /// Saves locations. As all saves of a batch: what equals the stored is not touched, the rest counts its version and
    /// writes its event and audit rows.
    ///
    /// # Errors
    /// Rejected where a value names what there is not, each path beginning with the place in the batch; or where the
    /// database refuses, which ends the transaction. Else a fault, [`FaultKind::Contended`] where another writer has
    /// changed a reference thing since this transaction began.
    pub async fn save_locations(
        &mut self,
        changes: Vec<Change<LocationId, Location>>,
    ) -> Result<(), Failure> {
        self.save_kind::<location::Locations>(changes).await
    }

    /// Saves customer groups.
    ///
    /// # Errors
    /// As [`Transaction::save_locations`].
    pub async fn save_customer_groups(
        &mut self,
        changes: Vec<Change<CustomerGroupId, CustomerGroup>>,
    ) -> Result<(), Failure> {
        self.save_kind::<customer_group::CustomerGroups>(changes)
            .await
    }

    /// Saves channels. Rejected too where one that has tax rates would have none for a product that is sold in it.
    ///
    /// # Errors
    /// As [`Transaction::save_locations`].
    pub async fn save_channels(
        &mut self,
        changes: Vec<Change<ChannelId, Channel>>,
    ) -> Result<(), Failure> {
        let problems = self.untaxed(&changes).await?;
        if !problems.is_empty() {
            return Err(Failure::Rejected(problems));
        }
        self.save_kind::<channel::Channels>(changes).await
    }

    /// Saves price lists. Rejected too where what one is relative to isn't there, is in another currency, or comes back
    /// to it.
    ///
    /// # Errors
    /// As [`Transaction::save_locations`].
    pub async fn save_price_lists(
        &mut self,
        changes: Vec<Change<PriceListId, PriceList>>,
    ) -> Result<(), Failure> {
        let problems = price_list::chain_problems(&changes, &self.reference.price_lists);
        if !problems.is_empty() {
            return Err(Failure::Rejected(problems));
        }
        let before = self.lists_before(changes.iter().map(|change| &change.after.code));
        self.save_kind::<price_list::PriceLists>(changes).await?;
        self.note_lists(before).await
    }

    /// Saves attribute definitions. Rejected too where a value of an ENUM would go that a product has.
    ///
    /// # Errors
    /// As [`Transaction::save_locations`].
    pub async fn save_attributes(
        &mut self,
        changes: Vec<Change<AttributeId, Attribute>>,
    ) -> Result<(), Failure> {
        self.save_kind::<attribute::Attributes>(changes).await
    }

    async fn save_kind<K: ReferenceKind>(
        &mut self,
        changes: Vec<Change<K::Id, K::Value>>,
    ) -> Result<(), Failure> {
        let batch = self.compared::<K>(changes)?;
        if batch.events.is_empty() {
            return Ok(());
        }
        self.change_reference().await?;
        for (table, (before, after)) in K::TABLES.iter().zip(batch.rows) {
            difference(table, before, after)
                .write(table, &self.database)
                .await
                .map_err(rejecting("saving reference things"))?;
        }
        self.log(&batch.events).await?;
        let reference = Arc::make_mut(&mut self.reference);
        for (code, entry) in batch.entries {
            K::kind_mut(reference).insert(code, entry);
        }
        Ok(())
    }

    /// What differs of a batch, as rows.
    fn compared<K: ReferenceKind>(
        &self,
        changes: Vec<Change<K::Id, K::Value>>,
    ) -> Result<Batch<K::Id, K::Value>, Failure> {
        let now = to_micros(self.now());
        let mut problems = Vec::new();
        let mut batch = Batch {
            rows: K::TABLES.iter().map(|_| (Vec::new(), Vec::new())).collect(),
            events: Vec::new(),
            entries: Vec::new(),
        };
        for (index, change) in changes.into_iter().enumerate() {
            let code = K::code(&change.after).clone();
            let before = K::kind(&self.reference).by_code(&code);
            if before.is_some_and(|before| *before.value == change.after) {
                continue;
            }
            let id = before.map_or_else(|| self.next_id(), |before| K::uuid(before.id));
            let version = before.map_or(1, |before| before.version + 1);
            let mut names = Names {
                reference: &self.reference,
                index,
                problems: &mut problems,
            };
            let times = [Cell::BigInt(version), Cell::BigInt(now), Cell::BigInt(now)];
            for (place, rows) in K::rows(id, &change.after, &mut names)
                .into_iter()
                .enumerate()
            {
                batch.rows[place].1.extend(rows);
            }
            if let Some(own) = batch.rows[0].1.last_mut() {
                own.extend(times);
            }
            if let Some(before) = before {
                for (place, rows) in K::rows(id, &before.value, &mut names)
                    .into_iter()
                    .enumerate()
                {
                    batch.rows[place].0.extend(rows);
                }
            }
            let after = Arc::new(change.after);
            let changes =
                before.and_then(|before| log::changes(&K::shape(&before.value), &K::shape(&after)));
            batch.events.push(log::Event {
                kind: K::NAME,
                id,
                key: code.to_string(),
                version,
                action: log::Action::saved(before.is_some()),
                changes,
                scope: None,
            });
            batch.entries.push((
                code,
                Entry {
                    id: id.into(),
                    version,
                    value: after,
                },
            ));
        }
        if problems.is_empty() {
            Ok(batch)
        } else {
            Err(Failure::Rejected(problems))
        }
    }

    /// Raises the version of the reference things, once in a transaction. Others that want to do so wait for its end.
    async fn change_reference(&mut self) -> Result<(), Fault> {
        if !self.changes_reference {
            let raised = raised_version(&self.database).await?;
            self.expect_version(raised - 1)?;
            Arc::make_mut(&mut self.reference).version = raised;
            self.changes_reference = true;
            self.holds_reference = true;
        }
        Ok(())
    }

    /// Makes sure that the reference things stay as this transaction knows them until its end.
    pub(super) async fn hold_reference(&mut self) -> Result<(), Fault> {
        if !self.holds_reference {
            self.expect_version(locked_version(&self.database).await?)?;
            self.holds_reference = true;
        }
        Ok(())
    }

    fn expect_version(&self, found: i64) -> Result<(), Fault> {
        if found == self.reference.version {
            return Ok(());
        }
        let why = "another writer changed a channel, location, customer group, price list or attribute since this transaction began";
        Err(Fault::new(FaultKind::Contended, "saving", why))
    }
}

/// What a batch writes.
struct Batch<I, T> {
    /// Before and after, for each table.
    rows: Vec<(Vec<Row>, Vec<Row>)>,
    events: Vec<log::Event>,
    entries: Vec<(Code, Entry<I, T>)>,
}
