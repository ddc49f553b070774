"""The pages of a storefront that are measured."""
import json
from dataclasses import dataclass

PRODUCT = """query Product($slug: String!) {
  product(by: {slug: $slug}, context: {channel: "de"}) {
    name description brand categories { name slug ancestors { name slug } } attributes { code value } options { name values } media { url alt }
    variants(first: 20) { nodes {
      sku selectedOptions { name value } price { unit { amount currency } compareAt { amount } } availability { status availableQuantity }
    } }
  }
}"""

LISTING = """query Listing($slug: String!) {
  category(by: {slug: $slug}, context: {channel: "de"}) {
    name
    products(first: 24) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id name slug priceRange { min { amount currency } max { amount } } categories { name slug }
        variants(first: 10) { nodes { sku price { unit { amount currency } } availability { status availableQuantity } } }
      }
    }
  }
}"""

# The same listing with tiers, for buyers to whom relative price lists apply.
RELATIVE = LISTING.replace("query Listing", "query Relative").replace('channel: "de"', 'channel: "de", country: "LU"').replace(
    "price { unit { amount currency } }", "price { unit { amount currency } compareAt { amount } tiers { minQuantity unit { amount } } }")

QUOTE = """query Quote($lines: [QuoteLineInput!]!) {
  quote(lines: $lines, context: {channel: "de"}) {
    complete total { amount currency } net { amount } tax { amount } gross { amount }
    lines { sku quantity price { unit { amount } total { amount } tax { amount } priceList { code } } problem { code } }
  }
}"""

NAMES = "query Names { products(first: 100) { nodes { name slug } } }"

TREE = "query Tree { categories(first: 50) { nodes { name slug children { name slug productCount } } } }"


@dataclass
class Page:
    name: str
    query: str
    variables: dict
    # What the page shows, for people.
    shows: str
    # A function of the answer's data: how many of the things that the page lists came back.
    count: object
    # How many must come back; a page that shows less isn't the page that was meant.
    expected: int
    # CPU milliseconds a request that server and database together should stay below. None: no aim is set.
    aim: object = None

    def body(self):
        return json.dumps({"query": self.query, "variables": self.variables}).encode()

    def check(self, answer):
        """Why the answer is not the page, or None."""
        if answer.get("errors"):
            return f"errors: {json.dumps(answer['errors'])[:500]}"
        try:
            found = self.count(answer["data"])
        except (KeyError, TypeError) as error:
            return f"{error!r} in {json.dumps(answer)[:300]}"
        return None if found >= self.expected else f"{found} instead of at least {self.expected} in {json.dumps(answer)[:300]}"


def pages(subjects, products):
    aimed = products == 10_000
    listed = lambda data: len(data["category"]["products"]["nodes"])
    return [
        Page("product", PRODUCT, {"slug": subjects.product}, f"{subjects.product}: {subjects.product_is}",
             lambda data: len(data["product"]["variants"]["nodes"]), 4, 0.5 if aimed else None),
        Page("listing", LISTING, {"slug": subjects.leaf}, f"{subjects.leaf}: {subjects.leaf_is}", listed, 24, 1.0 if aimed else None),
        Page("listing-top", LISTING, {"slug": subjects.top}, f"{subjects.top}: {subjects.top_is}", listed, 24, 1.0 if aimed else None),
        Page("listing-relative", RELATIVE, {"slug": subjects.leaf}, f"{subjects.leaf} with computed prices and tiers", listed, 24),
        Page("quote", QUOTE, {"lines": [{"sku": sku, "quantity": 1 + place % 12} for place, sku in enumerate(subjects.skus)]},
             "a cart of 50 lines of 50 products", lambda data: len([line for line in data["quote"]["lines"] if line["price"]]), 50),
        Page("names", NAMES, {}, "the first 100 products", lambda data: len(data["products"]["nodes"]), 100),
        Page("tree", TREE, {}, "root categories, their children, products in each", lambda data: len(data["categories"]["nodes"]), 2),
    ]
