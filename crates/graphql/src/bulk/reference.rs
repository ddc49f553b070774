//! Channels, locations, groups, lists, attributes and categories by their codes, as `bulk` takes them.

use async_graphql::InputObject;

use crate::{
    catalog::{attribute::ValueType, category::CategoryTranslationInput},
    pricing::price_list::PriceListRelationInput,
    scalars::{CountryCode, CurrencyCode, DateTime, Decimal, LocaleTag},
};

/// A location by its code.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct LocationSetInput {
    /// Your key of it, at most 128 characters.
    code: String,
    /// Its name, at most 512 characters. A new one needs it.
    name: Option<String>,
    /// Where it is. Null: nowhere in particular.
    country: Option<CountryCode>,
}

/// A customer group by its code.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CustomerGroupSetInput {
    /// Your key of it, at most 128 characters.
    code: String,
    /// Its name, at most 512 characters. A new one needs it.
    name: Option<String>,
}

/// A channel by its code.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ChannelSetInput {
    /// Your key of it, at most 128 characters.
    code: String,
    /// Its name, at most 512 characters. A new one needs it.
    name: Option<String>,
    /// The currencies in which it sells. A new one needs them.
    currencies: Option<Vec<CurrencyCode>>,
    /// One of them, for buyers who name none. A new one needs it.
    default_currency: Option<CurrencyCode>,
    /// The languages in which it speaks. A new one needs them.
    locales: Option<Vec<LocaleTag>>,
    /// One of them, for buyers who name none. A new one needs it.
    default_locale: Option<LocaleTag>,
    /// The country of buyers who name none. Null: none.
    country: Option<CountryCode>,
    /// Whether its prices are with tax. Null: they are not.
    prices_include_tax: Option<bool>,
    /// Its tax rates, each class once. Classes that are left out stay as they are; null clears all, and it has no tax.
    tax_rates: Option<Vec<ClassRateInput>>,
    /// The rates of buyers in other countries, each country once. Countries and classes that are left out stay as they are.
    country_tax_rates: Option<Vec<CountryRatesInput>>,
    /// What tax classes are called, each class once. Those that are left out stay as they are; null clears all.
    tax_class_names: Option<Vec<ClassNameInput>>,
    /// The codes of the locations from which it sells, first the one that it takes stock from first.
    locations: Option<Vec<String>>,
}

/// The rate of a tax class.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ClassRateInput {
    /// The tax class, such as `standard`.
    class: String,
    /// The rate as a share, such as `"0.19"`. Null, or left out: the class has no rate any more.
    rate: Option<Decimal>,
}

/// The tax rates of buyers in one country.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CountryRatesInput {
    /// The country.
    country: CountryCode,
    /// The rates, each class once. A class that has none has that of the channel. Null: the country has none any more.
    rates: Option<Vec<ClassRateInput>>,
}

/// What a tax class is called.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct ClassNameInput {
    /// The tax class, such as `reduced`.
    class: String,
    /// Its name, at most 512 characters. Null, or left out, clears it.
    name: Option<String>,
}

/// A price list by its code.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct PriceListSetInput {
    /// Your key of it, at most 128 characters.
    code: String,
    /// Its name, at most 512 characters. A new one needs it.
    name: Option<String>,
    /// The currency of its prices; fixed once made. A new one needs it.
    currency: Option<CurrencyCode>,
    /// Of lists that bind the same, the one with the higher priority wins. Null: 0.
    priority: Option<i32>,
    /// The codes of the channels in which alone it holds. Empty or null: in all.
    channels: Option<Vec<String>>,
    /// The codes of the customer groups for which alone it holds. Empty or null: for everybody.
    customer_groups: Option<Vec<String>>,
    /// The countries in which alone it holds. Empty or null: in all.
    countries: Option<Vec<CountryCode>>,
    /// From when it holds, this moment included. Null: from the beginning.
    valid_from: Option<DateTime>,
    /// Until when it holds, this moment excluded. Null: without end.
    valid_until: Option<DateTime>,
    /// Digits of its unit prices, from those of its currency to 6. Null: those of its currency.
    unit_precision: Option<i32>,
    /// What its prices are computed from, where it has none of its own; replaced as a whole. Null: nothing.
    relative_to: Option<PriceListRelationInput>,
}

/// An attribute by its code.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct AttributeSetInput {
    /// Your key of it, at most 128 characters.
    code: String,
    /// Its name, at most 512 characters. A new one needs it.
    name: Option<String>,
    /// The type of its values; fixed once made. A new one needs it.
    value_type: Option<ValueType>,
    /// The unit of its numbers. Null: none.
    unit: Option<String>,
    /// Whether it takes several values. Null: it takes one.
    list: Option<bool>,
    /// Whether listings can be filtered by it. Null: they can't.
    filterable: Option<bool>,
    /// Whether full-text search looks at it. Null: it doesn't.
    searchable: Option<bool>,
    /// All values of an ENUM, in order. One that is left out goes, which is refused while products have it.
    values: Option<Vec<EnumValueSetInput>>,
    /// Its names in other languages, each language once. Those that are left out stay as they are; null clears all.
    translations: Option<Vec<NameInput>>,
}

/// A value of an ENUM attribute by its code.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct EnumValueSetInput {
    /// Your key of it within the attribute, at most 128 characters.
    code: String,
    /// Its name, at most 512 characters. A new one needs it.
    name: Option<String>,
    /// Its names in other languages, each language once. Those that are left out stay as they are; null clears all.
    translations: Option<Vec<NameInput>>,
}

/// A name in one language.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct NameInput {
    /// The language.
    locale: LocaleTag,
    /// The name, at most 512 characters. Null clears it, and the plain name is shown.
    name: Option<String>,
}

/// A category by its code.
#[derive(Debug, InputObject)]
#[graphql(visible = "crate::viewer::is_admin")]
pub(crate) struct CategorySetInput {
    /// Your key of it, at most 128 characters.
    code: String,
    /// Names its page: lower-case letters and digits, joined by single hyphens, at most 200 characters; unique among
    /// categories. A new one needs it.
    slug: Option<String>,
    /// Its name in the catalogue's language, at most 512 characters. A new one needs it.
    name: Option<String>,
    /// Its description, as text or HTML, at most 65,536 characters.
    description: Option<String>,
    /// The code of the category above it. Null: it is a root.
    parent: Option<String>,
    /// Its place among its siblings, lowest first. Null: 0.
    position: Option<i32>,
    /// Whether it is left out of a storefront's roots and children. Null: it is not.
    hidden: Option<bool>,
    /// Its texts in other languages, each language once. Languages that are left out stay as they are; null clears all.
    translations: Option<Vec<CategoryTranslationInput>>,
}
