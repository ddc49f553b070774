//! Prices in SQL, for orders and filters, are those that the domain's rule selects.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use domain::{
    buyer::Buyer,
    catalog::{Product, Variant},
    id::ProductId,
    pricing::{
        Adjustment, Amount, Override, OverrideScope, Price, PriceList, QuantityRule, Relative,
        RelativeCompareAt, Rounding, RoundingMode,
        selection::{Offer, select},
        smallest_quantity,
    },
    reference::Reference,
};
use persistence::{
    catalog::product::{
        PriceFilter, ProductFilter, ProductListing, ProductSort, ProductSortKey, SortDirection,
    },
    page::{PageRequest, SortValue},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{
        amount, category, category_in, code, country, currency, hours, price, price_list,
        product_in_sizes,
    },
};

const SIZES: [&str; 3] = ["S", "M", "L"];

on_each_database! {
    async fn the_price_that_products_are_sorted_by_is_the_lowest_that_the_rule_selects(database: TestDatabase) {
        let shop = generated(database).await;
        let reference = shop.reference().await;
        let mut priced = HashSet::new();
        for buyer in buyers(&shop).await {
            let expected = lowest_prices(&shop, &buyer, &reference).await;
            for (direction, none) in [(SortDirection::Ascending, i64::MAX), (SortDirection::Descending, -1)] {
                let sorted = sorted_by_price(&shop, direction, &buyer, &reference).await;
                assert_eq!(sorted.len(), PRODUCTS);
                for (id, amount) in &sorted {
                    let selected = expected.get(id).map(|amount| amount.millionths());
                    assert_eq!(*amount, selected.unwrap_or(none), "{id} for {buyer:?}");
                    priced.insert(selected);
                }
            }
        }
        // What was compared was not all the same.
        assert!(priced.len() > 10 && priced.contains(&None), "{priced:?}");
    }

    async fn relative_lists_sort_and_filter_as_the_rule_selects(database: TestDatabase) {
        let shop = generated(database).await;
        shop.save_price_lists(relative_lists()).await;
        let reference = shop.reference().await;
        let mut computed = HashSet::new();
        for buyer in buyers(&shop).await {
            let expected = lowest_prices(&shop, &buyer, &reference).await;
            for (id, amount) in sorted_by_price(&shop, SortDirection::Ascending, &buyer, &reference).await {
                let selected = expected.get(&id).map(|amount| amount.millionths());
                assert_eq!(amount, selected.unwrap_or(i64::MAX), "{id} for {buyer:?}");
                computed.insert(selected);
            }
            let prices = unit_prices(&shop, &buyer, &reference).await;
            let (min, max) = (amount("2.00"), amount("4.99"));
            let within: BTreeSet<ProductId> = prices.iter().filter(|(_, prices)| prices.iter().any(|price| (min..=max).contains(price))).map(|(id, _)| *id).collect();
            let filter = ProductFilter { price: Some(PriceFilter { min: Some(min), max: Some(max) }), ..ProductFilter::default() };
            let listing = ProductListing { filter, ..ProductListing::default() };
            let page = shop.store.products().page(&listing, &PageRequest::first(250), &buyer, &reference).await.unwrap();
            assert_eq!(page.items.iter().map(|(product, _)| product.id).collect::<BTreeSet<_>>(), within, "for {buyer:?}");
        }
        assert!(computed.len() > 20, "{computed:?}");
    }

    async fn a_price_range_finds_products_with_a_variant_in_it(database: TestDatabase) {
        let shop = generated(database).await;
        let reference = shop.reference().await;
        let ranges = [(Some("3.00"), Some("5.00")), (Some("7.00"), None), (None, Some("1.00")), (None, None)];
        for buyer in buyers(&shop).await {
            let prices = unit_prices(&shop, &buyer, &reference).await;
            for (min, max) in ranges {
                let (min, max) = (min.map(amount), max.map(amount));
                let within = |price: &Amount| min.is_none_or(|min| *price >= min) && max.is_none_or(|max| *price <= max);
                let expected: BTreeSet<ProductId> = prices.iter().filter(|(_, prices)| prices.iter().any(within)).map(|(id, _)| *id).collect();
                let filter = ProductFilter { price: Some(PriceFilter { min, max }), ..ProductFilter::default() };
                let listing = ProductListing { filter, ..ProductListing::default() };
                let page = shop.store.products().page(&listing, &PageRequest::first(250), &buyer, &reference).await.unwrap();
                let found: BTreeSet<ProductId> = page.items.iter().map(|(product, _)| product.id).collect();
                assert_eq!(found, expected, "{min:?} to {max:?} for {buyer:?}");
            }
        }
    }
}

const PRODUCTS: usize = 40;

/// Products whose variants have up to seven prices, each drawn from few values, so that all rules meet.
async fn generated(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    shop.save_price_lists(lists()).await;
    shop.save_categories([category("lamps"), category_in("lamps", "desk-lamps")])
        .await;
    let mut runner = TestRunner::deterministic();
    let rows = proptest::collection::vec(any_price(), 0..=7);
    let minimum = prop::sample::select(vec![1_i64, 1, 4, 10, 25]);
    let mut products = Vec::new();
    for number in 0..PRODUCTS {
        let mut product = product_in_sizes(&format!("P{number}"), &SIZES);
        for variant in &mut product.variants {
            *variant = Variant {
                prices: distinct(rows.new_tree(&mut runner).unwrap().current()),
                quantity_rule: QuantityRule::parse(
                    Some(minimum.new_tree(&mut runner).unwrap().current()),
                    None,
                    None,
                )
                .unwrap(),
                ..variant.clone()
            };
        }
        products.push(Product {
            brand: (number % 3 == 0).then(|| String::from("Lumen")),
            categories: if number % 4 == 0 {
                vec![code("desk-lamps")]
            } else {
                Vec::new()
            },
            ..product
        });
    }
    shop.save(products).await;
    shop
}

/// Lists that differ in what binds them, in priority, in code and in time.
fn lists() -> Vec<PriceList> {
    let groups: BTreeSet<_> = [code("vip")].into();
    let channels: BTreeSet<_> = [code("web")].into();
    let countries: BTreeSet<_> = [country("DE"), country("AT")].into();
    vec![
        price_list("plain"),
        PriceList {
            priority: 5,
            ..price_list("urgent")
        },
        PriceList {
            customer_groups: groups.clone(),
            ..price_list("vips")
        },
        PriceList {
            channels: channels.clone(),
            ..price_list("web-only")
        },
        PriceList {
            countries,
            priority: -1,
            ..price_list("dach")
        },
        PriceList {
            channels,
            customer_groups: groups,
            valid_from: Some(hours(-1)),
            valid_until: Some(hours(1)),
            ..price_list("happy-hour")
        },
        PriceList {
            currency: currency("USD"),
            ..price_list("dollars")
        },
    ]
}

/// Relative lists of every kind in the place of some of the others: percentages and amounts, roundings, chains, closed
/// parents, overrides by category and brand.
fn relative_lists() -> Vec<PriceList> {
    let relative = |parent: Option<&str>, adjustment| Relative {
        parent: parent.map(code),
        adjustment,
        rounding: None,
        compare_at: RelativeCompareAt::Adjusted,
        overrides: Vec::new(),
    };
    let percent = |text| Adjustment::parse_percentage(text).unwrap();
    let rounding = |step, ending, mode| Some(Rounding::parse(step, Some(ending), mode, 2).unwrap());
    let of = |name: &str, relative| PriceList {
        relative: Some(relative),
        ..lists()
            .into_iter()
            .find(|list| list.code == code(name))
            .unwrap()
    };
    let overrides = vec![
        Override {
            scope: OverrideScope::Category(code("lamps")),
            adjustment: percent("-50"),
        },
        Override {
            scope: OverrideScope::Brand(String::from("Lumen")),
            adjustment: Adjustment::parse_amount("0.25", 2).unwrap(),
        },
    ];
    vec![
        of(
            "vips",
            Relative {
                rounding: rounding("1", "0.99", RoundingMode::Nearest),
                ..relative(Some("urgent"), percent("-12.5"))
            },
        ),
        of(
            "urgent",
            Relative {
                rounding: rounding("0.05", "0", RoundingMode::Up),
                overrides,
                ..relative(None, percent("-33.3333"))
            },
        ),
        of(
            "dach",
            relative(
                Some("happy-hour"),
                Adjustment::parse_amount("-3", 2).unwrap(),
            ),
        ),
        of(
            "web-only",
            Relative {
                rounding: rounding("0.10", "0.07", RoundingMode::Down),
                ..relative(Some("vips"), percent("10"))
            },
        ),
        of("dollars", relative(None, percent("-1.5"))),
    ]
}

fn any_price() -> impl Strategy<Value = Price> {
    let list = prop::sample::select(vec![
        None,
        None,
        Some("plain"),
        Some("urgent"),
        Some("vips"),
        Some("web-only"),
        Some("dach"),
        Some("happy-hour"),
        Some("dollars"),
    ]);
    let window = prop::sample::select(vec![
        (None, None),
        (None, None),
        (Some(-2), None),
        (Some(0), Some(2)),
        (None, Some(0)),
        (None, Some(3)),
        (Some(1), None),
    ]);
    let place = prop::sample::select(vec![None, None, Some("DE"), Some("FR")]);
    let quantity = prop::sample::select(vec![1_u32, 1, 1, 4, 10]);
    (list, window, place, quantity, 0_u32..10, any::<bool>()).prop_map(
        |(list, (from, until), place, min_quantity, euros, in_dollars)| Price {
            list: list.map(code),
            currency: currency(
                if list == Some("dollars") || (list.is_none() && in_dollars) {
                    "USD"
                } else {
                    "EUR"
                },
            ),
            min_quantity,
            country: place.map(country),
            valid_from: from.map(hours),
            valid_until: until.map(hours),
            ..price(&format!("{euros}.50"))
        },
    )
}

/// Leaves out rows that a variant may not have beside each other.
fn distinct(rows: Vec<Price>) -> Vec<Price> {
    let mut seen = HashSet::new();
    let key = |row: &Price| {
        (
            row.list.clone(),
            row.currency,
            row.country,
            row.min_quantity,
            row.valid_from,
        )
    };
    rows.into_iter()
        .filter(|row| seen.insert(key(row)))
        .collect()
}

/// Buyers of both channels, several countries, groups, currencies and moments.
async fn buyers(shop: &Shop) -> Vec<Buyer> {
    let mut buyers = Vec::new();
    for (channel, visitor) in [
        ("web", shop.buyer_in("web").await),
        ("outlet", shop.buyer_in("outlet").await),
    ] {
        // Publication is not what is looked at here.
        let visitor = Buyer {
            sees_unpublished: true,
            ..visitor
        };
        for place in [None, Some("DE"), Some("FR")] {
            for group in [None, Some("vip")] {
                for at in [-1, 0, 1] {
                    let money = if channel == "web" && at == 1 {
                        "USD"
                    } else {
                        "EUR"
                    };
                    buyers.push(Buyer {
                        country: place.map(country),
                        customer_group: group.map(code),
                        at: hours(at),
                        currency: currency(money),
                        ..visitor.clone()
                    });
                }
            }
        }
        // One that the channel doesn't sell in.
        buyers.push(Buyer {
            currency: currency("GBP"),
            ..visitor
        });
    }
    buyers
}

/// The price of each variant that has one, by product, as the domain selects it among all rows.
async fn unit_prices(
    shop: &Shop,
    buyer: &Buyer,
    reference: &Arc<Reference>,
) -> HashMap<ProductId, Vec<Amount>> {
    let page = shop
        .store
        .products()
        .page(
            &ProductListing::default(),
            &PageRequest::first(250),
            buyer,
            reference,
        )
        .await
        .unwrap();
    let ids: Vec<_> = page.items.iter().map(|(product, _)| product.id).collect();
    let variants = shop
        .store
        .variants()
        .all_by_products(&ids, buyer, reference)
        .await
        .unwrap();
    let variant_ids: Vec<_> = variants
        .values()
        .flat_map(|all| all.iter())
        .map(|variant| variant.id)
        .collect();
    let rows = shop
        .store
        .prices()
        .all_by_variants(&variant_ids, reference)
        .await
        .unwrap();
    let named = [code("lamps")];
    let categories = shop
        .store
        .prices()
        .categories_among(&ids, &named)
        .await
        .unwrap();
    let mut prices: HashMap<ProductId, Vec<Amount>> = HashMap::new();
    for variant in variants.values().flat_map(|all| all.iter()) {
        let record = page
            .items
            .iter()
            .find(|(product, _)| product.id == variant.product_id);
        let offer = Offer {
            prices: rows.get(&variant.id).map_or(&[][..], Vec::as_slice),
            brand: record.and_then(|(product, _)| product.brand.as_deref()),
            categories: categories
                .get(&variant.product_id)
                .map_or(&[][..], Vec::as_slice),
        };
        let quantity = smallest_quantity(variant.quantity_rule.as_ref());
        if let Some(selected) = select(offer, &reference.price_lists, buyer, quantity) {
            prices
                .entry(variant.product_id)
                .or_default()
                .push(selected.amount);
        }
    }
    prices
}

async fn lowest_prices(
    shop: &Shop,
    buyer: &Buyer,
    reference: &Arc<Reference>,
) -> HashMap<ProductId, Amount> {
    let prices = unit_prices(shop, buyer, reference).await;
    prices
        .into_iter()
        .filter_map(|(id, prices)| Some((id, prices.into_iter().min()?)))
        .collect()
}

async fn sorted_by_price(
    shop: &Shop,
    direction: SortDirection,
    buyer: &Buyer,
    reference: &Reference,
) -> Vec<(ProductId, i64)> {
    let listing = ProductListing {
        sort: ProductSort {
            key: ProductSortKey::Price,
            direction,
        },
        ..ProductListing::default()
    };
    let page = shop
        .store
        .products()
        .page(&listing, &PageRequest::first(250), buyer, reference)
        .await
        .unwrap();
    let amount = |place: &[SortValue]| match place[0] {
        SortValue::Integer(amount) => amount,
        ref other => panic!("{other:?} is no amount"),
    };
    page.items
        .iter()
        .map(|(product, place)| (product.id, amount(place)))
        .collect()
}
