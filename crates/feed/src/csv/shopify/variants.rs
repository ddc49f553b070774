//! The variants of a product: a row each.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{Draft, Row, WEIGHT, media, product::Product, told::Told, words};

/// As many units as may be ordered where a shop goes on selling what it has not.
const WITHOUT_END: u64 = 1_000_000;

/// The rows that are variants, and the options that they have.
pub(super) struct Variants<'a> {
    product: &'a Product<'a>,
    rows: Vec<&'a Row>,
    /// Name of the option, place of its name's and its value's column.
    options: Vec<(&'a str, Option<usize>, Option<usize>)>,
}

impl<'a> Variants<'a> {
    pub(super) fn of(product: &'a Product<'a>) -> Self {
        let columns = product.columns;
        let is_variant = |row: &Row| {
            [
                columns.options[0].1,
                columns.sku,
                columns.price,
                columns.barcode,
            ]
            .iter()
            .any(|column| row.cell(*column).is_some())
        };
        let rows: Vec<&Row> = product
            .rows
            .iter()
            .enumerate()
            .filter(|(place, row)| *place == 0 || is_variant(row))
            .map(|(_, row)| row)
            .collect();
        let mut options: Vec<_> = columns
            .options
            .iter()
            .filter_map(|(name, value)| {
                let named = product.rows.iter().find_map(|row| row.cell(*name))?;
                Some((named, *name, *value))
            })
            .collect();
        // A product without options has one that is called so.
        let plain = |row: &&Row| {
            row.cell(columns.options[0].1)
                .is_none_or(|value| value == "Default Title")
        };
        if rows.len() == 1
            && options.iter().all(|(name, ..)| *name == "Title")
            && rows.iter().all(plain)
        {
            options.clear();
        }
        Self {
            product,
            rows,
            options,
        }
    }

    /// The names of the options.
    pub(super) fn options(&self) -> Vec<Value> {
        self.options
            .iter()
            .map(|(name, ..)| Value::from(*name))
            .collect()
    }

    /// For each option the column of its name.
    pub(super) fn option_columns(&self) -> impl Iterator<Item = (usize, &str)> {
        self.options
            .iter()
            .map(|(_, column, _)| self.product.column(*column, "Option1 Name"))
            .enumerate()
    }

    /// The variants' records.
    pub(super) fn all(&self, draft: &mut Draft, told: &mut Told) -> Vec<Value> {
        let mut skus: HashSet<String> = self
            .rows
            .iter()
            .filter_map(|row| row.cell(self.product.columns.sku))
            .map(|sku| words::key(sku).to_owned())
            .collect();
        let rows = self.rows.iter().enumerate();
        rows.map(|(place, row)| self.variant(place, row, &mut skus, draft, told))
            .collect()
    }

    fn variant(
        &self,
        place: usize,
        row: &Row,
        skus: &mut HashSet<String>,
        draft: &mut Draft,
        told: &mut Told,
    ) -> Value {
        let columns = self.product.columns;
        let path = format!("variants[{place}]");
        let mut variant = Cells {
            path,
            row,
            product: self.product,
            draft,
            fields: Map::new(),
        };
        match row.cell(columns.sku).map(words::key) {
            Some(sku) => variant.put("sku", columns.sku, sku),
            None => {
                let sku = self.made_up(row, skus);
                told.no_sku(row.line, &sku);
                variant.put("sku", columns.sku, sku);
            }
        }
        if columns.barcode.is_some() {
            let barcode = row.cell(columns.barcode).map(words::key);
            variant.put(
                "barcode",
                columns.barcode,
                barcode.map_or(Value::Null, Value::from),
            );
        }
        self.option_values(row, &mut variant);
        if columns.variant_image.is_some() {
            let media: Vec<Value> = row
                .cell(columns.variant_image)
                .map(|url| self.picture(url))
                .into_iter()
                .collect();
            variant.put("media", columns.variant_image, media);
        }
        if columns.grams.is_some() {
            variant.weight(row.cell(columns.grams));
        }
        self.price(row, &mut variant);
        self.stock(row, &mut variant, told);
        variant.fields.into()
    }

    fn option_values(&self, row: &Row, variant: &mut Cells<'_, '_>) {
        let mut values = Map::new();
        for (number, (name, _, column)) in self.options.iter().enumerate() {
            let else_name = ["Option1 Value", "Option2 Value", "Option3 Value"][number.min(2)];
            variant.note(&format!("options.{name}"), *column, else_name);
            if let Some(value) = row.cell(*column) {
                values.insert((*name).to_owned(), value.into());
            }
        }
        variant.note(
            "options",
            self.options.first().and_then(|(_, _, column)| *column),
            "Option1 Value",
        );
        variant
            .fields
            .insert(String::from("options"), values.into());
    }

    /// A SKU made of the handle and the option values, which no other variant of the product has.
    fn made_up(&self, row: &Row, skus: &mut HashSet<String>) -> String {
        let values = self
            .options
            .iter()
            .filter_map(|(_, _, column)| row.cell(*column));
        let words: Vec<String> = std::iter::once(self.product.handle.to_owned())
            .chain(values.map(words::slug))
            .collect();
        let base = words.join("-");
        let mut sku = words::short_key(&base);
        let mut number = 2;
        while !skus.insert(sku.clone()) {
            sku = words::short_key(&format!("{base}-{number}"));
            number += 1;
        }
        sku
    }

    /// A picture of a variant, with the text that the product's pictures have for it.
    fn picture(&self, url: &str) -> Value {
        let pictures = media::pictures(self.product.rows, self.product.columns);
        let known = pictures.iter().find(|picture| picture.url == url);
        known.map_or_else(|| json!({"url": url}), media::Picture::to_json)
    }

    fn price(&self, row: &Row, variant: &mut Cells<'_, '_>) {
        let (columns, settings) = (self.product.columns, self.product.settings);
        let (Some(_), Ok(currency)) = (columns.price, &settings.currency) else {
            return;
        };
        let prices = row.cell(columns.price).map_or(Value::Null, |amount| {
            let mut price = Map::new();
            price.insert(String::from("amount"), amount.into());
            // An old price of nothing is none.
            let compare_at = row
                .cell(columns.compare_at)
                .filter(|cell| cell.contains(|c: char| matches!(c, '1'..='9')));
            if let Some(compare_at) = compare_at {
                price.insert(String::from("compareAt"), compare_at.into());
                let path = format!("basePrices.{currency}[0].compareAt");
                variant.note(&path, columns.compare_at, "");
            }
            json!([price])
        });
        variant.put(
            "basePrices",
            columns.price,
            json!({currency.as_str(): prices}),
        );
    }

    fn stock(&self, row: &Row, variant: &mut Cells<'_, '_>, told: &mut Told) {
        let (columns, settings) = (self.product.columns, self.product.settings);
        let tracked = row.cell(columns.tracker).is_some();
        if columns.tracker.is_some() {
            variant.put("trackInventory", columns.tracker, tracked);
        }
        let (Some(quantity), Ok(location)) = (row.cell(columns.quantity), &settings.location)
        else {
            return;
        };
        if columns.tracker.is_some() && !tracked {
            return;
        }
        let mut on_hand = words::whole(quantity);
        if on_hand.as_i64().is_some_and(|quantity| quantity < 0) {
            told.negative += 1;
            on_hand = 0.into();
        }
        let mut level = Map::new();
        level.insert(String::from("onHand"), on_hand);
        if let Some(policy) = row.cell(columns.policy) {
            let goes_on = match policy.to_lowercase().as_str() {
                "continue" => Some(true),
                "deny" => Some(false),
                other => words::boolean(other),
            };
            match goes_on {
                Some(goes_on) => {
                    let limit = if goes_on { WITHOUT_END } else { 0 };
                    level.insert(String::from("backorderLimit"), limit.into());
                }
                None => variant.refuse(
                    columns.policy,
                    "deny or continue (or FALSE or TRUE) is expected here.",
                ),
            }
        }
        variant.put(
            "stockByLocation",
            columns.quantity,
            json!({location.as_str(): level}),
        );
    }
}

/// A variant in the making.
struct Cells<'a, 'd> {
    path: String,
    row: &'a Row,
    product: &'a Product<'a>,
    draft: &'d mut Draft,
    fields: Map<String, Value>,
}

impl Cells<'_, '_> {
    fn put(&mut self, name: &str, column: Option<usize>, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
        self.note(name, column, name);
    }

    fn note(&mut self, path: &str, column: Option<usize>, else_name: &str) {
        let column = self.product.column(column, else_name);
        self.draft
            .note(format!("{}.{path}", self.path), self.row.line, column);
    }

    fn refuse(&mut self, column: Option<usize>, why: &str) {
        let column = self.product.column(column, "");
        self.draft.refuse(self.row.line, column, why);
    }

    /// In grams; nothing weighs nothing.
    fn weight(&mut self, cell: Option<&str>) {
        let column = self.product.columns.grams;
        let value = match cell.map(str::parse::<f64>) {
            None => Value::Null,
            Some(Ok(0.0)) => Value::Null,
            Some(Ok(grams)) if grams.is_finite() => json!(grams),
            Some(_) => {
                self.refuse(column, "A number of grams is expected here.");
                Value::Null
            }
        };
        self.put("attributes", column, json!({WEIGHT: value}));
    }
}
