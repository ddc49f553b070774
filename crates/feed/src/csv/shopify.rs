//! The product file that Shopify exports, in its older and its newer column names.
//!
//! Rows of one handle make one product: its first row says what the product is, each row with an option value, a SKU or a
//! price is a variant, and each may carry one more picture. What the file doesn't know stays as it is stored: other
//! currencies, price lists, other locations, translations.

mod categories;
mod columns;
mod media;
mod product;
mod told;
mod variants;

use std::collections::VecDeque;

use domain::problem::{FieldPath, Problem, Reason};
use serde_json::json;

use super::{Draft, Event, Settings, header::Header, rows::Row, words};
use crate::record::Kind;
use columns::Columns;
use told::Told;

/// More rows than any product of theirs can have: 2,048 variants and 250 pictures.
const ROWS_MAX: usize = 10_000;

/// The attributes that columns of the file become.
const TAGS: &str = "tags";
const PRODUCT_TYPE: &str = "product-type";
const WEIGHT: &str = "weight-grams";

/// A product file that is being read.
pub(super) struct Shopify {
    header: Header,
    columns: Columns,
    settings: Settings,
    /// The rows of the product that is being read.
    rows: Vec<Row>,
    handle: String,
    categories: categories::Categories,
    told: Told,
}

impl Shopify {
    pub(super) fn open(
        header: Header,
        settings: Settings,
        events: &mut VecDeque<Event>,
    ) -> Result<Self, String> {
        let columns = Columns::find(&header)?;
        settings.channel.clone()?;
        settings.currency.clone()?;
        if columns.quantity.is_some() {
            settings.location.clone()?;
        }
        if columns.quantity.is_some() || settings.implied_channel().is_some() {
            events.extend(settings.implied_location().map(Event::Implied));
        }
        events.extend(settings.implied_channel().map(Event::Implied));
        events.extend(implied_attributes(&columns).map(Event::Implied));
        let told = Told::new(&header, &columns);
        Ok(Self {
            header,
            columns,
            settings,
            rows: Vec::new(),
            handle: String::new(),
            categories: categories::Categories::default(),
            told,
        })
    }

    pub(super) fn row(&mut self, row: Row, events: &mut VecDeque<Event>) {
        self.told.look(&row);
        let title = row.cell(self.columns.title);
        let handle = match (row.cell(self.columns.handle), title) {
            (Some(handle), _) => handle.to_owned(),
            // A file without handles has a row for each product, named by its title.
            (None, Some(title)) => words::slug(title),
            (None, None) => self.handle.clone(),
        };
        if handle.is_empty() {
            let why = "This row needs a handle or a title.";
            let problem = Problem::new(FieldPath::of("Handle"), Reason::Required, why);
            events.push_back(Event::Refused(row.line, problem));
            return;
        }
        if handle != self.handle {
            self.finish(events);
            self.handle = handle;
        }
        if self.rows.len() < ROWS_MAX {
            self.rows.push(row);
        } else {
            let why = format!("A product has no more than {ROWS_MAX} rows.");
            let problem = Problem::new(FieldPath::of("Handle"), Reason::Invalid, why);
            events.push_back(Event::Refused(row.line, problem));
        }
    }

    pub(super) fn end(&mut self, events: &mut VecDeque<Event>) {
        self.finish(events);
        let notices = self.told.notices(&self.columns, &self.settings);
        events.extend(notices.into_iter().map(|notice| Event::Notice(0, notice)));
    }

    /// Makes the product of the rows so far.
    fn finish(&mut self, events: &mut VecDeque<Event>) {
        let rows = std::mem::take(&mut self.rows);
        if let [first, ..] = &rows[..] {
            if let Some(path) = first.cell(self.columns.category) {
                let new = self.categories.imply(
                    path,
                    first.line,
                    self.header.name_of(self.columns.category),
                );
                events.extend(new.into_iter().map(Event::Implied));
            }
            let product = product::Product {
                header: &self.header,
                columns: &self.columns,
                settings: &self.settings,
                handle: &self.handle,
                rows: &rows,
            };
            events.push_back(Event::Record(product.draft(&mut self.told)));
        }
    }
}

impl Header {
    /// The name of a column that may be missing.
    fn name_of(&self, column: Option<usize>) -> &str {
        column.map_or("", |place| self.name(place))
    }
}

/// The attributes that the file's columns become, where they don't exist.
fn implied_attributes(columns: &Columns) -> impl Iterator<Item = Draft> {
    let text = |list: bool| json!({"valueType": "TEXT", "list": list, "filterable": true, "searchable": true});
    let weight = json!({"valueType": "NUMBER", "unit": "g"});
    [
        (columns.tags, TAGS, "Tags", text(true)),
        (
            columns.product_type,
            PRODUCT_TYPE,
            "Product type",
            text(false),
        ),
        (columns.grams, WEIGHT, "Weight", weight),
    ]
    .into_iter()
    .filter(|(column, ..)| column.is_some())
    .map(|(_, code, name, rest)| {
        let mut draft = Draft::new(Kind::Attribute, 1).implied();
        draft.set("code", code);
        draft.set("name", name);
        for (field, value) in rest.as_object().into_iter().flatten() {
            draft.set(field, value.clone());
        }
        draft
    })
}
