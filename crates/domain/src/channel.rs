//! Sales channels: to whom the catalogue is shown, in which currencies, languages and with which taxes.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::{country::Country, locale::Locale, pricing::Currency, text::Code};

/// A sales channel, as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// The seller's key.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// In which currencies it sells; never empty, each once.
    pub currencies: Vec<Currency>,
    /// The one that holds where a buyer names none; one of `currencies`.
    pub default_currency: Currency,
    /// In which locales it shows its texts; never empty, each once.
    pub locales: Vec<Locale>,
    /// The one that holds where a buyer names none; one of `locales`.
    pub default_locale: Locale,
    /// The country that holds where a buyer names none. None: none, so that only prices without a country match.
    pub country: Option<Country>,
    /// Whether its prices are shown, and stored, with tax.
    pub prices_include_tax: bool,
    /// The share of the net price that is tax, by tax class (`0.19` is 19 %). Empty: no tax.
    pub tax_rates: BTreeMap<Code, Decimal>,
    /// Rates that hold for buyers in a country instead, by country and tax class. A class that is missing there has the
    /// rate of `tax_rates`.
    pub country_tax_rates: BTreeMap<Country, BTreeMap<Code, Decimal>>,
    /// What tax classes are called, by class. A class that is missing is called by its code.
    pub tax_class_names: BTreeMap<Code, String>,
    /// From which locations it sells, in order of preference.
    pub locations: Vec<Code>,
}
