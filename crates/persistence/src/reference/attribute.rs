//! Attribute definitions.

use std::sync::Arc;

use domain::{
    catalog::{Attribute, EnumValue, ValueType},
    id::AttributeId,
    outcome::Fault,
    reference::{Entry, Kind},
    text::Code,
};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use super::{DOING, by_owner};
use crate::{
    entity::{attribute, attribute_value},
    fault::{corrupt, fault},
    json,
};

pub(super) async fn load(
    database: &impl ConnectionTrait,
) -> Result<Kind<AttributeId, Attribute>, Fault> {
    let rows = attribute::Entity::find()
        .order_by_asc(attribute::Column::Code)
        .all(database)
        .await
        .map_err(fault(DOING))?;
    let values = attribute_value::Entity::find().order_by_asc(attribute_value::Column::Position);
    let mut values = by_owner(values.all(database).await.map_err(fault(DOING))?, |row| {
        row.attribute_id
    });
    let mut kind = Kind::default();
    for row in rows {
        let code = Code::trusted(&row.code);
        let declared = values.remove(&row.id).unwrap_or_default();
        let value = Attribute {
            code: code.clone(),
            name: row.name,
            value_type: ValueType::parse(&row.value_type).ok_or_else(|| {
                corrupt(
                    DOING,
                    format!("{:?} is not a type of values", row.value_type),
                )
            })?,
            unit: row.unit,
            list: row.list,
            filterable: row.filterable,
            searchable: row.searchable,
            values: declared
                .into_iter()
                .map(enum_value)
                .collect::<Result<_, _>>()?,
            translations: json::names_from_text(&row.translations)?,
        };
        kind.insert(
            code,
            Entry {
                id: row.id.into(),
                version: row.version,
                value: Arc::new(value),
            },
        );
    }
    Ok(kind)
}

fn enum_value(row: attribute_value::Model) -> Result<EnumValue, Fault> {
    Ok(EnumValue {
        code: Code::trusted(&row.code),
        name: row.name,
        translations: json::names_from_text(&row.translations)?,
    })
}
