//! The truth that engines are held to: filters and facets by plain reading of documents, and generated shops and searches.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use domain::{
    catalog::{ProductStatus, Scalar},
    inventory::StockStatus,
    pricing::{Amount, selection::price_key_holds},
    text::Code,
};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::{select, subsequence},
};
use search::{
    document::{ChannelWindow, PriceContext, PriceSegment, ProductDocument, VariantDocument},
    facet::FacetKey,
    query::{
        AttributeMatch, Audience, Condition, Field, Filter, SearchContext, SearchRequest, SoldOut,
    },
};

use crate::fixture::{amount, categorized, code, context, moment, product, variant, with_options};

/// Whether the context sees this product.
fn is_visible(context: &SearchContext, document: &ProductDocument) -> bool {
    if context.audience == Audience::Admin {
        return true;
    }
    document.status == ProductStatus::Active
        && document.channels.iter().any(|window| {
            window.channel == context.channel
                && window.from.is_none_or(|from| from <= context.at)
                && window.until.is_none_or(|until| context.at < until)
        })
}

/// The price of a variant in this context.
pub(crate) fn price_of(context: &SearchContext, variant: &VariantDocument) -> Option<Amount> {
    let wanted = context.prices.as_ref()?;
    let segment = variant.prices.iter().find(|segment| {
        price_key_holds(&segment.context.0, &wanted.0)
            && segment.from.is_none_or(|from| from <= context.at)
            && segment.until.is_none_or(|until| context.at < until)
    })?;
    Some(segment.amount)
}

fn meets(
    context: &SearchContext,
    document: &ProductDocument,
    variant: &VariantDocument,
    filter: &Filter,
) -> bool {
    match filter {
        Filter::All(all) => all
            .iter()
            .all(|filter| meets(context, document, variant, filter)),
        Filter::Any(any) => any
            .iter()
            .any(|filter| meets(context, document, variant, filter)),
        Filter::Not(inner) => !meets(context, document, variant, inner),
        Filter::Is(condition) => is(context, document, variant, condition),
    }
}

fn attribute<'a>(
    document: &'a ProductDocument,
    variant: &'a VariantDocument,
    code: &Code,
) -> impl Iterator<Item = &'a Scalar> {
    let own = variant.attributes.get(code).into_iter().flatten();
    document
        .attributes
        .get(code)
        .into_iter()
        .flatten()
        .chain(own)
}

fn is(
    context: &SearchContext,
    document: &ProductDocument,
    variant: &VariantDocument,
    condition: &Condition,
) -> bool {
    match condition {
        Condition::Product(ids) => ids.contains(&document.id),
        Condition::Code(codes) => codes.contains(&document.code),
        Condition::Status(statuses) => statuses.contains(&document.status),
        Condition::Brand(brands) => document
            .brand
            .as_ref()
            .is_some_and(|brand| brands.contains(brand)),
        Condition::Category {
            codes,
            include_descendants,
        } => document.categories.iter().any(|membership| {
            codes.contains(&membership.code) && (membership.direct || *include_descendants)
        }),
        Condition::Option { name, values } => variant
            .options
            .get(name)
            .is_some_and(|value| values.contains(value)),
        Condition::Attribute { code, matches } => {
            let mut given = attribute(document, variant, code);
            match matches {
                AttributeMatch::Exists => given.next().is_some(),
                AttributeMatch::AnyOf(values) => given.any(|value| values.contains(value)),
                AttributeMatch::Between(from, to) => given.any(|value| within(value, from, to)),
            }
        }
        Condition::Availability(statuses) => variant
            .stock
            .get(&context.channel)
            .is_some_and(|status| statuses.contains(status)),
        Condition::Price { min, max } => price_of(context, variant).is_some_and(|price| {
            min.is_none_or(|min| min <= price) && max.is_none_or(|max| price <= max)
        }),
        Condition::Updated { from, until } => {
            from.is_none_or(|from| from <= document.updated_at)
                && until.is_none_or(|until| document.updated_at < until)
        }
    }
}

fn within(value: &Scalar, from: &Bound<Scalar>, to: &Bound<Scalar>) -> bool {
    let order = |other: &Scalar| match (value, other) {
        (Scalar::Number(one), Scalar::Number(other)) => one.partial_cmp(other),
        (Scalar::Date(one), Scalar::Date(other)) => Some(one.cmp(other)),
        _ => None,
    };
    let above = match from {
        Bound::Included(from) => order(from).is_some_and(Ordering::is_ge),
        Bound::Excluded(from) => order(from).is_some_and(Ordering::is_gt),
        Bound::Unbounded => true,
    };
    let below = match to {
        Bound::Included(to) => order(to).is_some_and(Ordering::is_le),
        Bound::Excluded(to) => order(to).is_some_and(Ordering::is_lt),
        Bound::Unbounded => true,
    };
    above && below
}

/// The variants that meet the whole of a request, with this as its filter.
fn variants<'a>(
    request: &'a SearchRequest,
    document: &'a ProductDocument,
    filter: &'a Filter,
) -> impl Iterator<Item = &'a VariantDocument> {
    let context = &request.context;
    document.variants.iter().filter(move |variant| {
        let can_be_had = variant
            .stock
            .get(&context.channel)
            .is_some_and(|status| *status != StockStatus::OutOfStock);
        is_visible(context, document)
            && meets(context, document, variant, &request.scope)
            && meets(context, document, variant, filter)
            && (request.sold_out != SoldOut::Hide || can_be_had)
    })
}

/// The numbers of the products that a request finds, words aside.
pub(crate) fn found(request: &SearchRequest, shop: &[ProductDocument]) -> BTreeSet<u128> {
    let hits = shop.iter().filter(|document| {
        variants(request, document, &request.filter)
            .next()
            .is_some()
    });
    hits.map(|document| document.id.uuid().as_u128()).collect()
}

/// The counts of a facet of terms, by the debug text of the value.
pub(crate) fn counted(
    request: &SearchRequest,
    shop: &[ProductDocument],
    field: &Field,
    disjunctive: bool,
) -> BTreeMap<String, u64> {
    let filter = if disjunctive {
        request.filter.without(field)
    } else {
        request.filter.clone()
    };
    let mut counts = BTreeMap::new();
    for document in shop {
        let mut keys = BTreeSet::new();
        for variant in variants(request, document, &filter) {
            let of_variant = keys_of(&request.context, document, variant, field);
            keys.extend(of_variant.into_iter().map(|key| format!("{key:?}")));
        }
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    counts
}

fn keys_of(
    context: &SearchContext,
    document: &ProductDocument,
    variant: &VariantDocument,
    field: &Field,
) -> Vec<FacetKey> {
    match field {
        Field::Brand => document
            .brand
            .iter()
            .cloned()
            .map(FacetKey::Brand)
            .collect(),
        Field::Category => {
            let codes = document.categories.iter().map(|category| &category.code);
            codes.cloned().map(FacetKey::Category).collect()
        }
        Field::Option(name) => {
            let value = variant.options.get(name).cloned();
            value.into_iter().map(FacetKey::Option).collect()
        }
        Field::Attribute(code) => attribute(document, variant, code)
            .cloned()
            .map(FacetKey::Attribute)
            .collect(),
        Field::Availability => {
            let status = variant.stock.get(&context.channel).copied();
            status.into_iter().map(FacetKey::Availability).collect()
        }
        Field::Price => Vec::new(),
    }
}

const BRANDS: [&str; 3] = ["Acme", "Böhm & Söhne", "acme"];
const CATEGORIES: [&[&str]; 4] = [
    &["shirts", "clothes"],
    &["clothes"],
    &["mugs"],
    &["hats", "clothes"],
];
const COLOURS: [&str; 3] = ["Red", "Blue", "Gréen/2"];
const SIZES: [&str; 3] = ["S", "M", "L"];
const WEIGHTS: [f64; 5] = [-1.5, 0.0, 0.5, 2.0, 1e9];
const CHANNELS: [&str; 2] = ["de", "us"];
const CONTEXTS: [&str; 2] = ["de", "us|b2b"];
const AMOUNTS: [&str; 6] = ["0", "0.99", "1", "19.99", "20", "1250.000001"];
const MOMENTS: [&str; 3] = [
    "2026-11-01T00:00:00Z",
    "2026-11-26T12:00:00Z",
    "2026-12-01T00:00:00Z",
];

fn scalar() -> impl Strategy<Value = (Code, Scalar)> {
    prop_oneof![
        3 => select(&WEIGHTS).prop_map(|weight| (code("weight"), Scalar::Number(weight))),
        2 => select(&["wool", "wool blend", "Wool"])
            .prop_map(|text| (code("material"), Scalar::Text(text.to_owned()))),
        2 => select(&["matt", "gloss"]).prop_map(|value| (code("finish"), Scalar::Enum(code(value)))),
        1 => any::<bool>().prop_map(|is| (code("new"), Scalar::Boolean(is))),
        1 => select(&["1999-12-31", "2026-11-22"])
            .prop_map(|day| (code("since"), Scalar::Date(day.parse().unwrap()))),
    ]
}

fn attributes() -> impl Strategy<Value = BTreeMap<Code, Vec<Scalar>>> {
    vec(scalar(), 0..4).prop_map(|given| {
        let mut attributes: BTreeMap<Code, Vec<Scalar>> = BTreeMap::new();
        for (code, value) in given {
            let values = attributes.entry(code).or_default();
            if !values.contains(&value) {
                values.push(value);
            }
        }
        attributes
    })
}

fn prices() -> impl Strategy<Value = Vec<PriceSegment>> {
    let of_context = |context: &'static str| {
        let segment = move |from: Option<&str>, until: Option<&str>, text: &str| PriceSegment {
            context: PriceContext(context.to_owned()),
            from: from.map(moment),
            until: until.map(moment),
            amount: amount(text),
        };
        let price = || select(&AMOUNTS[..]);
        prop_oneof![
            1 => Just(Vec::new()),
            3 => price().prop_map(move |text| vec![segment(None, None, text)]),
            2 => (select(&MOMENTS[..]), price(), price()).prop_map(move |(turn, before, after)| {
                vec![segment(None, Some(turn), before), segment(Some(turn), None, after)]
            }),
        ]
    };
    (of_context(CONTEXTS[0]), of_context(CONTEXTS[1]))
        .prop_map(|(one, other)| [one, other].concat())
}

fn any_variant() -> impl Strategy<Value = VariantDocument> {
    let stock = btree_map(
        select(&CHANNELS[..]).prop_map(code),
        select(StockStatus::ALL),
        0..3,
    );
    let options = (
        option::of(select(&COLOURS[..])),
        option::of(select(&SIZES[..])),
    );
    (options, attributes(), stock, prices()).prop_map(
        |((colour, size), attributes, stock, prices)| {
            let mut made = variant(0);
            if let Some(colour) = colour {
                made = with_options(made, &[("Colour", colour)]);
            }
            if let Some(size) = size {
                made = with_options(made, &[("Size", size)]);
            }
            VariantDocument {
                attributes,
                stock,
                prices,
                ..made
            }
        },
    )
}

/// A shop of so many products, numbered from 1 on.
pub(crate) fn shop(products: usize) -> impl Strategy<Value = Vec<ProductDocument>> {
    let window = (
        select(&CHANNELS[..]),
        option::of(select(&MOMENTS[..2])),
        option::of(select(&MOMENTS[2..])),
    );
    let window = window.prop_map(|(channel, from, until)| ChannelWindow {
        channel: code(channel),
        from: from.map(moment),
        until: until.map(moment),
    });
    let one = (
        option::of(select(&BRANDS[..])),
        option::of(select(&CATEGORIES[..])),
        attributes(),
        prop_oneof![
            9 => Just(ProductStatus::Active),
            1 => Just(ProductStatus::Draft),
        ],
        vec(window, 0..2),
        vec(any_variant(), 1..5),
        select(&MOMENTS[..]),
        select(&["Äpfel", "apfel", "Zebra", "Banane"]),
    );
    let one = one.prop_map(
        |(brand, category, attributes, status, channels, variants, updated, name)| {
            let mut made = product(1, name);
            if let Some(path) = category {
                made = categorized(made, path);
            }
            made.brand = brand.map(str::to_owned);
            made.attributes = attributes;
            made.status = status;
            if !channels.is_empty() {
                made.channels = channels;
            }
            made.variants = variants;
            made.updated_at = moment(updated);
            made
        },
    );
    vec(one, products).prop_map(|shop| (1..).zip(shop).map(numbered).collect())
}

/// The product under this number.
fn numbered((number, mut document): (u128, ProductDocument)) -> ProductDocument {
    let named = product(number, "");
    document.id = named.id;
    document.code = named.code;
    document.created_at = named.created_at;
    for (place, own) in (0..).zip(&mut document.variants) {
        let named = variant(number * 100 + place);
        (own.id, own.sku) = (named.id, named.sku);
    }
    document
}

fn condition() -> impl Strategy<Value = Condition> {
    let texts = |texts: &'static [&'static str]| {
        subsequence(texts, 0..=texts.len().min(2)).prop_map(|texts| {
            texts
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<String>>()
        })
    };
    let bound = || {
        prop_oneof![
            Just(Bound::Unbounded),
            select(&WEIGHTS[..]).prop_map(|weight| Bound::Included(Scalar::Number(weight))),
            select(&WEIGHTS[..]).prop_map(|weight| Bound::Excluded(Scalar::Number(weight))),
        ]
    };
    prop_oneof![
        2 => texts(&BRANDS).prop_map(Condition::Brand),
        2 => (subsequence(&["clothes", "shirts", "mugs"][..], 1..=2), any::<bool>()).prop_map(
            |(codes, include_descendants)| Condition::Category {
                codes: codes.into_iter().map(code).collect(),
                include_descendants,
            }
        ),
        3 => texts(&COLOURS)
            .prop_map(|values| Condition::Option { name: "Colour".to_owned(), values }),
        3 => texts(&SIZES)
            .prop_map(|values| Condition::Option { name: "Size".to_owned(), values }),
        3 => scalar().prop_map(|(code, value)| Condition::Attribute {
            code,
            matches: AttributeMatch::AnyOf(vec![value]),
        }),
        1 => scalar().prop_map(|(code, _)| Condition::Attribute {
            code,
            matches: AttributeMatch::Exists,
        }),
        2 => (bound(), bound()).prop_map(|(from, to)| Condition::Attribute {
            code: code("weight"),
            matches: AttributeMatch::Between(from, to),
        }),
        2 => subsequence(StockStatus::ALL, 0..=3).prop_map(Condition::Availability),
        3 => (option::of(select(&AMOUNTS[..])), option::of(select(&AMOUNTS[..]))).prop_map(
            |(min, max)| Condition::Price { min: min.map(amount), max: max.map(amount) }
        ),
        1 => subsequence(ProductStatus::ALL, 0..=2).prop_map(Condition::Status),
        1 => vec(1_u128..60, 0..5).prop_map(|numbers| {
            Condition::Product(numbers.into_iter().map(|n| uuid::Uuid::from_u128(n).into()).collect())
        }),
        1 => (1_u128..60).prop_map(|n| Condition::Code(vec![code(&format!("product-{n}"))])),
        1 => (option::of(select(&MOMENTS[..])), option::of(select(&MOMENTS[..]))).prop_map(
            |(from, until)| Condition::Updated { from: from.map(moment), until: until.map(moment) }
        ),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    let leaf = condition().prop_map(Filter::Is);
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            3 => vec(inner.clone(), 0..4).prop_map(Filter::All),
            2 => vec(inner.clone(), 0..3).prop_map(Filter::Any),
            1 => inner.prop_map(|inner| Filter::Not(Box::new(inner))),
        ]
    })
}

/// Any search without words.
pub(crate) fn any_request() -> impl Strategy<Value = SearchRequest> {
    let conjuncts = vec(
        prop_oneof![2 => condition().prop_map(Filter::Is), 1 => filter()],
        0..4,
    );
    let scope = option::weighted(0.3, filter());
    let whose = (
        prop_oneof![8 => Just(Audience::Storefront), 1 => Just(Audience::Admin)],
        select(&["de", "de", "us", "fr"]),
        option::weighted(0.9, select(&["de", "us|b2b", "nobody"])),
        select(&["2026-11-26T12:00:00Z", "2026-12-05T00:00:00Z"]),
    );
    let sold_out = prop_oneof![
        4 => Just(SoldOut::Show), 1 => Just(SoldOut::Hide), 1 => Just(SoldOut::Last),
    ];
    (conjuncts, scope, whose, sold_out).prop_map(
        |(conjuncts, scope, (audience, channel, prices, at), sold_out)| SearchRequest {
            scope: scope.unwrap_or_else(Filter::everything),
            filter: Filter::All(conjuncts),
            sold_out,
            ..SearchRequest::new(SearchContext {
                audience,
                channel: code(channel),
                prices: prices.map(|text| PriceContext(text.to_owned())),
                at: moment(at),
                ..context()
            })
        },
    )
}
