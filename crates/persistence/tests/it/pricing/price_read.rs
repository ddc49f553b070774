//! Reading the price rows of variants: those that can apply, and all of them.

use domain::{
    buyer::Buyer,
    catalog::{Product, Variant},
    pricing::{Price, PriceList, selection::select},
};
use testkit::on_each_database;

use crate::support::{
    shop::Shop,
    things::{amount, code, country, currency, hours, price, price_list, product, variant},
};

on_each_database! {
    async fn only_rows_that_can_apply_are_read(database: TestDatabase) {
        let shop = priced(database).await;
        let (reference, variant) = (shop.reference().await, shop.variant_id("LAMP").await);
        let visitor = shop.buyer().await;
        let amounts = async |buyer: &Buyer| {
            let found = shop.store.prices().by_variants(&[variant], buyer, &reference).await.unwrap();
            let mut amounts: Vec<_> = found.get(&variant).into_iter().flatten().map(|price| price.amount.to_text(0)).collect();
            amounts.sort_by_key(|text| text.parse::<u32>().unwrap());
            amounts.join(" ")
        };
        assert_eq!(amounts(&visitor).await, "1 2 3");
        assert_eq!(amounts(&Buyer { customer_group: Some(code("vip")), ..visitor.clone() }).await, "1 2 3 5");
        assert_eq!(amounts(&Buyer { country: None, ..visitor.clone() }).await, "1 2");
        assert_eq!(amounts(&Buyer { at: hours(2), ..visitor.clone() }).await, "1 2 3 6");
        assert_eq!(amounts(&Buyer { currency: currency("USD"), ..visitor.clone() }).await, "7");
        assert_eq!(amounts(&Buyer { currency: currency("GBP"), ..visitor }).await, "");
    }

    async fn what_is_left_out_never_changes_the_price(database: TestDatabase) {
        let shop = priced(database).await;
        let (reference, variant) = (shop.reference().await, shop.variant_id("LAMP").await);
        let all = &shop.store.prices().all_by_variants(&[variant], &reference).await.unwrap()[&variant];
        assert_eq!(all.len(), 8);
        for buyer in [shop.buyer().await, Buyer { customer_group: Some(code("vip")), ..shop.buyer().await }] {
            let some = &shop.store.prices().by_variants(&[variant], &buyer, &reference).await.unwrap()[&variant];
            for quantity in [1, 10] {
                let of = |rows| select(rows, &reference.price_lists, &buyer, quantity).map(|selected| selected.price.clone());
                assert_eq!(of(some), of(all), "{quantity} for {buyer:?}");
            }
        }
    }

    async fn a_row_is_read_as_it_was_saved(database: TestDatabase) {
        let shop = Shop::open(database).await;
        shop.save_price_lists([price_list("list")]).await;
        let row = Price {
            list: Some(code("list")),
            compare_at: Some(amount("20.00")),
            min_quantity: 3,
            country: Some(country("DE")),
            valid_from: Some(hours(-1)),
            valid_until: Some(hours(1)),
            ..price("19.99")
        };
        shop.save([Product { variants: vec![Variant { prices: vec![row.clone()], ..variant("LAMP") }], ..product("LAMP") }]).await;
        let (product, variant) = (shop.product_id("LAMP").await, shop.variant_id("LAMP").await);
        let found = shop.store.prices().by_products(&[product], &*shop.reference().await).await.unwrap();
        assert_eq!(found[&product].by_variant[&variant].rows, [row]);
    }
}

/// A lamp at eight prices, told apart by their amounts.
async fn priced(database: testkit::database::TestDatabase) -> Shop {
    let shop = Shop::open(database).await;
    shop.save_price_lists([
        price_list("plain"),
        PriceList {
            customer_groups: [code("vip")].into(),
            ..price_list("vips")
        },
    ])
    .await;
    let prices = vec![
        price("1.00"),
        Price {
            list: Some(code("plain")),
            min_quantity: 10,
            ..price("2.00")
        },
        Price {
            country: Some(country("DE")),
            ..price("3.00")
        },
        Price {
            country: Some(country("FR")),
            ..price("4.00")
        },
        Price {
            list: Some(code("vips")),
            ..price("5.00")
        },
        Price {
            valid_from: Some(hours(1)),
            ..price("6.00")
        },
        Price {
            currency: currency("USD"),
            ..price("7.00")
        },
        Price {
            min_quantity: 5,
            valid_until: Some(hours(0)),
            ..price("8.00")
        },
    ];
    shop.save([Product {
        variants: vec![Variant {
            prices,
            ..variant("LAMP")
        }],
        ..product("LAMP")
    }])
    .await;
    shop
}
