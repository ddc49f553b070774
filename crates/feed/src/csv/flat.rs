//! Price lists and stock lists: a row for each price, each level, or both.

use std::collections::VecDeque;

use domain::problem::{Problem, Reason};
use serde_json::{Map, Value};

use super::{Draft, Event, Settings, header::Header, rows::Row, words};
use crate::record::Kind;

pub(super) const PRICE: &[&str] = &["price", "amount", "variantprice"];
pub(super) const QUANTITY: &[&str] = &[
    "quantity",
    "onhand",
    "onhandcurrent",
    "qty",
    "stock",
    "inventoryquantity",
    "variantinventoryqty",
];

/// Where each thing stands. None: there is no such column.
struct Columns {
    sku: usize,
    price: Option<usize>,
    compare_at: Option<usize>,
    currency: Option<usize>,
    price_list: Option<usize>,
    min_quantity: Option<usize>,
    country: Option<usize>,
    valid_from: Option<usize>,
    valid_until: Option<usize>,
    location: Option<usize>,
    quantity: Option<usize>,
    safety_stock: Option<usize>,
    backorder_limit: Option<usize>,
}

/// A field of a price: its name, its column, and what its cells mean.
type Field<'a> = (&'a str, Option<usize>, &'a dyn Fn(&str) -> Value);

/// A price or stock list that is being read.
pub(super) struct Flat {
    header: Header,
    columns: Columns,
    decimal_comma: bool,
    settings: Settings,
    /// The prices of one SKU in one list and currency, as long as rows of the same follow each other.
    prices: Option<Prices>,
}

struct Prices {
    draft: Draft,
    list: Option<String>,
    currency: Option<String>,
    sku: String,
    prices: Vec<Value>,
}

impl Flat {
    pub(super) fn open(
        header: Header,
        decimal_comma: bool,
        settings: Settings,
        events: &mut VecDeque<Event>,
    ) -> Result<Self, String> {
        let columns = columns(&header)?;
        let prices_need_currency = columns.currency.is_none() && columns.price_list.is_none();
        if columns.price.is_some() && prices_need_currency {
            settings.currency.clone()?;
        }
        if columns.quantity.is_some() && columns.location.is_none() {
            settings.location.clone()?;
            let implied = settings.implied_location().map(Event::Implied);
            events.extend(implied);
        }
        let flat = Self {
            header,
            columns,
            decimal_comma,
            settings,
            prices: None,
        };
        let prices = flat.columns.price.and(flat.settings.price_notice.clone());
        let stock = flat
            .columns
            .quantity
            .filter(|_| flat.columns.location.is_none());
        let stock = stock.and(flat.settings.stock_notice.clone());
        let notices = [flat.left_out(), prices, stock].into_iter().flatten();
        events.extend(notices.map(|notice| Event::Notice(0, notice)));
        Ok(flat)
    }

    /// Tells of columns that mean nothing here.
    fn left_out(&self) -> Option<String> {
        let used = self.used();
        let left: Vec<&str> = (0..self.header.len())
            .filter(|place| !used.contains(&Some(*place)))
            .map(|place| self.header.name(place))
            .filter(|name| !name.is_empty())
            .collect();
        (!left.is_empty()).then(|| format!("These columns are left out: {}.", left.join(", ")))
    }

    fn used(&self) -> [Option<usize>; 13] {
        let columns = &self.columns;
        [
            Some(columns.sku),
            columns.price,
            columns.compare_at,
            columns.currency,
            columns.price_list,
            columns.min_quantity,
            columns.country,
            columns.valid_from,
            columns.valid_until,
            columns.location,
            columns.quantity,
            columns.safety_stock,
            columns.backorder_limit,
        ]
    }

    pub(super) fn row(&mut self, row: &Row, events: &mut VecDeque<Event>) {
        let refused = |why: String| {
            Event::Refused(
                row.line,
                Problem::new(Default::default(), Reason::Invalid, why),
            )
        };
        if let Some(why) = &row.broken {
            self.end(events);
            events.push_back(refused(why.clone()));
            return;
        }
        let Some(sku) = row.cell(Some(self.columns.sku)).map(words::key) else {
            self.end(events);
            let name = self.header.name(self.columns.sku);
            events.push_back(refused(format!("{name}: This row needs a SKU.")));
            return;
        };
        let has_price = row.cell(self.columns.price).is_some();
        let quantity = row
            .cell(self.columns.quantity)
            .filter(|cell| !cell.eq_ignore_ascii_case("not stocked"));
        if has_price {
            self.price(row, sku, events);
        }
        if let Some(quantity) = quantity {
            events.push_back(Event::Record(self.stock(row, sku, quantity)));
        } else if !has_price && row.cell(self.columns.quantity).is_none() {
            self.end(events);
            events.push_back(refused(format!(
                "The row of {sku} has neither a price nor a quantity."
            )));
        }
    }

    pub(super) fn end(&mut self, events: &mut VecDeque<Event>) {
        if let Some(mut prices) = self.prices.take() {
            prices.draft.set("prices", prices.prices);
            events.push_back(Event::Record(prices.draft));
        }
    }

    fn price(&mut self, row: &Row, sku: &str, events: &mut VecDeque<Event>) {
        let list = row.cell(self.columns.price_list);
        let currency = row
            .cell(self.columns.currency)
            .map(str::to_uppercase)
            .or_else(|| {
                let default = self
                    .settings
                    .currency
                    .as_ref()
                    .ok()
                    .filter(|_| list.is_none());
                default.map(ToString::to_string)
            });
        let same = self.prices.as_ref().is_some_and(|known| {
            known.sku == sku && known.list.as_deref() == list && known.currency == currency
        });
        if !same {
            self.end(events);
        }
        let mut prices = self
            .prices
            .take()
            .unwrap_or_else(|| self.begin(row, sku, list.map(str::to_owned), currency));
        let place = prices.prices.len();
        let price = self.cells(row, &format!("prices[{place}]"), &mut prices.draft);
        // A list with a row for each location repeats the price.
        if !prices.prices.contains(&price) {
            prices.prices.push(price);
        }
        self.prices = Some(prices);
    }

    fn begin(
        &self,
        row: &Row,
        sku: &str,
        list: Option<String>,
        currency: Option<String>,
    ) -> Prices {
        let column = |place: Option<usize>| self.header.name(place.unwrap_or(usize::MAX));
        let mut draft = Draft::new(Kind::Price, row.line);
        draft.put("sku", sku, row.line, column(Some(self.columns.sku)));
        if let Some(list) = &list {
            draft.put(
                "priceList",
                list.as_str(),
                row.line,
                column(self.columns.price_list),
            );
        }
        match &currency {
            Some(currency) => {
                draft.set("currency", currency.as_str());
                if self.columns.currency.is_some() {
                    draft.note("currency", row.line, column(self.columns.currency));
                }
            }
            None if list.is_none() => {
                let why = self.settings.currency.clone().err().unwrap_or_default();
                draft.refuse(row.line, "currency", why);
            }
            None => {}
        }
        Prices {
            draft,
            list,
            currency,
            sku: sku.to_owned(),
            prices: Vec::new(),
        }
    }

    fn cells(&self, row: &Row, path: &str, draft: &mut Draft) -> Value {
        let mut price = Map::new();
        let columns = &self.columns;
        let comma = self.decimal_comma;
        let fields: [Field<'_>; 6] = [
            ("amount", columns.price, &|cell| {
                words::amount(cell, comma).into()
            }),
            ("compareAt", columns.compare_at, &|cell| {
                words::amount(cell, comma).into()
            }),
            ("minQuantity", columns.min_quantity, &words::whole),
            ("country", columns.country, &|cell| {
                cell.to_uppercase().into()
            }),
            ("validFrom", columns.valid_from, &|cell| {
                words::time(cell).into()
            }),
            ("validUntil", columns.valid_until, &|cell| {
                words::time(cell).into()
            }),
        ];
        draft.note(
            path,
            row.line,
            self.header.name(columns.price.unwrap_or(usize::MAX)),
        );
        for (name, column, value) in fields {
            if let (Some(place), Some(cell)) = (column, row.cell(column)) {
                price.insert(name.to_owned(), value(cell));
                draft.note(format!("{path}.{name}"), row.line, self.header.name(place));
            }
        }
        price.into()
    }

    fn stock(&self, row: &Row, sku: &str, quantity: &str) -> Draft {
        let columns = &self.columns;
        let mut draft = Draft::new(Kind::Stock, row.line);
        draft.put("sku", sku, row.line, self.header.name(columns.sku));
        let location = match (row.cell(columns.location), columns.location) {
            (Some(cell), _) => Ok(self.settings.location_named(cell)),
            (None, Some(_)) => Err(String::from("This row needs a location.")),
            (None, None) => self.settings.location.clone(),
        };
        let column = columns
            .location
            .map_or("location", |place| self.header.name(place));
        match location {
            Ok(location) => draft.put("location", location.as_str(), row.line, column),
            Err(why) => {
                draft.set("location", "?");
                draft.refuse(row.line, column, why);
            }
        }
        let fields = [
            ("safetyStock", columns.safety_stock),
            ("backorderLimit", columns.backorder_limit),
        ];
        let cells = fields.map(|(name, column)| (name, column, row.cell(column)));
        for (name, column, cell) in [("onHand", columns.quantity, Some(quantity))]
            .into_iter()
            .chain(cells)
        {
            if let (Some(place), Some(cell)) = (column, cell) {
                draft.put(name, words::whole(cell), row.line, self.header.name(place));
            }
        }
        draft
    }
}

fn columns(header: &Header) -> Result<Columns, String> {
    let columns = Columns {
        sku: header
            .find(&["sku", "variantsku"])?
            .ok_or("A price or stock list needs a column named sku.")?,
        price: header.find(PRICE)?,
        compare_at: header.find(&["compareat", "compareatprice", "variantcompareatprice"])?,
        currency: header.find(&["currency"])?,
        price_list: header.find(&["pricelist"])?,
        min_quantity: header.find(&["minquantity", "minqty", "fromquantity"])?,
        country: header.find(&["country"])?,
        valid_from: header.find(&["validfrom"])?,
        valid_until: header.find(&["validuntil"])?,
        location: header.find(&["location"])?,
        quantity: header.find(QUANTITY)?,
        safety_stock: header.find(&["safetystock"])?,
        backorder_limit: header.find(&["backorderlimit"])?,
    };
    if columns.price.is_none() && columns.quantity.is_none() {
        return Err(String::from(
            "A price list needs a column named price, a stock list one named quantity.",
        ));
    }
    Ok(columns)
}
