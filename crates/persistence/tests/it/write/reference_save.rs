//! Channels, locations, customer groups, price lists and attributes: in, back, and what other stores see.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    catalog::{Attribute, EnumValue, ValueType},
    channel::Channel,
    inventory::Location,
    outcome::{Failure, FaultKind},
    pricing::PriceList,
    problem::Reason,
};
use persistence::Change;
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{attribute, code, country, currency, hours, locale, price_list},
    whole::refusal,
};

fn change<I, T>(after: T) -> Change<I, T> {
    Change {
        before: None,
        after,
    }
}

fn bound_list() -> PriceList {
    PriceList {
        priority: -3,
        channels: BTreeSet::from([code("web"), code("outlet")]),
        customer_groups: BTreeSet::from([code("vip")]),
        countries: BTreeSet::from([country("AT"), country("DE")]),
        valid_from: Some(hours(-2)),
        valid_until: Some(hours(2)),
        unit_precision: Some(4),
        ..price_list("bound")
    }
}

fn translated_attribute() -> Attribute {
    let value = |text: &str| EnumValue {
        code: code(text),
        name: format!("The {text}"),
        translations: BTreeMap::from([(locale("de"), format!("Der {text}"))]),
    };
    Attribute {
        unit: Some(String::from("cm")),
        list: true,
        values: vec![value("long"), value("short")],
        translations: BTreeMap::from([(locale("de"), String::from("Länge"))]),
        ..attribute("length", ValueType::Enum)
    }
}

on_each_database! {
    async fn all_kinds_come_back_as_they_went_in(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut transaction = shop.begin().await;
        let depot = Location { code: code("depot"), name: String::from("Depot"), country: Some(country("AT")) };
        transaction.save_locations(vec![change(depot.clone())]).await.unwrap();
        let web = (*transaction.reference().channels.by_code("web").unwrap().value).clone();
        let rates = BTreeMap::from([(code("standard"), "0.19".parse().unwrap()), (code("reduced"), "0.070".parse().unwrap())]);
        let shown = Channel {
            code: code("shown"),
            locales: vec![locale("de-AT"), locale("en")],
            default_locale: locale("de-AT"),
            tax_rates: rates.clone(),
            country_tax_rates: BTreeMap::from([(country("AT"), rates)]),
            tax_class_names: BTreeMap::from([(code("standard"), String::from("Full"))]),
            locations: vec![code("paris"), code("depot")],
            ..web
        };
        transaction.save_channels(vec![change(shown.clone())]).await.unwrap();
        transaction.save_price_lists(vec![change(bound_list())]).await.unwrap();
        transaction.save_attributes(vec![change(translated_attribute())]).await.unwrap();
        assert_eq!(*transaction.reference().price_lists.by_code("bound").unwrap().value, bound_list());
        transaction.commit().await.unwrap();

        let reference = shop.database.store().await.reference().await.unwrap();
        assert_eq!(*reference.locations.by_code("depot").unwrap().value, depot);
        assert_eq!(*reference.channels.by_code("shown").unwrap().value, shown);
        assert_eq!(*reference.price_lists.by_code("bound").unwrap().value, bound_list());
        assert_eq!(*reference.attributes.by_code("length").unwrap().value, translated_attribute());
        assert_eq!(reference.channels.by_code("shown").unwrap().version, 1);
    }

    async fn a_change_takes_away_what_is_no_longer_said(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_price_lists([bound_list()]).await;
        let mut transaction = shop.begin().await;
        let web = (*transaction.reference().channels.by_code("web").unwrap().value).clone();
        let narrow = Channel { currencies: vec![currency("USD")], default_currency: currency("USD"), locations: vec![code("paris")], ..web };
        transaction.save_channels(vec![change(narrow.clone())]).await.unwrap();
        transaction.save_price_lists(vec![change(price_list("bound"))]).await.unwrap();
        transaction.commit().await.unwrap();
        let reference = shop.reference().await;
        let web = reference.channels.by_code("web").unwrap();
        assert_eq!((&*web.value, web.version), (&narrow, 2));
        assert_eq!(*reference.price_lists.by_code("bound").unwrap().value, price_list("bound"));
    }

    async fn a_store_sees_what_another_one_changed(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let other = shop.database.store().await;
        let seen = other.reference().await.unwrap();
        shop.save_price_lists([price_list("new")]).await;
        assert!(seen.price_lists.by_code("new").is_none());
        let fresh = other.reference().await.unwrap();
        assert!(fresh.price_lists.by_code("new").is_some());
        assert_eq!(fresh.version, seen.version + 1);
        let before = other.statements();
        other.reference().await.unwrap();
        assert_eq!(other.statements() - before, 1, "what is known costs one small statement");
    }

    async fn kinds_are_kept_in_the_order_of_codes(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_price_lists(["m", "b", "Z", "ä"].map(price_list)).await;
        shop.save_price_lists([price_list("a")]).await;
        let reference = shop.reference().await;
        let codes: Vec<&str> = reference.price_lists.iter().map(|entry| entry.value.code.as_str()).collect();
        assert_eq!(codes, ["Z", "a", "b", "m", "ä"], "by code point on either database");
    }

    async fn a_list_for_an_unknown_channel_is_refused(database: TestDatabase) {
        let shop = Shop::open(database).await;
        let mut transaction = shop.begin().await;
        let lost = PriceList { channels: BTreeSet::from([code("nowhere")]), ..price_list("lost") };
        let told = refusal(transaction.save_price_lists(vec![change(price_list("fine")), change(lost)]).await);
        assert_eq!(told, [(String::from("[1].channels"), Reason::NotFound)]);
        transaction.commit().await.unwrap();
        assert!(shop.reference().await.price_lists.is_empty(), "of a refused batch nothing is written");
    }

    async fn a_value_that_products_have_stays(database: TestDatabase) {
        let shop = Shop::with_whole_product(database, "A").await;
        let colour = (*shop.reference().await.attributes.by_code("colour").unwrap().value).clone();
        let without = |gone: &str| Attribute { values: colour.values.iter().filter(|value| &*value.code != gone).cloned().collect(), ..colour.clone() };
        let mut transaction = shop.begin().await;
        transaction.save_attributes(vec![change(without("blue"))]).await.unwrap();
        let told = refusal(transaction.save_attributes(vec![change(without("red"))]).await);
        assert_eq!(told, [(String::from("values"), Reason::InUse)]);
    }

    async fn a_writer_whose_reference_has_become_old_is_told_to_try_again(database: TestDatabase) {
        let shop = Shop::open(database).await;
        if shop.database.backend() == persistence::Backend::Sqlite {
            // There the second begins when the first has ended.
            return;
        }
        let other = shop.database.store().await;
        let (mut first, mut second, mut third) = (shop.begin().await, shop.begin().await, shop.begin().await);
        first.save_price_lists(vec![change(price_list("first"))]).await.unwrap();
        first.commit().await.unwrap();
        let refused = second.save_price_lists(vec![change(price_list("second"))]).await;
        assert!(matches!(refused, Err(Failure::Fault(fault)) if fault.kind == FaultKind::Contended));
        drop(second);
        let product = crate::support::things::product("A");
        let refused = third.save_products(vec![persistence::ProductChange { before: None, after: product }]).await;
        assert!(matches!(refused, Err(Failure::Fault(fault)) if fault.kind == FaultKind::Contended));
        drop(third);
        let fourth = other.begin(&persistence::Actor::command_line()).await.unwrap();
        assert!(fourth.reference().price_lists.by_code("first").is_some());
    }
}
