//! What a CSV file doesn't say: the currency of its prices, the channel and the location.

use domain::{locale::Locale, pricing::Currency, reference::Reference, text::Code};
use serde_json::json;

use super::{Draft, words};
use crate::record::Kind;

/// What the caller says of CSV files; what is left out is taken from the store where that has only one answer.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Currency of prices without one of their own, ISO 4217. None: the channel's default.
    pub currency: Option<String>,
    /// Code of the channel in which products are published. None: the default one, or the only one.
    pub channel: Option<String>,
    /// Code or name of the location of stock without one of its own. None: the channel's only one, or the only one.
    pub location: Option<String>,
    /// The channel of who names none, from the configuration.
    pub default_channel: Option<Code>,
    /// The locale of a channel that has to be made. None: `en`.
    pub default_locale: Option<Locale>,
}

/// The answers, or for each that is missing the sentence to say when it is needed.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) currency: Result<Currency, String>,
    pub(crate) channel: Result<Code, String>,
    pub(crate) location: Result<Code, String>,
    /// Whether the channel has to be made, and in which locale.
    new_channel: Option<String>,
    /// The name of the location, if it has to be made.
    new_location: Option<String>,
    /// What is odd about the answers: told where prices, or where stock, are taken from the file.
    pub(crate) price_notice: Option<String>,
    pub(crate) stock_notice: Option<String>,
    /// All locations: code and name.
    locations: Vec<(Code, String)>,
}

impl Settings {
    /// Takes the caller's wishes first, and what the store has only one of next.
    pub(crate) fn resolve(wishes: &Wishes, reference: &Reference) -> Self {
        let locations: Vec<(Code, String)> = reference
            .locations
            .iter()
            .map(|entry| (entry.value.code.clone(), entry.value.name.clone()))
            .collect();
        let channel = channel(wishes, reference);
        let currency = currency(wishes, reference, channel.as_ref().ok());
        let location = location(wishes, reference, channel.as_ref().ok(), &locations);
        let no_channel = reference.channels.is_empty();
        let locale = wishes.default_locale.as_ref().map(ToString::to_string);
        let mut settings = Self {
            new_channel: no_channel.then(|| locale.unwrap_or_else(|| String::from("en"))),
            new_location: locations.is_empty().then(|| {
                let name = wishes.location.as_deref().unwrap_or("Main location");
                name.trim().to_owned()
            }),
            channel,
            currency,
            location,
            price_notice: None,
            stock_notice: None,
            locations,
        };
        settings.look_for_oddities(reference);
        settings
    }

    fn look_for_oddities(&mut self, reference: &Reference) {
        let Some(channel) = self
            .channel
            .as_ref()
            .ok()
            .and_then(|code| reference.channels.by_code(code))
        else {
            return;
        };
        let channel = &channel.value;
        if let Ok(currency) = &self.currency
            && !channel.currencies.contains(currency)
        {
            self.price_notice = Some(format!(
                "The channel \"{}\" does not sell in {currency}, so that these prices are not shown there.",
                channel.code
            ));
        }
        if let Ok(location) = &self.location
            && !channel.locations.contains(location)
        {
            self.stock_notice = Some(format!(
                "The channel \"{}\" does not sell from the location \"{location}\", so that this stock is not for sale there. \
                 Add it to the channel's locations.",
                channel.code
            ));
        }
    }

    /// The location that a cell names, by its code or its name.
    pub(crate) fn location_named(&self, cell: &str) -> Code {
        let by_code = self
            .locations
            .iter()
            .find(|(code, _)| code.as_str() == cell);
        let mut by_name = self
            .locations
            .iter()
            .filter(|(_, name)| name.to_lowercase() == cell.to_lowercase());
        let found = by_code.or_else(|| by_name.next().filter(|_| by_name.next().is_none()));
        found.map_or_else(|| Code::trusted(cell), |(code, _)| code.clone())
    }

    /// The location's record, if it has to be made.
    pub(crate) fn implied_location(&self) -> Option<Draft> {
        let name = self.new_location.as_ref()?;
        let code = self.location.as_ref().ok()?;
        let mut draft = Draft::new(Kind::Location, 1).implied();
        draft.set("code", code.as_str());
        draft.set("name", name.as_str());
        Some(draft)
    }

    /// The channel's record, if it has to be made.
    pub(crate) fn implied_channel(&self) -> Option<Draft> {
        let locale = self.new_channel.as_ref()?;
        let (code, currency) = (self.channel.as_ref().ok()?, self.currency.as_ref().ok()?);
        let mut draft = Draft::new(Kind::Channel, 1).implied();
        draft.set("code", code.as_str());
        draft.set("name", code.as_str());
        draft.set("currencies", json!([currency.as_str()]));
        draft.set("defaultCurrency", currency.as_str());
        draft.set("locales", json!([locale]));
        draft.set("defaultLocale", locale.as_str());
        if let Ok(location) = &self.location {
            draft.set("locations", json!([location.as_str()]));
        }
        Some(draft)
    }
}

fn channel(wishes: &Wishes, reference: &Reference) -> Result<Code, String> {
    let codes: Vec<&str> = reference
        .channels
        .iter()
        .map(|entry| entry.value.code.as_str())
        .collect();
    let listed = codes.join(", ");
    match (&wishes.channel, &codes[..]) {
        (Some(wish), []) => Code::parse(wish.trim())
            .map_err(|error| format!("The channel's code can't be used. {error}")),
        (None, []) => Ok(Code::trusted("default")),
        (Some(wish), _) if codes.contains(&wish.trim()) => Ok(Code::trusted(wish.trim())),
        (Some(wish), _) => Err(format!(
            "There is no channel {wish:?}. There are: {listed}."
        )),
        (None, [only]) => Ok(Code::trusted(only)),
        (None, _) => match &wishes.default_channel {
            Some(default) if codes.contains(&default.as_str()) => Ok(default.clone()),
            _ => Err(format!(
                "In which channel are the products to be published? Say it with the option \"channel\". There are: {listed}."
            )),
        },
    }
}

fn currency(
    wishes: &Wishes,
    reference: &Reference,
    channel: Option<&Code>,
) -> Result<Currency, String> {
    if let Some(wish) = &wishes.currency {
        return Currency::parse(&wish.trim().to_uppercase()).map_err(|error| error.to_string());
    }
    if let Some(channel) = channel.and_then(|code| reference.channels.by_code(code)) {
        return Ok(channel.value.default_currency);
    }
    let mut defaults: Vec<Currency> = reference
        .channels
        .iter()
        .map(|entry| entry.value.default_currency)
        .collect();
    defaults.sort_unstable();
    defaults.dedup();
    match defaults[..] {
        [only] => Ok(only),
        _ => Err(String::from(
            "In which currency are the prices? Say it with the option \"currency\", such as EUR.",
        )),
    }
}

fn location(
    wishes: &Wishes,
    reference: &Reference,
    channel: Option<&Code>,
    locations: &[(Code, String)],
) -> Result<Code, String> {
    let listed = || {
        let codes: Vec<&str> = locations.iter().map(|(code, _)| code.as_str()).collect();
        codes.join(", ")
    };
    match (wishes.location.as_deref().map(str::trim), locations) {
        (Some(wish), []) => match words::slug(wish) {
            code if code.is_empty() => Err(format!("{wish:?} is no name of a location.")),
            code => Ok(Code::trusted(&words::short_key(&code))),
        },
        (None, []) => Ok(Code::trusted("main")),
        (Some(wish), _) => locations
            .iter()
            .find(|(code, name)| {
                code.as_str() == wish || name.to_lowercase() == wish.to_lowercase()
            })
            .map(|(code, _)| code.clone())
            .ok_or_else(|| format!("There is no location {wish:?}. There are: {}.", listed())),
        (None, [(only, _)]) => Ok(only.clone()),
        (None, _) => {
            let of_channel = channel
                .and_then(|code| reference.channels.by_code(code))
                .map(|entry| entry.value.locations.as_slice());
            match of_channel {
                Some([only]) => Ok(only.clone()),
                _ => Err(format!(
                    "At which location is the stock? Say it with the option \"location\". There are: {}.",
                    listed()
                )),
            }
        }
    }
}
