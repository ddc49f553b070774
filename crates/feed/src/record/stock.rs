//! `{"type":"stock",…}` and the stock within a variant.

use domain::{
    inventory::{Incoming, QUANTITY_MAX},
    text::{Code, Sku},
};

use crate::{
    fields::{self, Object, Path, Sink},
    given::Given,
    json::Json,
};

/// What a record says of a variant's stock at one location.
#[derive(Clone, Debug, PartialEq)]
pub struct StockPatch {
    /// The location's code.
    pub location: Code,
    /// Units that are there.
    pub on_hand: Given<i64>,
    /// Units kept back from sale.
    pub safety_stock: Given<i64>,
    /// Units that may be sold beyond those that are there.
    pub backorder_limit: Given<i64>,
    /// Units that are on their way; replaces what is stored.
    pub incoming: Given<Incoming>,
}

/// Sets one level.
#[derive(Clone, Debug, PartialEq)]
pub struct StockRecord {
    /// The variant.
    pub sku: Sku,
    /// The location's code.
    pub location: Code,
    /// What it says of the level.
    pub level: StockPatch,
}

impl StockPatch {
    pub(super) fn read(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        Self::from(&Object::open(
            json,
            &[
                "location",
                "onHand",
                "safetyStock",
                "backorderLimit",
                "incoming",
            ],
            path,
            sink,
        )?)
    }

    /// A level whose location is known from around it.
    pub(super) fn read_level(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Self> {
        let object = Object::open(
            json,
            &["onHand", "safetyStock", "backorderLimit", "incoming"],
            path,
            sink,
        )?;
        Some(Self::at(Code::trusted(""), &object))
    }

    /// Levels of a map, each with the location that is its key.
    pub(super) fn placed(levels: Vec<(Code, Given<Self>)>) -> Vec<(Code, Given<Self>)> {
        let placed = levels.into_iter().map(|(location, level)| {
            let level = match level {
                Given::Value(level) => Given::Value(Self {
                    location: location.clone(),
                    ..level
                }),
                other => other,
            };
            (location, level)
        });
        placed.collect()
    }

    fn from(object: &Object<'_, '_>) -> Option<Self> {
        let location = object.required("location", fields::code);
        let level = Self::at(Code::trusted(""), object);
        Some(Self {
            location: location?,
            ..level
        })
    }

    fn at(location: Code, object: &Object<'_, '_>) -> Self {
        let on_hand = object.given("onHand", fields::quantity);
        let safety_stock = object.given("safetyStock", fields::quantity);
        let backorder_limit = object.given("backorderLimit", fields::quantity);
        let incoming = object.given("incoming", incoming);
        Self {
            location,
            on_hand,
            safety_stock,
            backorder_limit,
            incoming,
        }
    }
}

impl StockRecord {
    pub(crate) const FIELDS: &'static [&'static str] = &[
        "type",
        "sku",
        "location",
        "onHand",
        "safetyStock",
        "backorderLimit",
        "incoming",
    ];

    pub(crate) fn read(object: &Object<'_, '_>) -> Option<Self> {
        let sku = object.required("sku", fields::sku);
        let level = StockPatch::from(object);
        let (sku, level) = (sku?, level?);
        Some(Self {
            sku,
            location: level.location.clone(),
            level,
        })
    }
}

/// `{"quantity":40,"expectedOn":"2026-12-01"}`
fn incoming(json: &Json<'_>, path: &Path<'_>, sink: &Sink) -> Option<Incoming> {
    let object = Object::open(json, &["quantity", "expectedOn"], path, sink)?;
    let quantity = object.required("quantity", |json, path, sink| {
        fields::whole(json, path, sink, 1, QUANTITY_MAX)
    });
    let expected_on = object.optional("expectedOn", fields::day);
    Some(Incoming {
        quantity: quantity?,
        expected_on,
    })
}
