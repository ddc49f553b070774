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
    /// The attributes that have the names of options, by these.
    options: HashMap<String, Arc<Attribute>>,
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
            options: facets
                .iter()
                .filter_map(|facet| option(facet, view))
                .collect(),
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
            Field::Option(name) => match self.options.get(name) {
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
            FacetKey::Attribute(Scalar::Enum(value)) => self.of_enum(field, value),
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
            let attribute = self.options.get(name)?;
            match attribute.value_of_option(value)? {
                Scalar::Enum(code) => self.value_of(attribute, &code),
                _ => None,
            }
        };
        declared().unwrap_or_else(|| value.to_owned())
    }

    fn name_of(&self, attribute: &Attribute) -> String {
        let locales = &self.view.buyer.locales;
        localized(&attribute.name, &attribute.translations, locales).to_owned()
    }

    /// What a value of an ENUM is called. None: it isn't declared.
    fn value_of(&self, attribute: &Attribute, code: &Code) -> Option<String> {
        let mut values = attribute.values.iter();
        let known = values.find(|known| known.code == *code)?;
        let locales = &self.view.buyer.locales;
        Some(localized(&known.name, &known.translations, locales).to_owned())
    }

    /// What an ENUM's value is called where its attribute is declared.
    fn of_enum(&self, field: &Field, code: &Code) -> String {
        let attribute = match field {
            Field::Attribute(of) => self.view.reference.attributes.by_code(of),
            _ => None,
        };
        let declared = attribute.and_then(|entry| self.value_of(&entry.value, code));
        declared.unwrap_or_else(|| code.to_string())
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

/// The name of the option that a facet is of, and the attribute of that name.
fn option(facet: &Facet, view: &View) -> Option<(String, Arc<Attribute>)> {
    let Field::Option(name) = &facet.field else {
        return None;
    };
    let mut attributes = view.reference.attributes.iter();
    let found = attributes.find(|entry| entry.value.is_option(name))?;
    Some((name.clone(), Arc::clone(&found.value)))
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
