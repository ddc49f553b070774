//! Options that are attributes, too: what is said of a variant by an option of an attribute's name is said by the attribute.

use super::{Attribute, EnumValue, Scalar, ValueType};

impl Attribute {
    /// Whether an option of this name says what the attribute says: its name in the default locale is the attribute's, whatever
    /// the case.
    #[must_use]
    pub fn is_option(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.to_lowercase()
    }

    /// What an option's value says as a value of the attribute: a text itself, a decimal number, or the value of an ENUM that has
    /// this name in the default locale, or this code, whatever the case. None: nothing.
    #[must_use]
    pub fn value_of_option(&self, value: &str) -> Option<Scalar> {
        match self.value_type {
            ValueType::Text => Some(Scalar::Text(value.to_owned())),
            ValueType::Number => number(value).map(Scalar::Number),
            ValueType::Enum => self
                .values
                .iter()
                .find(|known| known.is_option(value))
                .map(|known| Scalar::Enum(known.code.clone())),
            ValueType::Boolean | ValueType::Date => None,
        }
    }
}

impl EnumValue {
    fn is_option(&self, value: &str) -> bool {
        let value = value.to_lowercase();
        self.name.to_lowercase() == value || self.code.as_str().to_lowercase() == value
    }
}

/// Digits, with a point among them or not: what both databases read as the same number.
fn number(text: &str) -> Option<f64> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = match text.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part),
        None => digits(text),
    };
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::text::Code;

    fn attribute(value_type: ValueType, values: &[(&str, &str)]) -> Attribute {
        let values = values.iter().map(|(code, name)| EnumValue {
            code: Code::trusted(code),
            name: String::from(*name),
            translations: BTreeMap::new(),
        });
        Attribute {
            code: Code::trusted("colour"),
            name: String::from("Größe"),
            value_type,
            unit: None,
            list: false,
            filterable: true,
            searchable: false,
            values: values.collect(),
            translations: BTreeMap::new(),
        }
    }

    #[test]
    fn an_option_is_the_attribute_of_its_name() {
        let attribute = attribute(ValueType::Text, &[]);
        assert!(
            attribute.is_option("Größe")
                && attribute.is_option("GRÖSSE".replace("SS", "ß").as_str())
        );
        assert!(!attribute.is_option("colour"));
    }

    #[test]
    fn its_values_are_the_attributes_where_they_can_be() {
        let values = [("sky-blue", "Sky blue"), ("XL", "Extra large")];
        let colours = attribute(ValueType::Enum, &values);
        let code = |code| Some(Scalar::Enum(Code::trusted(code)));
        assert_eq!(colours.value_of_option("SKY BLUE"), code("sky-blue"));
        assert_eq!(colours.value_of_option("xl"), code("XL"));
        assert_eq!(colours.value_of_option("blue"), None);
        let texts = attribute(ValueType::Text, &[]);
        assert_eq!(
            texts.value_of_option("Blue"),
            Some(Scalar::Text(String::from("Blue")))
        );
        let numbers = attribute(ValueType::Number, &[]);
        assert_eq!(numbers.value_of_option("38.5"), Some(Scalar::Number(38.5)));
        for text in ["", ".5", "5.", "1.2.3", "1e3", "-1", "5 l", "inf"] {
            assert_eq!(numbers.value_of_option(text), None, "{text}");
        }
    }
}
