//! Products as rows. The same value makes the same rows, so that rows can be compared instead of values.

use std::num::NonZeroU32;

use domain::{
    catalog::{Product, Variant},
    id::{ChannelId, LocationId, PriceListId, VariantId},
    pricing::Price,
    problem::{FieldPath, Problem, Reason},
    reference::Reference,
};
use uuid::Uuid;

use crate::{
    inventory::expected_on,
    json,
    sort_key::name_key,
    write::{
        category::Tree,
        reference::Names,
        table::{Cell, Row},
    },
};

/// The rows of a batch, by table.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) products: Vec<Row>,
    pub(super) translations: Vec<Row>,
    pub(super) channels: Vec<Row>,
    pub(super) categories: Vec<Row>,
    pub(super) listing: Vec<Row>,
    pub(super) variants: Vec<Row>,
    pub(super) prices: Vec<Row>,
    pub(super) stock: Vec<Row>,
}

/// Brings prices and stock, which may come in any order, into the order of an export.
pub(super) fn arrange(product: &mut Product) {
    for variant in &mut product.variants {
        variant.prices.sort_by(|a, b| order(a).cmp(&order(b)));
        variant.stock.sort_by(|a, b| a.location.cmp(&b.location));
    }
}

/// By list, currency, country, minimum quantity and beginning; what says nothing comes first.
fn order(price: &Price) -> impl Ord + '_ {
    (
        price.list.as_ref(),
        price.currency,
        price.country,
        price.min_quantity,
        price.valid_from,
    )
}

/// Makes rows, and notes what is named and does not exist.
pub(super) struct Encoder<'a> {
    pub(super) reference: &'a Reference,
    pub(super) tree: &'a Tree,
    /// In microseconds.
    pub(super) now: i64,
    /// The place of the product in its batch.
    pub(super) index: usize,
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Encoder<'_> {
    /// Adds a product's rows. `variants` are the identifiers of its variants, in order.
    pub(super) fn product(
        &mut self,
        id: Uuid,
        version: i64,
        product: &Product,
        variants: &[VariantId],
        rows: &mut Rows,
    ) {
        self.know_attributes(product);
        rows.products.push(vec![
            Cell::Id(id),
            Cell::text(&product.code),
            Cell::text(&product.slug),
            Cell::text(&product.name),
            Cell::Text(name_key(&product.name)),
            Cell::text_or_null(product.description.as_deref()),
            Cell::text_or_null(product.brand.as_deref()),
            Cell::text(product.status.as_str()),
            Cell::text(&product.tax_class),
            Cell::Text(json::attributes_to_text(&product.attributes)),
            Cell::Text(json::strings_to_text(&product.options)),
            Cell::Text(json::media_to_text(&product.media)),
            Cell::BigInt(version),
            Cell::BigInt(self.now),
            Cell::BigInt(self.now),
        ]);
        rows.translations.extend(translations(id, product));
        self.channels(id, product, rows);
        self.categories(id, product, rows);
        for (place, (variant, variant_id)) in product.variants.iter().zip(variants).enumerate() {
            rows.variants
                .push(variant_row(id, variant_id.uuid(), place, variant));
            self.prices(variant_id.uuid(), variant, rows);
            self.stock(variant_id.uuid(), variant, rows);
        }
    }

    /// Attributes are JSON, which no foreign key guards.
    fn know_attributes(&mut self, product: &Product) {
        let of_variants = product
            .variants
            .iter()
            .flat_map(|variant| variant.attributes.keys());
        let of_translations = product
            .translations
            .values()
            .flat_map(|texts| texts.attributes.keys());
        for code in product
            .attributes
            .keys()
            .chain(of_variants)
            .chain(of_translations)
        {
            if self.reference.attributes.by_code(code).is_none() {
                let field = FieldPath::default()
                    .index(self.index)
                    .name("attributes")
                    .name(code);
                self.problems.push(Problem::new(
                    field,
                    Reason::NotFound,
                    format!("There is no attribute \"{code}\"."),
                ));
            }
        }
    }

    fn channels(&mut self, id: Uuid, product: &Product, rows: &mut Rows) {
        for (place, publication) in product.channels.iter().enumerate() {
            let reference = self.reference;
            let channel = self.names().id(
                &reference.channels,
                ChannelId::uuid,
                &publication.channel,
                "channels",
            );
            let (from, until) = (
                Cell::moment_or_null(publication.from),
                Cell::moment_or_null(publication.until),
            );
            rows.channels
                .push(vec![Cell::Id(id), channel, Cell::place(place), from, until]);
        }
    }

    /// The categories that the product names, and with all that is above them, under which it is listed.
    fn categories(&mut self, id: Uuid, product: &Product, rows: &mut Rows) {
        let mut listed: Vec<Uuid> = Vec::with_capacity(8);
        for (place, code) in product.categories.iter().enumerate() {
            let Some(path) = self.tree.path(code) else {
                let field = FieldPath::default()
                    .index(self.index)
                    .name("categories")
                    .index(place);
                self.problems.push(Problem::new(
                    field,
                    Reason::NotFound,
                    format!("There is no category \"{code}\"."),
                ));
                continue;
            };
            let own = path.first().copied().map_or(Cell::Null, Cell::Id);
            rows.categories
                .push(vec![Cell::Id(id), own, Cell::place(place)]);
            listed.extend(path.iter());
        }
        listed.sort_unstable();
        listed.dedup();
        rows.listing.extend(
            listed
                .into_iter()
                .map(|category| vec![Cell::Id(category), Cell::Id(id)]),
        );
    }

    fn prices(&mut self, variant: Uuid, declared: &Variant, rows: &mut Rows) {
        let reference = self.reference;
        for (place, price) in declared.prices.iter().enumerate() {
            let list = price.list.as_ref();
            let list = list.map(|code| {
                self.names()
                    .id(&reference.price_lists, PriceListId::uuid, code, "priceList")
            });
            let quantity =
                i32::try_from(price.min_quantity).expect("a quantity is at most a billion");
            rows.prices.push(vec![
                Cell::Id(variant),
                Cell::place(place),
                list.unwrap_or(Cell::Null),
                Cell::text(price.currency.as_str()),
                Cell::BigInt(price.amount.millionths()),
                price
                    .compare_at
                    .map_or(Cell::Null, |amount| Cell::BigInt(amount.millionths())),
                Cell::Int(quantity),
                Cell::text_or_null(price.country.as_ref().map(|country| country.as_str())),
                Cell::moment_or_null(price.valid_from),
                Cell::moment_or_null(price.valid_until),
            ]);
        }
    }

    /// A new level has neither reservations nor backorders; an update leaves those columns alone.
    fn stock(&mut self, variant: Uuid, declared: &Variant, rows: &mut Rows) {
        let reference = self.reference;
        for stock in &declared.stock {
            let location = self.names().id(
                &reference.locations,
                LocationId::uuid,
                &stock.location,
                "stock",
            );
            let (none, first) = (Cell::BigInt(0), Cell::BigInt(1));
            rows.stock.push(vec![
                Cell::Id(variant),
                location,
                Cell::BigInt(stock.on_hand),
                none.clone(),
                none,
                Cell::BigInt(stock.safety_stock),
                Cell::BigInt(stock.backorder_limit),
                Cell::BigInt(stock.incoming.map_or(0, |incoming| incoming.quantity)),
                Cell::text_or_null(expected_on(stock.incoming).as_deref()),
                first,
                Cell::BigInt(self.now),
            ]);
        }
    }

    fn names(&mut self) -> Names<'_> {
        Names {
            reference: self.reference,
            index: self.index,
            problems: self.problems,
        }
    }
}

fn translations(id: Uuid, product: &Product) -> impl Iterator<Item = Row> {
    product.translations.iter().map(move |(locale, texts)| {
        vec![
            Cell::Id(id),
            Cell::text(locale),
            Cell::text_or_null(texts.name.as_deref()),
            texts
                .name
                .as_deref()
                .map_or(Cell::Null, |name| Cell::Text(name_key(name))),
            Cell::text_or_null(texts.slug.as_deref()),
            Cell::text_or_null(texts.description.as_deref()),
            Cell::Text(json::attributes_to_text(&texts.attributes)),
            Cell::Text(json::option_translations_to_text(&texts.options)),
        ]
    })
}

fn variant_row(product: Uuid, id: Uuid, place: usize, variant: &Variant) -> Row {
    vec![
        Cell::Id(id),
        Cell::Id(product),
        Cell::place(place),
        Cell::text(&variant.sku),
        Cell::text_or_null(variant.barcode.as_deref()),
        Cell::text_or_null(variant.name.as_deref()),
        Cell::Text(json::strings_to_text(&variant.options)),
        Cell::Text(json::attributes_to_text(&variant.attributes)),
        Cell::Text(json::media_to_text(&variant.media)),
        Cell::Bool(variant.track_inventory),
        variant.low_stock_threshold.map_or(Cell::Null, Cell::BigInt),
        quantity(variant.quantity_rule.map(|rule| rule.minimum)),
        quantity(variant.quantity_rule.and_then(|rule| rule.maximum)),
        quantity(variant.quantity_rule.map(|rule| rule.increment)),
    ]
}

fn quantity(quantity: Option<NonZeroU32>) -> Cell {
    quantity.map_or(Cell::Null, |quantity| {
        Cell::Int(i32::try_from(quantity.get()).expect("a quantity is at most a billion"))
    })
}
