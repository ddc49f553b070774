//! One record of a feed: what a line says, field by field, before it meets what is stored.

mod attribute;
mod category;
mod channel;
mod group;
mod location;
mod price;
mod price_list;
mod product;
mod relative;
mod rest;
mod stock;
mod translation;
mod variant;

use domain::problem::{Problem, Reason};

pub use attribute::{AttributePatch, EnumValuePatch};
pub use category::{CategoryPatch, CategoryTranslationPatch};
pub use channel::{ChannelPatch, TaxRatePatch};
pub use group::CustomerGroupPatch;
pub use location::LocationPatch;
pub use price::{PricePatch, PriceRecord};
pub use price_list::PriceListPatch;
pub use product::{ProductPatch, Untyped};
pub use relative::{AdjustmentPatch, OverridePatch, RelativePatch, RoundingPatch};
pub use rest::Rest;
pub use stock::{StockPatch, StockRecord};
pub use translation::{OptionTranslationPatch, ProductTranslationPatch};
pub use variant::VariantPatch;

use crate::{
    fields::{Object, Path, Sink},
    json::{self, Json},
};

/// The kinds of records, in the order in which they are exported and applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A place that holds stock.
    Location,
    /// Buyers with prices of their own.
    CustomerGroup,
    /// A sales channel.
    Channel,
    /// A price list.
    PriceList,
    /// An attribute's definition.
    Attribute,
    /// A category.
    Category,
    /// A product with its variants.
    Product,
    /// One SKU's prices in one list.
    Price,
    /// One SKU's stock at one location.
    Stock,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 9] = [
        Self::Location,
        Self::CustomerGroup,
        Self::Channel,
        Self::PriceList,
        Self::Attribute,
        Self::Category,
        Self::Product,
        Self::Price,
        Self::Stock,
    ];

    /// The word in the field `type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::CustomerGroup => "customerGroup",
            Self::Channel => "channel",
            Self::PriceList => "priceList",
            Self::Attribute => "attribute",
            Self::Category => "category",
            Self::Product => "product",
            Self::Price => "price",
            Self::Stock => "stock",
        }
    }

    /// This kind's place in [`Kind::ALL`].
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }
}

/// A record of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A place that holds stock.
    Location(LocationPatch),
    /// Buyers with prices of their own.
    CustomerGroup(CustomerGroupPatch),
    /// A sales channel.
    Channel(ChannelPatch),
    /// A price list.
    PriceList(PriceListPatch),
    /// An attribute's definition.
    Attribute(AttributePatch),
    /// A category.
    Category(CategoryPatch),
    /// A product with its variants.
    Product(Box<ProductPatch>),
    /// One SKU's prices in one list.
    Price(PriceRecord),
    /// One SKU's stock at one location.
    Stock(StockRecord),
}

/// A line that is not a record, with as much of its identity as could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// None: the type could not be read.
    pub kind: Option<Kind>,
    /// The record's key, such as a code. None: it could not be read.
    pub key: Option<String>,
    /// What is wrong; never empty.
    pub problems: Vec<Problem>,
    /// What the record would be without that. None: there is no telling.
    pub rest: Option<Box<Rest>>,
}

impl Record {
    /// Reads one line.
    ///
    /// # Errors
    /// [`Refused`] with everything that is wrong in the line by itself.
    pub fn parse(line: &str) -> Result<Self, Refused> {
        let sink = Sink::default();
        let json = json::parse(line).map_err(|error| Refused {
            kind: None,
            key: None,
            problems: vec![Problem::new(
                Default::default(),
                Reason::Invalid,
                not_json(&error),
            )],
            rest: None,
        })?;
        let kind = kind_of(&json, &sink);
        let record = kind.and_then(|kind| read(kind, &json, &sink));
        match record {
            Some(record) if sink.is_empty() => Ok(record),
            record => {
                let (problems, left_out) = sink.into_parts();
                let rest = record.map(|record| Rest::new(record, &problems, left_out));
                Err(Refused {
                    kind,
                    key: key_of(&json),
                    problems,
                    rest: rest.map(Box::new),
                })
            }
        }
    }

    /// The kind of this record.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Location(_) => Kind::Location,
            Self::CustomerGroup(_) => Kind::CustomerGroup,
            Self::Channel(_) => Kind::Channel,
            Self::PriceList(_) => Kind::PriceList,
            Self::Attribute(_) => Kind::Attribute,
            Self::Category(_) => Kind::Category,
            Self::Product(_) => Kind::Product,
            Self::Price(_) => Kind::Price,
            Self::Stock(_) => Kind::Stock,
        }
    }

    /// The record's key, as shown in messages: a code, or for prices and stock the SKU and the list or location.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Location(record) => record.code.to_string(),
            Self::CustomerGroup(record) => record.code.to_string(),
            Self::Channel(record) => record.code.to_string(),
            Self::PriceList(record) => record.code.to_string(),
            Self::Attribute(record) => record.code.to_string(),
            Self::Category(record) => record.code.to_string(),
            Self::Product(record) => record.code.to_string(),
            Self::Price(record) => match (&record.list, record.currency) {
                (Some(list), _) => format!("{} in {list}", record.sku),
                (None, Some(currency)) => format!("{} in {currency}", record.sku),
                (None, None) => record.sku.to_string(),
            },
            Self::Stock(record) => format!("{} at {}", record.sku, record.location),
        }
    }
}

fn not_json(error: &serde_json::Error) -> String {
    let what = error.to_string();
    let what = what.split(" at line ").next().unwrap_or(&what);
    format!("This is not JSON: {what} at column {}.", error.column())
}

fn kind_of(json: &Json<'_>, sink: &Sink) -> Option<Kind> {
    let Json::Map(entries) = json else {
        sink.invalid(
            &Path::Root,
            format!("A record is a JSON object, not {}.", json.kind()),
        );
        return None;
    };
    let path = Path::Name(&Path::Root, "type");
    match entries
        .iter()
        .find(|(name, _)| name == "type")
        .map(|(_, value)| value)
    {
        Some(Json::Text(word)) => {
            let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == word);
            if kind.is_none() {
                let known: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
                sink.invalid(
                    &path,
                    format!(
                        "{word:?} is not a type of record. Known are: {}.",
                        known.join(", ")
                    ),
                );
            }
            kind
        }
        Some(other) => {
            sink.invalid(
                &path,
                format!("A text is expected here, not {}.", other.kind()),
            );
            None
        }
        None => {
            sink.note(&path, Reason::Required, "Every record needs a type.");
            None
        }
    }
}

/// A readable key even where the rest is broken.
fn key_of(json: &Json<'_>) -> Option<String> {
    let Json::Map(entries) = json else {
        return None;
    };
    let (_, value) = entries
        .iter()
        .find(|(name, _)| name == "code" || name == "sku")?;
    match value {
        Json::Text(key) => Some(key.chars().take(128).collect()),
        _ => None,
    }
}

fn read(kind: Kind, json: &Json<'_>, sink: &Sink) -> Option<Record> {
    let open =
        |names: &[&str]| -> Option<Object<'_, '_>> { Object::open(json, names, &Path::Root, sink) };
    match kind {
        Kind::Location => LocationPatch::read(&open(LocationPatch::FIELDS)?).map(Record::Location),
        Kind::CustomerGroup => {
            CustomerGroupPatch::read(&open(CustomerGroupPatch::FIELDS)?).map(Record::CustomerGroup)
        }
        Kind::Channel => ChannelPatch::read(&open(ChannelPatch::FIELDS)?).map(Record::Channel),
        Kind::PriceList => {
            PriceListPatch::read(&open(PriceListPatch::FIELDS)?).map(Record::PriceList)
        }
        Kind::Attribute => {
            AttributePatch::read(&open(AttributePatch::FIELDS)?).map(Record::Attribute)
        }
        Kind::Category => CategoryPatch::read(&open(CategoryPatch::FIELDS)?).map(Record::Category),
        Kind::Product => ProductPatch::read(&open(ProductPatch::FIELDS)?)
            .map(|record| Record::Product(Box::new(record))),
        Kind::Price => PriceRecord::read(&open(PriceRecord::FIELDS)?).map(Record::Price),
        Kind::Stock => StockRecord::read(&open(StockRecord::FIELDS)?).map(Record::Stock),
    }
}

#[cfg(test)]
mod tests;
