//! The area `catalog`.

use domain::access::Permission;

use super::{Needs, Rule, WRITE_TRADE};

pub(super) const TABLE: &[Rule] = &[
    // Drafts, other languages, attributes as such.
    Rule {
        needs: Needs::of(Permission::CATALOG_READ).in_channels(),
        members: &[
            ("Query", "attribute attributes"),
            ("Category", "hidden translations"),
            ("Product", "translations"),
            ("Attribute", "translations productCount"),
            ("AttributeEnumValue", "translations"),
            ("ProductFilter", "status text"),
            ("SearchFilter", "status"),
        ],
        types: "AttributeBy AttributeConnection AttributeEdge AttributeTranslation \
                CategoryTranslation ProductTranslation TranslatedAttribute TranslatedOption \
                TranslatedOptionValue",
    },
    // What is done for the channels that the input names.
    Rule {
        needs: Needs::of(Permission::CATALOG_WRITE).in_channels(),
        members: &[("Mutation", "productPublish productUnpublish")],
        types: "ProductPublishInput ProductUnpublishInput PublicationInput ProductPublishPayload \
                ProductUnpublishPayload",
    },
    // The assortment and its texts.
    Rule {
        needs: Needs::of(Permission::CATALOG_WRITE),
        members: &[
            (
                "Mutation",
                "categoryCreate categoryUpdate categoryMove categoriesReorder categoryDelete \
                 attributeCreate attributeUpdate attributeDelete attributeValueCreate \
                 attributeValueUpdate attributeValueDelete attributeValuesReorder productSet \
                 productCreate productUpdate productDelete productArchive productVariantCreate \
                 productVariantUpdate productVariantDelete productVariantsReorder translationsSet",
            ),
            ("BulkRecordInput", "attribute category product"),
        ],
        types: "SetOutcome AttributeCreateInput AttributeUpdateInput AttributeSetInput \
                AttributeEnumValueInput EnumValueSetInput AttributeValueInput \
                AttributeCreatePayload AttributeUpdatePayload AttributeDeletePayload \
                AttributeValueCreateInput AttributeValueUpdateInput AttributeValuesReorderInput \
                AttributeValueCreatePayload AttributeValueUpdatePayload \
                AttributeValueDeletePayload AttributeValuesReorderPayload CategoryCreateInput \
                CategoryUpdateInput CategoryMoveInput CategoriesReorderInput CategorySetInput \
                CategoryTranslationInput CategoryCreatePayload CategoryUpdatePayload \
                CategoryMovePayload CategoriesReorderPayload CategoryDeletePayload \
                ProductCreateInput ProductUpdateInput ProductSetInput ProductTranslationInput \
                ProductCreatePayload ProductUpdatePayload ProductSetPayload ProductDeletePayload \
                ProductArchivePayload ProductVariantSetInput ProductVariantUpdateInput \
                ProductVariantsReorderInput ProductVariantCreatePayload \
                ProductVariantUpdatePayload ProductVariantDeletePayload \
                ProductVariantsReorderPayload MediaInput OptionValueInput OptionTranslationInput \
                OptionValueTranslationInput TranslatedBy TranslationInput TranslationsSetInput \
                TranslationsSetPayload",
    },
    // Names in other languages, of whatever has one.
    Rule {
        needs: Needs::one_of(WRITE_TRADE),
        members: &[],
        types: "NameInput NameTranslationInput",
    },
];
