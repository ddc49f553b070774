//! SeaORM's models: one file for each table that is read or written as a whole. They never leave this crate.
#![expect(
    unreachable_pub,
    reason = "SeaORM's derives make public items, and they need public models"
)]

pub mod api_key;
pub mod attribute;
pub mod attribute_value;
pub mod category;
pub mod category_translation;
pub mod channel;
pub mod channel_country_tax_rate;
pub mod channel_currency;
pub mod channel_locale;
pub mod channel_location;
pub mod channel_tax_class;
pub mod channel_tax_rate;
pub mod customer_group;
pub mod location;
pub mod price;
pub mod price_list;
pub mod price_list_channel;
pub mod price_list_country;
pub mod price_list_customer_group;
pub mod product;
pub mod product_channel;
pub mod product_translation;
pub mod stock;
pub mod variant;
