//! `IN` lists of which few statement texts exist, so that the databases prepare each once: PostgreSQL takes an array as
//! one parameter, SQLite a list whose length is a power of two, padded by repeating its last value.

use domain::text::{Code, Sku, Slug};
use sea_orm::{Value, sea_query::ArrayType};
use uuid::Uuid;

use crate::sql::Sql;

/// What can be in a list.
pub(crate) trait Listed {
    /// The type of PostgreSQL's array.
    const ARRAY_TYPE: ArrayType;

    /// The value as a parameter.
    fn value(&self) -> Value;
}

impl Sql {
    /// Adds PostgreSQL's array as one parameter and writes its place.
    pub(crate) fn bind_array<T: Listed>(&mut self, list: &[T]) -> &mut Self {
        let values = list.iter().map(Listed::value).collect();
        self.bind(Value::Array(T::ARRAY_TYPE, Some(Box::new(values))))
    }

    /// Writes ` = ANY($1)` or ` IN ($1, $2)`. Of an empty list nothing is an element.
    pub(crate) fn in_list<T: Listed>(&mut self, list: &[T]) -> &mut Self {
        if self.is_postgres() {
            return self.push(" = ANY(").bind_array(list).push(")");
        }
        let Some(last) = list.last() else {
            return self.push(" IN ()");
        };
        let padding = list.len().next_power_of_two() - list.len();
        let padded = list.iter().chain(std::iter::repeat_n(last, padding));
        for (place, item) in padded.enumerate() {
            self.push(if place == 0 { " IN (" } else { ", " })
                .bind(item.value());
        }
        self.push(")")
    }
}

macro_rules! listed_ids {
    ($($id:ty),+ $(,)?) => {$(
        impl Listed for $id {
            const ARRAY_TYPE: ArrayType = ArrayType::Uuid;

            fn value(&self) -> Value {
                Value::from(self.uuid())
            }
        }
    )+};
}

listed_ids!(
    domain::id::LocationId,
    domain::id::PriceListId,
    domain::id::CategoryId,
    domain::id::ProductId,
    domain::id::VariantId
);

impl Listed for Uuid {
    const ARRAY_TYPE: ArrayType = ArrayType::Uuid;

    fn value(&self) -> Value {
        Value::from(*self)
    }
}

macro_rules! listed_texts {
    ($($text:ty),+ $(,)?) => {$(
        impl Listed for $text {
            const ARRAY_TYPE: ArrayType = ArrayType::String;

            fn value(&self) -> Value {
                Value::from(&**self)
            }
        }
    )+};
}

listed_texts!(String, &str, Code, Sku, Slug);

impl Listed for f64 {
    const ARRAY_TYPE: ArrayType = ArrayType::Double;

    fn value(&self) -> Value {
        Value::from(*self)
    }
}
