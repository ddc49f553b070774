//! Tax rates that can't go: those of the classes of products that are sold in the channel.

use domain::{
    channel::Channel,
    id::ChannelId,
    outcome::Fault,
    problem::{FieldPath, Problem, Reason},
};
use sea_orm::ConnectionTrait as _;

use super::Transaction;
use crate::{Change, fault::fault, row::Columns, sql::Sql};

const DOING: &str = "looking for products without a tax rate";

impl Transaction {
    /// A problem for each channel and class of which products would be sold in it without a rate, although it has rates.
    pub(super) async fn untaxed(
        &self,
        changes: &[Change<ChannelId, Channel>],
    ) -> Result<Vec<Problem>, Fault> {
        let mut problems = Vec::new();
        for (index, change) in changes.iter().enumerate() {
            let after = &change.after;
            // A new channel has no products.
            let Some(stored) = self.reference.channels.by_code(&after.code) else {
                continue;
            };
            if may_lack_a_rate(&stored.value, after) {
                let field = FieldPath::default().index(index).name("taxRates");
                problems.extend(self.without_rate(stored.id, after, &field).await?);
            }
        }
        Ok(problems)
    }

    async fn without_rate(
        &self,
        id: ChannelId,
        after: &Channel,
        field: &FieldPath,
    ) -> Result<Vec<Problem>, Fault> {
        let known: Vec<String> = after.tax_rates.keys().map(ToString::to_string).collect();
        let mut sql = Sql::new(self.database().get_database_backend());
        sql.push("SELECT p.tax_class, COUNT(*), MIN(p.code) FROM product_channel pc JOIN product p ON p.id = pc.product_id");
        sql.push(" WHERE pc.channel_id = ").bind(id.uuid());
        sql.push(" AND NOT p.tax_class").in_list(&known);
        sql.push(" GROUP BY p.tax_class ORDER BY p.tax_class");
        let rows = self.database().query_all_raw(sql.statement()).await;
        let rows = rows.map_err(fault(DOING))?;
        let problem = |row| {
            let mut row = Columns::of(row, DOING);
            let (class, products, first): (String, i64, String) =
                (row.take()?, row.take()?, row.take()?);
            let are = match products {
                1 => format!("The product \"{first}\" has"),
                _ => format!("{products} products, such as \"{first}\", have"),
            };
            let message = format!(
                "{are} the tax class \"{class}\" and would be sold in the channel \"{}\" without a rate for it. Give the class a rate, which may be 0, or change the products first.",
                after.code
            );
            Ok(Problem::new(field.clone(), Reason::InUse, message))
        };
        rows.iter().map(problem).collect()
    }
}

/// Whether a class may have no rate after a change that had one before, or needed none.
fn may_lack_a_rate(before: &Channel, after: &Channel) -> bool {
    let (before, after) = (&before.tax_rates, &after.tax_rates);
    let goes = || before.keys().any(|class| !after.contains_key(class));
    !after.is_empty() && (before.is_empty() || goes())
}
