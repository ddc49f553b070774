//! The area `inventory`.

use domain::access::Permission;

use super::{Needs, Rule};

pub(super) const TABLE: &[Rule] = &[
    // How many there are, and what is held.
    Rule {
        needs: Needs::of(Permission::INVENTORY_READ).in_channels(),
        members: &[
            ("Query", "reservation"),
            (
                "ProductVariant",
                "stockLevels trackInventory lowStockThreshold",
            ),
        ],
        types: "StockLevel IncomingStock Reservation ReservationLine ReservationState",
    },
    // What all channels share, and who changed it.
    Rule {
        needs: Needs::of(Permission::INVENTORY_READ),
        members: &[("Query", "stockLevels stockLedger")],
        types: "StockLevelFilter StockLevelConnection StockLevelEdge StockLedgerFilter \
                StockLedgerConnection StockLedgerEdge StockLedgerEntry StockLedgerCause \
                StockLedgerUnits",
    },
    // What is done for the channel that the input names, and goes on by the id that it gave.
    Rule {
        needs: Needs::of(Permission::INVENTORY_WRITE).in_channels(),
        members: &[(
            "Mutation",
            "stockReserve reservationExtend reservationCommit reservationRelease",
        )],
        types: "StockReserveInput StockReserveLineInput ReservationLineInput StockReservePayload \
                ReservationExtendPayload ReservationCommitPayload ReservationReleasePayload \
                StockUserError StockErrorCode",
    },
    // Stock, which all channels share, and where it lies.
    Rule {
        needs: Needs::of(Permission::INVENTORY_WRITE),
        members: &[
            (
                "Mutation",
                "stockAdjust stockSet stockTransfer locationCreate locationUpdate locationDelete",
            ),
            ("BulkRecordInput", "location stock"),
            (
                "ProductVariantSetInput",
                "stock trackInventory lowStockThreshold",
            ),
            (
                "ProductVariantUpdateInput",
                "stock trackInventory lowStockThreshold",
            ),
        ],
        types: "StockAdjustInput StockAdjustLineInput StockSetInput StockSetLineInput \
                StockTransferInput StockTransferLineInput IncomingStockInput ChangedStockLevel \
                StockAdjustPayload StockSetPayload StockTransferPayload LocationCreateInput \
                LocationUpdateInput LocationSetInput LocationCreatePayload LocationUpdatePayload \
                LocationDeletePayload SkuStockSetInput VariantStockInput VariantIncomingInput",
    },
];
