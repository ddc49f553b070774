//! How SQLite runs a page: what this crate's speed rests on, and what a changed statement may lose without notice.

use domain::{channel::Channel, id::CategoryId, locale::Locale, pricing::Currency, text::Code};
use uuid::Uuid;

use super::*;
use crate::page::SortValueType;
use crate::{Store, testing};

const ORDERS_WITH_AN_INDEX: [ProductSortKey; 3] = [
    ProductSortKey::CreatedAt,
    ProductSortKey::UpdatedAt,
    ProductSortKey::Code,
];

#[tokio::test]
async fn a_category_in_order_of_creation_is_read_in_the_order_of_its_key() {
    let (_database, store) = testing::sqlite().await;
    for direction in [SortDirection::Ascending, SortDirection::Descending] {
        for request in requests(&[SortValue::Id(Uuid::nil())]) {
            let sort = ProductSort {
                key: ProductSortKey::CreatedAt,
                direction,
            };
            let category = Some(CategoryId(Uuid::nil()));
            let plan = plan(
                &store,
                ProductListing {
                    category,
                    include_descendants: true,
                    sort,
                    ..ProductListing::default()
                },
                &request,
            )
            .await;
            assert!(
                plan.contains("SEARCH l USING PRIMARY KEY (category_id=?"),
                "{direction:?} {request:?}\n{plan}"
            );
            assert!(
                !plan.contains("TEMP B-TREE"),
                "{direction:?} {request:?}\n{plan}"
            );
        }
    }
}

#[tokio::test]
async fn the_whole_catalogue_is_read_without_sorting_where_an_index_has_the_order() {
    let (_database, store) = testing::sqlite().await;
    for key in ORDERS_WITH_AN_INDEX {
        let sort = ProductSort {
            key,
            direction: SortDirection::Descending,
        };
        let place: SortValues = sort
            .cursor_types()
            .iter()
            .map(|value_type| example(*value_type))
            .collect();
        for request in requests(&place) {
            let plan = plan(
                &store,
                ProductListing {
                    sort,
                    ..ProductListing::default()
                },
                &request,
            )
            .await;
            assert!(!plan.contains("TEMP B-TREE"), "{key:?} {request:?}\n{plan}");
        }
    }
}

fn requests(place: &[SortValue]) -> [PageRequest; 3] {
    let first = PageRequest::first(20);
    [
        first.clone(),
        first.after(place.to_vec()),
        PageRequest::last(20).before(place.to_vec()),
    ]
}

fn example(value_type: SortValueType) -> SortValue {
    match value_type {
        SortValueType::Integer => SortValue::Integer(7),
        SortValueType::Text => SortValue::Text(String::from("seven")),
        SortValueType::Id => SortValue::Id(Uuid::nil()),
    }
}

async fn plan(store: &Store, listing: ProductListing, request: &PageRequest) -> String {
    let mut sql = store.sql();
    write_page(&mut sql, &listing, request, &buyer(), &Reference::default()).unwrap();
    sql.plan(store).await
}

fn buyer() -> Buyer {
    let (currency, locale) = (
        Currency::parse("EUR").unwrap(),
        Locale::parse("de").unwrap(),
    );
    let channel = Channel {
        code: Code::parse("web").unwrap(),
        name: String::from("Web"),
        currencies: vec![currency],
        default_currency: currency,
        locales: vec![locale.clone()],
        default_locale: locale.clone(),
        country: None,
        prices_include_tax: true,
        tax_rates: std::collections::BTreeMap::new(),
        country_tax_rates: std::collections::BTreeMap::new(),
        tax_class_names: std::collections::BTreeMap::new(),
        locations: Vec::new(),
    };
    Buyer {
        channel_id: Uuid::nil().into(),
        channel: Arc::new(channel),
        currency,
        country: None,
        locales: vec![locale],
        customer_group: None,
        at: chrono::DateTime::UNIX_EPOCH,
        sees_unpublished: false,
    }
}
