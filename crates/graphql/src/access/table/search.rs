//! The area `search`.

use domain::access::Permission;

use super::{Needs, Rule};

pub(super) const TABLE: &[Rule] = &[
    // Why a hit is where it is.
    Rule {
        needs: Needs::of(Permission::SEARCH_READ).in_channels(),
        members: &[("SearchEdge", "score explanation")],
        types: "",
    },
    // What the shop says about searches.
    Rule {
        needs: Needs::of(Permission::SEARCH_READ),
        members: &[("Query", "searchRules")],
        types: "SearchRules SearchSynonyms SearchRule SearchRedirect SearchOccasion SearchWeight \
                SearchWeightAttribute",
    },
    // The same, changed.
    Rule {
        needs: Needs::of(Permission::SEARCH_WRITE),
        members: &[(
            "Mutation",
            "searchSynonymsSet searchSynonymsDelete searchRuleSet searchRuleDelete \
                 searchRedirectSet searchRedirectDelete",
        )],
        types: "SearchSynonymsInput SearchRuleInput SearchRedirectInput SearchOccasionInput \
                SearchWeightInput SearchWeightAttributeInput SearchSynonymsSetPayload \
                SearchSynonymsDeletePayload SearchRuleSetPayload SearchRuleDeletePayload \
                SearchRedirectSetPayload SearchRedirectDeletePayload SearchUserError \
                SearchErrorCode",
    },
];
