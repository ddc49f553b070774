//! Variants; `option_values`, `attributes` and `media` are JSON.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "variant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub product_id: Uuid,
    pub position: i32,
    pub sku: String,
    pub barcode: Option<String>,
    pub name: Option<String>,
    pub option_values: String,
    pub attributes: String,
    pub media: String,
    pub track_inventory: bool,
    pub low_stock_threshold: Option<i64>,
    pub quantity_minimum: Option<i32>,
    pub quantity_maximum: Option<i32>,
    pub quantity_increment: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
