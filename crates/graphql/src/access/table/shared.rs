//! What several areas have in common.

use domain::access::Permission;

use super::{Needs, READ_ANY, Rule, WRITE_TRADE};

pub(super) const TABLE: &[Rule] = &[
    // Where things are sold and lie: whoever has the care of anything sees it.
    Rule {
        needs: Needs::one_of(READ_ANY).in_channels(),
        members: &[("Query", "channel channels location locations")],
        types: "ChannelBy Channel ChannelConnection ChannelEdge TaxRate CountryTaxRates \
                CodeFilter LocationBy LocationConnection LocationEdge",
    },
    // A channel says in which languages and for which currencies and taxes things are sold.
    Rule {
        needs: Needs::of(Permission::CATALOG_WRITE).and(Permission::PRICING_WRITE),
        members: &[("Mutation", "channelCreate channelUpdate channelDelete")],
        types: "ChannelCreateInput ChannelUpdateInput ChannelSetInput TaxRateInput ClassRateInput \
                CountryRatesInput TaxClassNameInput ClassNameInput ChannelCreatePayload \
                ChannelUpdatePayload ChannelDeletePayload",
    },
    // What is wrong with the input of mutations of several areas.
    Rule {
        needs: Needs::one_of(WRITE_TRADE).in_channels(),
        members: &[],
        types: "CatalogUserError CatalogErrorCode",
    },
    // Many changes at once. Each record needs what it says, see the other tables.
    Rule {
        needs: Needs::one_of(WRITE_TRADE),
        members: &[("Mutation", "bulk"), ("BulkRecordInput", "")],
        types: "BulkInput BulkPolicy BulkPayload BulkResult BulkStatus BulkUserError \
                BulkErrorCode",
    },
    // A channel as a record.
    Rule {
        needs: Needs::of(Permission::CATALOG_WRITE).and(Permission::PRICING_WRITE),
        members: &[("BulkRecordInput", "channel")],
        types: "",
    },
    // A file can change everything that is traded.
    Rule {
        needs: Needs::of(Permission::CATALOG_WRITE)
            .and(Permission::PRICING_WRITE)
            .and(Permission::INVENTORY_WRITE),
        members: &[("Mutation", "catalogImport jobCancel")],
        types: "CatalogImportInput ImportFormat Upload CatalogImportPayload JobCancelPayload",
    },
    // An export is the whole catalogue, and so are the file of an import and the changes from their beginning.
    Rule {
        needs: Needs::of(Permission::CATALOG_READ)
            .and(Permission::PRICING_READ)
            .and(Permission::INVENTORY_READ),
        members: &[
            ("Mutation", "catalogExport"),
            ("Query", "job jobs changes"),
            ("Subscription", "importProgress"),
        ],
        types: "CatalogExportPayload Change ChangeAction ChangeEdge ChangeFeed Job JobConnection JobEdge JobCounts JobFile JobIssue JobKind \
                JobNotice JobProgress JobStage JobState JobUserError JobErrorCode",
    },
];
