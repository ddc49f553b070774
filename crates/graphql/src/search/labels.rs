//! What facets and their values are called in the buyer's language: from where they are declared, at the moment of the
//! answer, so that a new name shows at once.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, Result};
use domain::{
    catalog::{Attribute, Scalar},
    pricing::{AMOUNT_DIGITS, Amount, selection::UnitPrice},
    text::Code,
};
use persistence::catalog::CategoryRecord;
use search::{
    facet::{Facet, FacetKey, PriceRange},
    query::Field,
};

use super::{facet::category_of, wording::Wording};
use crate::{
    buyer::View,
    catalog::{category::Category, localized},
    context::Asked as _,
    pricing::Money,
};

/// The categories that facets name, and how the rest is called.
pub(super) struct Labels {
    categories: HashMap<Code, Arc<CategoryRecord>>,
    view: Arc<View>,
}

impl Labels {
    /// Reads the categories of facets, in one statement; none, where no facet is of categories.
    pub(super) async fn load(
        ctx: &Context<'_>,
        facets: &[Facet],
        view: &Arc<View>,
    ) -> Result<Self> {
        let named = facets.iter().flat_map(|facet| &facet.values);
        let codes: Vec<Code> = named
            .filter_map(|value| category_of(&value.key))
            .cloned()
            .collect();
        let found = ctx.store().categories().by_codes(&codes, &view.buyer).await;
        Ok(Self {
            categories: found.map_err(|fault| ctx.report(&fault))?,
            view: Arc::clone(view),
        })
    }

    pub(super) const fn view(&self) -> &Arc<View> {
        &self.view
    }

    /// An amount for one unit, in the buyer's currency.
    pub(super) fn money(&self, amount: Amount) -> Money {
        let currency = self.view.buyer.currency;
        let digits = currency.digits();
        Money::of_unit(UnitPrice { amount, digits }, currency)
    }

    pub(super) fn category(&self, code: &Code) -> Option<Category> {
        let record = self.categories.get(code)?;
        Some(Category::of(Arc::clone(record), &self.view))
    }

    pub(super) fn of_field(&self, field: &Field) -> String {
        match field {
            Field::Attribute(code) => match self.view.reference.attributes.by_code(code) {
                Some(entry) => self.name_of(&entry.value),
                None => code.to_string(),
            },
            Field::Option(name) => match self.attribute_of_option(name) {
                Some(attribute) => self.name_of(attribute),
                None => name.clone(),
            },
            Field::Brand => self.wording().brand.to_owned(),
            Field::Category => self.wording().category.to_owned(),
            Field::Price => self.wording().price.to_owned(),
            Field::Availability => self.wording().availability.to_owned(),
        }
    }

    pub(super) fn unit(&self, field: &Field) -> Option<String> {
        match field {
            Field::Attribute(code) => self
                .view
                .reference
                .attributes
                .by_code(code)?
                .value
                .unit
                .clone(),
            _ => None,
        }
    }

    pub(super) fn of_value(&self, field: &Field, key: &FacetKey) -> String {
        match key {
            FacetKey::Category(code) => {
                let known = self.categories.get(code);
                known.map_or_else(|| code.to_string(), |record| record.name.clone())
            }
            FacetKey::Attribute(Scalar::Enum(value)) => enum_label(field, value, &self.view),
            FacetKey::Availability(status) => self.wording().of_status(*status).to_owned(),
            FacetKey::Price(range) => priced(range, &self.view),
            FacetKey::Option(value) => self.of_option(field, value),
            FacetKey::Attribute(_) | FacetKey::Brand(_) => self.spelled(key),
        }
    }

    /// What an option's value is called by the attribute of the option's name, if that declares it.
    fn of_option(&self, field: &Field, value: &str) -> String {
        let declared = || {
            let Field::Option(name) = field else {
                return None;
            };
            let attribute = self.attribute_of_option(name)?;
            let Scalar::Enum(code) = attribute.value_of_option(value)? else {
                return None;
            };
            let mut values = attribute.values.iter();
            let known = values.find(|known| known.code == code)?;
            let locales = &self.view.buyer.locales;
            Some(localized(&known.name, &known.translations, locales).to_owned())
        };
        declared().unwrap_or_else(|| value.to_owned())
    }

    fn attribute_of_option(&self, name: &str) -> Option<&Attribute> {
        let attributes = self.view.reference.attributes.iter();
        let mut attributes = attributes.map(|entry| &*entry.value);
        attributes.find(|attribute| attribute.is_option(name))
    }

    fn name_of(&self, attribute: &Attribute) -> String {
        let locales = &self.view.buyer.locales;
        localized(&attribute.name, &attribute.translations, locales).to_owned()
    }

    fn wording(&self) -> &'static Wording {
        Wording::of(&self.view.buyer.locales)
    }

    /// As filters spell it.
    pub(super) fn spelled(&self, key: &FacetKey) -> String {
        match key {
            FacetKey::Brand(text) | FacetKey::Option(text) => text.clone(),
            FacetKey::Category(code) => code.to_string(),
            FacetKey::Availability(status) => status.to_string(),
            FacetKey::Price(range) => {
                let end = |amount: Option<Amount>| amount.map(plain).unwrap_or_default();
                format!("{}..{}", end(range.min), end(range.max))
            }
            FacetKey::Attribute(value) => match value {
                Scalar::Text(text) => text.clone(),
                Scalar::Number(number) => number.to_string(),
                Scalar::Boolean(truth) => truth.to_string(),
                Scalar::Date(day) => day.to_string(),
                Scalar::Enum(code) => code.to_string(),
            },
        }
    }
}

fn enum_label(field: &Field, value: &Code, view: &View) -> String {
    let of_attribute = || {
        let Field::Attribute(code) = field else {
            return None;
        };
        let attribute = &view.reference.attributes.by_code(code)?.value;
        let known = attribute.values.iter().find(|known| known.code == *value)?;
        Some(localized(&known.name, &known.translations, &view.buyer.locales).to_owned())
    };
    of_attribute().unwrap_or_else(|| value.to_string())
}

fn priced(range: &PriceRange, view: &View) -> String {
    let currency = view.buyer.currency.as_str();
    match (range.min, range.max) {
        (Some(min), Some(max)) => format!("{} – {} {currency}", plain(min), plain(max)),
        (Some(min), None) => format!("{} {currency} and more", plain(min)),
        (None, Some(max)) => format!("up to {} {currency}", plain(max)),
        (None, None) => format!("any price in {currency}"),
    }
}

/// Without zeros that say nothing.
fn plain(amount: Amount) -> String {
    amount.to_decimal(AMOUNT_DIGITS).normalize().to_string()
}
