"""What schemathesis needs to know of Vitrine: values of its scalars, and what must hold of every answer."""

import json
import os
import urllib.request

import graphql
import schemathesis
from answers import problems
from graphql import GraphQLSchema
from hypothesis import strategies as st
from schemathesis.graphql import nodes

# The codes of requests that a caller can mend, as docs/api-design.md and the front door list them. All others are faults.
CLIENT_CODES = {
    "BAD_USER_INPUT",
    "COST_TOO_HIGH",
    "DOCUMENT_TOO_DEEP",
    "DOCUMENT_TOO_LONG",
    "FORBIDDEN",
    "GRAPHQL_PARSE_FAILED",
    "GRAPHQL_VALIDATION_FAILED",
    "INVALID_CURSOR",
    "INVALID_ID",
    "LIST_TOO_LONG",
    "OPERATION_RESOLUTION_FAILURE",
    "SEARCH_BEHIND",
    "TOO_MANY_ALIASES",
    "TOO_MANY_DIRECTIVES",
    "TOO_MANY_FIELDS",
    "TOO_MANY_ROOT_FIELDS",
    "TOO_MANY_TOKENS",
    "UNKNOWN_CHANNEL",
}

# Values that fit, and some that nearly do: whether they fit is the server's to say.
SCALARS = {
    "AttributeScalar": ["black", "Wool", "2026-11-22", ""],
    "CatalogVersion": ["0", "1", "-1", "x"],
    "CountryCode": ["DE", "US", "XX", "de"],
    "CurrencyCode": ["EUR", "USD", "XXX", "eur"],
    "Date": ["2026-11-22", "2024-02-29", "2026-02-30"],
    "DateTime": ["2026-11-22T18:30:00Z", "2026-11-22T18:30:00.123456+05:30", "9999-12-31T23:59:60Z", "now"],
    "Decimal": ["0", "19.90", "-1", "0.0000001", "79228162514264337593543950335", "1e9", "1,5"],
    "JSON": ["{}"],
    "Locale": ["de", "de-AT", "en-US", "x", ""],
    "SearchFilterValue": ["{}"],
    "Upload": ["sha256:0"],
}
# Keys of the sample: random texts find nothing, and an answer of nothing shows little.
KEYS = ["de", "us", "lighting", "desk-lamp-heron", "OST-HER-BLK", "colour", "black", "lamp", "b2b", "b2b-eur", "hamburg"]
REFERENCES = [
    '{__typename: "Product", code: "mug-shoal"}',
    '{__typename: "Product", slug: "heron-desk-lamp", context: {channel: "us"}}',
    '{__typename: "ProductVariant", sku: "OST-HER-BLK"}',
    '{__typename: "Category", slug: "nothing"}',
    '{__typename: "Channel", code: "de"}',
    "{}",
]
NUMBERS = [0, 1, 2, 10, 250, 251, -1, 2**31 - 1, -(2**31)]


def real_ids():
    """Ids of each type that the server shows to anybody."""
    query = """{ products(first: 2) { nodes { id categories { id } attributes { attribute { id } }
        variants(first: 1) { nodes { id availability { byLocation { location { id } } } } } } } }"""
    request = urllib.request.Request(
        os.environ["VITRINE_DEV_URL"], json.dumps({"query": query}).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as response:
        text = response.read().decode()
    return [part.split('"')[0] for part in text.split('"id":"')[1:]]


for name, values in SCALARS.items():
    schemathesis.graphql.scalar(name, st.sampled_from(values).map(nodes.String))
schemathesis.graphql.scalar("_Any", st.sampled_from(REFERENCES).map(graphql.parse_value))
schemathesis.graphql.scalar("String", (st.sampled_from(KEYS) | st.text(max_size=20)).map(nodes.String))
schemathesis.graphql.scalar("ID", (st.sampled_from(real_ids()) | st.text(max_size=20)).map(nodes.String))
schemathesis.graphql.scalar("Int", (st.sampled_from(NUMBERS) | st.integers(-(2**31), 2**31 - 1)).map(nodes.Int))


@schemathesis.check
def answers_as_promised(ctx, response, case):
    """No fault of the server's, every error with its code, and data of the types that the schema says."""
    assert response.status_code < 500, f"{response.status_code}: {response.text[:500]}"
    answer = response.json()
    for error in answer.get("errors", []):
        code = error.get("extensions", {}).get("code")
        assert code in CLIENT_CODES, f"{code}: {error['message']}"
    if answer.get("data") is not None:
        schema: GraphQLSchema = case.operation.schema.client_schema
        found = problems(schema, graphql.parse(case.body), answer["data"], answer.get("errors", []))
        assert not found, "\n".join(found)
