//! The area `access`.

use domain::access::Permission;

use super::{Needs, Rule};

pub(super) const TABLE: &[Rule] = &[
    // Who has keys, and who changed what. What was changed says prices and stock too.
    Rule {
        needs: Needs::of(Permission::ACCESS_READ),
        members: &[("Query", "apiKeys auditLog")],
        types: "ApiKey ApiKeyRole Permission AuditAction AuditChange AuditConnection AuditEdge AuditEntry \
                AuditFilter JSON",
    },
    // Making and revoking keys. Nobody gives what they don't have.
    Rule {
        needs: Needs::of(Permission::ACCESS_WRITE),
        members: &[("Mutation", "apiKeyCreate apiKeyRevoke")],
        types: "ApiKeyCreateInput ApiKeyCreatePayload ApiKeyRevokePayload AccessUserError \
                AccessErrorCode",
    },
];
