//! `pricesSet`.

use async_graphql::{Context, InputObject, Result};
use domain::{id::PriceListId, text::Code};
use feed::import::Ending;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    context::{Asked, reference},
    error::{ErrorCode, refuse},
    mutation::{Call, Change, Input, Refusal, RefusalCode, Stop, Work, mutation, payload},
    pricing::{
        price_list::{PriceList, input::decimals_as_text},
        user_error::PricingUserError,
    },
    scalars::{CountryCode, CurrencyCode, DateTime, Decimal, int},
};

/// The most SKUs of one call.
const SKUS_MAX: usize = 10_000;
/// The most user errors of one call.
const REFUSALS_MAX: usize = 250;

/// Prices of many SKUs in one list.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct PricesSetInput {
    /// The price list's code. Null: the base prices.
    price_list: Option<String>,
    /// The SKUs that lose all their prices in the list; done before what is set.
    delete: Option<Vec<String>>,
    /// The SKUs that get prices in the list, each once; they replace those that the SKU has there.
    set: Option<Vec<SkuPricesInput>>,
}

/// All prices of one SKU in the list.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct SkuPricesInput {
    /// The stock keeping unit.
    sku: String,
    /// Its prices; no two alike in country, minimum quantity and beginning.
    prices: Vec<PriceInput>,
}

/// A price for one unit.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct PriceInput {
    /// What one unit costs, in major units, with no more digits than the list, or the currency, has.
    amount: Decimal,
    /// The currency. Null: the list's; a base price needs it.
    currency: Option<CurrencyCode>,
    /// What one unit is shown to have cost before. Null: nothing is shown.
    compare_at: Option<Decimal>,
    /// From how many units on it holds. Null: 1.
    min_quantity: Option<i32>,
    /// The only country in which it holds. Null: it holds in all.
    country: Option<CountryCode>,
    /// From when it holds, this moment included. Null: from the beginning.
    valid_from: Option<DateTime>,
    /// Until when it holds, this moment excluded. Null: without end.
    valid_until: Option<DateTime>,
}

/// What was done.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Counted {
    list: Option<Uuid>,
    changed: i64,
    unchanged: i64,
}

payload! {
    /// What became of `pricesSet`.
    PricesSetPayload(Counted, PricingUserError) {
        /// The price list. Null: these are base prices, or nothing was done.
        async fn price_list(&self) -> Option<PriceList> {
            let reference = &self.0.view().reference;
            let id = PriceListId(self.0.made()?.list?);
            Some(PriceList::of(reference.price_lists.by_id(id)?, reference))
        }

        /// How many SKUs have other prices now. Null: nothing was done, see `userErrors`.
        async fn changed(&self) -> Option<i32> {
            self.0.made().map(|made| int(made.changed))
        }

        /// How many SKUs had these prices already. Null: nothing was done, see `userErrors`.
        async fn unchanged(&self) -> Option<i32> {
            self.0.made().map(|made| int(made.unchanged))
        }
    }
}

mutation! {
    /// Sets the prices of many SKUs in one price list, or their base prices: all of them, or none where one is refused. At
    /// most 10,000 SKUs.
    PricesSet.prices_set(input: PricesSetInput = "Which prices.") -> PricesSetPayload
}

impl PricesSet {
    async fn start(
        ctx: &Context<'_>,
        call: Call,
        input: PricesSetInput,
    ) -> Result<PricesSetPayload> {
        require_list(ctx, input.price_list.as_deref()).await?;
        let change = Set {
            list: input.price_list,
            records: Vec::new(),
        }
        .with(&call.input());
        call.run(ctx, change).await.map(PricesSetPayload)
    }
}

/// Refuses whoever is bound to channels, unless the list holds in these alone.
async fn require_list(ctx: &Context<'_>, list: Option<&str>) -> Result<()> {
    let viewer = ctx.asked().viewer();
    if viewer.channels.is_none() {
        return Ok(());
    }
    let lists = &reference(ctx).await?.price_lists;
    let channels = list
        .and_then(|code| lists.by_code(code))
        .map(|list| &list.value.channels)
        .filter(|channels| !channels.is_empty());
    if channels.is_some_and(|all| all.iter().all(|one| viewer.may_name_channel(one))) {
        return Ok(());
    }
    let message = "Your key is bound to channels, and these prices hold in others too.";
    Err(refuse(ErrorCode::Forbidden, message))
}

struct Set {
    list: Option<String>,
    records: Vec<(Map<String, Value>, Input)>,
}

impl Set {
    /// The records of the prices: first what goes, unless it is set too, then what is set.
    fn with(mut self, input: &Input) -> Self {
        let given = input.record("price", "");
        let list = |field: &str| match given.get(field) {
            Some(Value::Array(items)) => items.clone(),
            _ => Vec::new(),
        };
        let set = list("set");
        let skus: std::collections::HashSet<&str> = set
            .iter()
            .filter_map(|entry| entry.get("sku")?.as_str())
            .collect();
        let gone = list("delete");
        let gone = gone.iter().enumerate().filter_map(|(place, sku)| {
            let sku = sku.as_str().filter(|sku| !skus.contains(sku))?;
            let mut entry = Map::new();
            entry.insert(String::from("sku"), Value::from(sku));
            entry.insert(String::from("prices"), Value::Array(Vec::new()));
            Some(("delete", place, entry))
        });
        let set = set.iter().enumerate().filter_map(|(place, entry)| {
            let Value::Object(entry) = entry else {
                return None;
            };
            Some(("set", place, entry.clone()))
        });
        let records: Vec<_> = gone
            .chain(set)
            .map(|(field, place, entry)| {
                let mut record = entry.clone();
                record.insert(String::from("type"), Value::from("price"));
                if let Some(list) = &self.list {
                    record.insert(String::from("priceList"), Value::from(list.as_str()));
                }
                record.values_mut().for_each(decimals_as_text);
                let at = ["input", field, &place.to_string()].map(String::from);
                let at = at.to_vec();
                (record, Input::new(at, entry))
            })
            .collect();
        self.records = records;
        self
    }
}

impl Change for Set {
    const MUTATION: &'static str = "pricesSet";
    type Made = Counted;

    async fn apply(&self, work: &mut Work) -> Result<Counted, Stop> {
        if self.records.len() > SKUS_MAX {
            let message = format!(
                "{} SKUs are given; at most {SKUS_MAX} go into one call.",
                self.records.len()
            );
            return Err(Stop::refused(RefusalCode::Invalid, &["input"], message));
        }
        let lists = &work.transaction()?.reference().price_lists;
        let list = match &self.list {
            None => None,
            Some(code) => Some(lists.by_code(&Code::trusted(code)).ok_or_else(|| {
                let message = format!("There is no price list \"{code}\".");
                Stop::refused(RefusalCode::NotFound, &["input", "priceList"], message)
            })?),
        };
        let list = list.map(|entry| entry.id.uuid());
        let records = self
            .records
            .iter()
            .map(|(record, input)| (record.clone(), input));
        let endings = work.declare_all(records.collect()).await?;
        let (mut changed, mut unchanged) = (0, 0);
        let mut refused: Vec<Refusal> = Vec::new();
        for ending in endings {
            match ending {
                Ok(Ending::Unchanged) => unchanged += 1,
                Ok(Ending::Created | Ending::Updated) => changed += 1,
                Err(refusals) => refused.extend(refusals.into_iter().map(of_argument)),
            }
        }
        if refused.is_empty() {
            return Ok(Counted {
                list,
                changed,
                unchanged,
            });
        }
        refused.truncate(REFUSALS_MAX);
        Err(Stop::Refused(refused))
    }
}

/// A SKU that loses its prices is an entry of a list, not a field of one.
fn of_argument(mut refusal: Refusal) -> Refusal {
    if refusal.field.get(1).is_some_and(|list| list == "delete") {
        refusal.field.truncate(3);
    }
    refusal
}
