//! Prices; amounts are millionths of the major unit.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "price")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub price_list_id: Option<Uuid>,
    pub currency: String,
    pub amount: i64,
    pub compare_at: Option<i64>,
    pub min_quantity: i32,
    pub country: Option<String>,
    pub valid_from: Option<i64>,
    pub valid_until: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
