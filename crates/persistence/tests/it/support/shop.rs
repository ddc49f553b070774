//! A store with two channels, ready for products, and the buyers who come to it.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    buyer::Buyer,
    catalog::{Attribute, Category, EnumValue, Product, ValueType},
    channel::Channel,
    id::{CategoryId, ProductId, VariantId},
    inventory::Location,
    pricing::{CustomerGroup, PriceList},
    reference::Reference,
};
use persistence::{
    Actor, Change, ProductChange, Store, Transaction,
    catalog::{CategoryKey, ProductKey, VariantKey},
};
use testkit::database::TestDatabase;

use super::things::{attribute, code, country, currency, hours, locale, sku};

/// Two channels, `web` (Germany, EUR and USD, from Berlin and Paris, in English and German) and `outlet` (no country,
/// EUR, from Paris); the groups `vip` and `staff`; an attribute of each type, and one
/// with a code that has to be quoted wherever it is not a parameter.
pub(crate) struct Shop {
    pub(crate) database: TestDatabase,
    pub(crate) store: Store,
}

impl Shop {
    pub(crate) async fn open(database: TestDatabase) -> Self {
        let store = database.store().await;
        let shop = Self { database, store };
        let mut transaction = shop.begin().await;
        let locations = ["berlin", "paris"].map(|name| {
            new(Location {
                code: code(name),
                name: String::from(name),
                country: None,
            })
        });
        transaction.save_locations(locations.into()).await.unwrap();
        let groups = ["vip", "staff"].map(|name| {
            new(CustomerGroup {
                code: code(name),
                name: String::from(name),
            })
        });
        transaction
            .save_customer_groups(groups.into())
            .await
            .unwrap();
        transaction
            .save_channels(vec![new(web()), new(outlet())])
            .await
            .unwrap();
        transaction
            .save_attributes(attributes().into_iter().map(new).collect())
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        shop
    }

    pub(crate) async fn save(&self, products: impl IntoIterator<Item = Product>) {
        let changes = products.into_iter().map(|after| ProductChange {
            before: None,
            after,
        });
        let mut transaction = self.begin().await;
        transaction.save_products(changes.collect()).await.unwrap();
        transaction.commit().await.unwrap();
    }

    pub(crate) async fn save_categories(&self, categories: impl IntoIterator<Item = Category>) {
        let mut transaction = self.begin().await;
        transaction
            .save_categories(categories.into_iter().map(new).collect())
            .await
            .unwrap();
        transaction.commit().await.unwrap();
    }

    pub(crate) async fn save_price_lists(&self, lists: impl IntoIterator<Item = PriceList>) {
        let mut transaction = self.begin().await;
        transaction
            .save_price_lists(lists.into_iter().map(new).collect())
            .await
            .unwrap();
        transaction.commit().await.unwrap();
    }

    pub(crate) async fn begin(&self) -> Transaction {
        self.store.begin(&Actor::command_line()).await.unwrap()
    }

    pub(crate) async fn reference(&self) -> Arc<Reference> {
        self.store.reference().await.unwrap()
    }

    /// A storefront's visitor in this channel, now, in its default currency and locale.
    pub(crate) async fn buyer_in(&self, channel: &str) -> Buyer {
        self.buyer_of(&*self.reference().await, channel)
    }

    /// The same, of a reference that is there already.
    pub(crate) fn buyer_of(&self, reference: &Reference, channel: &str) -> Buyer {
        let entry = reference.channels.by_code(channel).unwrap();
        Buyer {
            channel_id: entry.id,
            channel: Arc::clone(&entry.value),
            currency: entry.value.default_currency,
            country: entry.value.country,
            locales: entry.value.default_locale.fallbacks(),
            customer_group: None,
            at: hours(0),
            sees_unpublished: false,
        }
    }

    /// A storefront's visitor in `web`.
    pub(crate) async fn buyer(&self) -> Buyer {
        self.buyer_in("web").await
    }

    /// Somebody who sees what is not published too, in `web`.
    pub(crate) async fn admin(&self) -> Buyer {
        Buyer {
            sees_unpublished: true,
            ..self.buyer().await
        }
    }

    /// The id of the product with this code, whoever may see it.
    pub(crate) async fn product_id(&self, text: &str) -> ProductId {
        let key = ProductKey::Code(code(text));
        self.store
            .products()
            .by_key(&key, &self.admin().await)
            .await
            .unwrap()
            .unwrap()
            .id
    }

    /// The id of the variant with this SKU, whoever may see it.
    pub(crate) async fn variant_id(&self, text: &str) -> VariantId {
        let key = VariantKey::Sku(sku(text));
        self.store
            .variants()
            .by_key(&key, &self.admin().await)
            .await
            .unwrap()
            .unwrap()
            .id
    }

    /// The id of the category with this code.
    pub(crate) async fn category_id(&self, text: &str) -> CategoryId {
        let key = CategoryKey::Code(code(text));
        self.store
            .categories()
            .by_key(&key, &self.admin().await)
            .await
            .unwrap()
            .unwrap()
            .id
    }

    /// How many statements something sends to the database.
    pub(crate) async fn statements_of<T>(&self, work: impl Future<Output = T>) -> u64 {
        let before = self.store.statements();
        work.await;
        self.store.statements() - before
    }
}

fn new<I, T>(after: T) -> Change<I, T> {
    Change {
        before: None,
        after,
    }
}

fn web() -> Channel {
    Channel {
        code: code("web"),
        name: String::from("Web"),
        currencies: vec![currency("EUR"), currency("USD")],
        default_currency: currency("EUR"),
        locales: vec![locale("en"), locale("de")],
        default_locale: locale("en"),
        country: Some(country("DE")),
        prices_include_tax: true,
        tax_rates: BTreeMap::new(),
        country_tax_rates: BTreeMap::new(),
        tax_class_names: BTreeMap::new(),
        locations: vec![code("berlin"), code("paris")],
    }
}

fn outlet() -> Channel {
    Channel {
        code: code("outlet"),
        name: String::from("Outlet"),
        currencies: vec![currency("EUR")],
        country: None,
        locations: vec![code("paris")],
        ..web()
    }
}

fn attributes() -> Vec<Attribute> {
    let red_and_blue = ["red", "blue"].map(|name| EnumValue {
        code: code(name),
        name: String::from(name),
        translations: BTreeMap::new(),
    });
    vec![
        Attribute {
            values: red_and_blue.into(),
            ..attribute("colour", ValueType::Enum)
        },
        attribute("material", ValueType::Text),
        Attribute {
            list: true,
            ..attribute("tags", ValueType::Text)
        },
        attribute("weight", ValueType::Number),
        attribute("waterproof", ValueType::Boolean),
        attribute("released", ValueType::Date),
        attribute("it's \"odd\"", ValueType::Text),
    ]
}
