"""Requests that were made to hurt, and those of clients that behave."""
import json
from dataclasses import dataclass, field
from urllib.parse import quote

JSON = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
REFUSED = frozenset(range(400, 500))
ANY = REFUSED | {200}


@dataclass
class Request:
    name: str
    body: bytes | None
    method: str = "POST"
    path: str = "/graphql"
    headers: dict = field(default_factory=lambda: dict(JSON))
    # What it may be answered with, and how long the answer may be.
    statuses: frozenset = REFUSED
    most_bytes: int = 16_384


def post(name, query, variables=None, **more):
    return Request(name, json.dumps({"query": query, "variables": variables}).encode(), **more)


def bounded(name, query, variables=None, most_bytes=2_000_000):
    """One that may be answered."""
    return post(name, query, variables, statuses=ANY, most_bytes=most_bytes)


def page(after):
    """What a shop's customers read in a day, page by page."""
    query = """query($after: String) { products(first: 100, after: $after) { pageInfo { endCursor hasNextPage }
      nodes { code variants(first: 10) { nodes { sku price { unit { amount } } } } } } }"""
    return json.dumps({"query": query, "variables": {"after": after}})


SEARCH = '{"query":"{ search(query: \\"a\\", first: 1) { nodes { code } } }"}'
PLAIN = post("listing", """{ products(first: 24) { nodes { code name priceRange { min { amount currency } } availability { status }
  variants(first: 10) { nodes { sku price { unit { amount } } } } } } }""", statuses=frozenset({200}), most_bytes=200_000)


def well_behaved():
    more = ["{ categories(first: 50) { nodes { name children { name } } } }", "{ search(query: \"shirt\") { nodes { name } facets { values { label count } } } }",
            "{ suggest(prefix: \"sh\") { products { name } } }", "{ __schema { types { name fields { name args { name } } } } }",
            "{ products(first: 100) { nodes { name attributes { code value } variants(first: 10) { nodes { sku name price { unit { amount } } } } } } }"]
    return [PLAIN] + [bounded("ordinary", query) for query in more]


def nest(opening, inner, closing, count):
    return opening * count + inner + closing * count


def chain(levels, spreads, kind="Query"):
    text = "{ ...F0 }"
    for level in range(levels):
        text += f" fragment F{level} on {kind} {{ " + f"...F{level + 1} " * spreads + "}"
    return text + f" fragment F{levels} on {kind} {{ __typename }}"


def documents():
    many = lambda count, text: " ".join(text.replace("#", str(at)) for at in range(count))
    product = 'product(by: {code: "x"})'
    return [
        post("fragment bomb", chain(30, 2)),
        post("wide fragment bomb", chain(6, 200)),
        post("fragment bomb of many operations", " ".join(f"query Q{at} {{ ...F0 }}" for at in range(50)) + chain(12, 2).replace("{ ...F0 }", "", 1)),
        post("unused fragment bomb", "{ __typename }" + chain(30, 2).replace("{ ...F0 }", "", 1)),
        post("circular fragments", "{ ...F0 }" + "".join(f" fragment F{at} on Query {{ ...F{(at + 1) % 100} }}" for at in range(100))),
        post("a fragment in itself", "{ ...F } fragment F on Query { ...F }"),
        post("a circle below fields", f"{{ {product} {{ ...P }} }} fragment P on Product {{ categories {{ products {{ nodes {{ ...P }} }} }} }}"),
        post("aliases", "{ " + many(1800, "a#:__typename") + " }"),
        post("aliased searches", "{ " + many(200, 'a#:search(query: "x") { totalCount { value } }') + " }"),
        post("root fields", "{ " + many(900, "__typename") + " }"),
        post("directives", "{ __typename " + "@include(if: true) " * 300 + "}"),
        post("unknown directives", "{ __typename " + "@a" * 900 + "}"),
        post("deep fields", f"{{ {product} {{ " + nest("categories { products { nodes { ", "id", " } } }", 200) + " } }"),
        post("deep braces", nest("{ a ", "", " }", 900)),
        post("braces that do not close", "{" * 15_000),
        post("deep inline fragments", nest("{ ... on Query ", "{ __typename }", " }", 300)),
        post("deep list literal", f"{{ nodes(ids: {nest('[', '', ']', 900)}) {{ id }} }}"),
        post("deep object literal", f"{{ products(filter: {nest('{not: ', '{}', '}', 400)}) {{ totalCount }} }}"),
        post("deep list type", f"query($a: {nest('[', 'Int', ']', 900)}) {{ __typename }}"),
        post("unknown fields", f"{{ {product} {{ " + many(900, "x#") + " } }"),
        post("unknown arguments", "{ products(" + many(450, "x#: 1") + ") { totalCount } }"),
        post("conflicting fields", "{ " + many(15, "products(first: #) { nodes { id } }") + " }"),
        post("variables declared", "query(" + many(390, "$v#: Int") + ") { __typename }"),
        post("huge integer", f"{{ products(first: {'9' * 10_000}) {{ totalCount }} }}"),
        post("huge float", "{ products(first: 1e999999999) { totalCount } }"),
        post("NUL in a document", "{ __typename\0 }"),
        post("NUL in a string", '{ search(query: "a\\u0000b") { totalCount { value } } }'),
        post("lone surrogate", '{ search(query: "\\uD83D") { totalCount { value } } }'),
        post("unclosed string", '{ search(query: "' + "x" * 12_000),
        post("unclosed block string", '{ search(query: """' + 'x\\"""' * 1_000),
        post("introspection flood", "{ " + many(25, "s#: __schema { types { name } }") + " }"),
        post("circular introspection", "{ __schema { types " + nest("{ fields { type ", "{ name }", " } }", 8) + " } }"),
        post("comments", "#\n" * 8_000),
        post("quotes", '"' * 16_000),
        post("document too long", "x" * 100_000),
        post("operations", "{ __typename } " * 400),
        post("huge pages in each other", "{ categories(first: 250) { nodes { products(first: 250) { nodes { variants(first: 250) { nodes { id } } } } } } }"),
        post("pages of pages by circles", "{ products(first: 250) { nodes { categories { products(first: 250) { nodes { categories { products(first: 250) { nodes { id } } } } } } } } }"),
        bounded("a huge page", "{ products(first: 2147483647) { nodes { id } } }", most_bytes=16_384),
        bounded("a negative page", "{ products(first: -2147483648) { nodes { id } } }", most_bytes=16_384),
        post("a page beyond Int", "{ products(first: 99999999999) { nodes { id } } }"),
        post("many huge pages", "{ " + many(20, "a#: products(first: 250) { nodes { variants { nodes { price { unit { amount } net { amount } gross { amount } } attributes { code } } } } }") + " }"),
        bounded("the longest page that passes", "{ products(first: 250) { nodes { name description attributes { code value } variants(first: 250) { nodes { sku price { unit { amount } tiers { minQuantity } } availability { status } } } } } }", most_bytes=8_000_000),
    ]


def values():
    query = "query($q: String, $f: SearchFilter) { search(query: $q, filter: $f) { totalCount { value } nodes { id } } }"
    listing = "query($f: ProductFilter) { products(filter: $f) { totalCount nodes { id } } }"
    nested, wide = {"brand": ["x"]}, {"brand": ["x"]}
    for _ in range(35):
        nested = {"not": {"or": [nested, {"brand": ["y"]}]}}
    for _ in range(6):
        wide = {"and": [wide] * 4}
    attributes = [{"code": f"a{at}", "in": ["x"] * 80} for at in range(200)]
    words = lambda text: bounded(f"search for {text[:12]!r}… ({len(text):,})", query, {"q": text}, most_bytes=100_000)
    return [
        words("a" * 50_000), words("a " * 25_000), words("(" * 5_000), words('"' * 5_000), words("*" * 5_000), words("a*" * 5_000),
        words("(a+)+$" * 500), words(".*" * 5_000), words("a~2 " * 3_000), words("\u0301" * 20_000), words("\U0001F600" * 10_000), words("-a OR " * 5_000),
        words("AND " * 5_000), words("\\" * 10_000), words("a:b " * 5_000), words("[a TO z] " * 2_000), words("/a/ " * 5_000),
        bounded("a deep filter", query, {"q": "x", "f": nested}, most_bytes=100_000),
        bounded("a wide filter", query, {"q": "x", "f": wide}, most_bytes=100_000),
        post("a filter deeper than JSON", query, {"f": {"not": json.loads('{"not":' * 200 + "{}" + "}" * 200)}}),
        bounded("attributes of a search", query, {"f": {"attributes": attributes}}, most_bytes=100_000),
        bounded("attributes of a listing", listing, {"f": {"attributes": attributes}}, most_bytes=100_000),
        post("long lists in a filter", listing, {"f": {"brand": ["x"] * 20_000}}),
        post("many ids", "query($i: [ID!]!) { nodes(ids: $i) { id } }", {"i": ["x"] * 20_000}),
        post("many codes", "query($c: [String!]) { products { nodes { attributes(codes: $c) { code } } } }", {"c": ["x"] * 20_000}),
        post("many lines of a quote", "query($l: [QuoteLineInput!]!) { quote(lines: $l) { complete } }", {"l": [{"sku": "x", "quantity": 1}] * 5_000}),
        bounded("a quote of huge quantities", "query($l: [QuoteLineInput!]!) { quote(lines: $l) { complete total { amount } } }", {"l": [{"sku": "x", "quantity": 2147483647}] * 250}),
        bounded("a cursor of nonsense", "query($a: String) { products(after: $a) { nodes { id } } }", {"a": "A" * 100_000}),
        bounded("a long slug", "query($s: String!) { product(by: {slug: $s}) { id } }", {"s": "s" * 200_000}),
        post("a prefix of NULs", "query($p: String!) { suggest(prefix: $p) { products { id } } }", {"p": "\0" * 1_000}),
        bounded("a long prefix", "query($p: String!) { suggest(prefix: $p) { products { id } } }", {"p": "a b" * 50_000}),
        bounded("variables of nobody", "{ __typename }", {f"v{at}": at for at in range(90)}),
        post("twenty thousand variables", "{ __typename }", {f"v{at}": at for at in range(20_000)}),
    ]


def raw(name, body, **more):
    return Request(name, body if isinstance(body, bytes) else body.encode(), **more)


def bodies():
    inside = lambda text: '{"query":"{__typename}","variables":{"a":' + text + "}}"
    return [
        raw("deep JSON", inside(nest("[", "", "]", 100_000))),
        raw("deep JSON that does not close", '{"query":"{__typename}","variables":' + '{"a":' * 40_000),
        raw("many zeros", inside("[" + "0," * 100_000 + "0]")),
        raw("a number of 200,000 digits", inside("9" * 200_000)),
        raw("a key twice", '{"query":"{__typename}","query":"mutation{x}"}'),
        raw("a batch", "[" + '{"query":"{__typename}"},' * 5_000 + "{}]"),
        raw("a short batch", '[{"query":"{__typename}"},{"query":"{__typename}"}]'),
        raw("not UTF-8", b"\xff\xfe" * 1_000),
        raw("NUL bytes", b"\0" * 10_000),
        raw("nothing", b""),
        raw("a large body", b" " * 1_000_000),
        raw("a body of 32 MB", b" " * 32_000_000),
        raw("a text", '{"query":"{__typename}"}', headers={"Content-Type": "text/plain"}),
        raw("a packed body", b"\x1f\x8b" + b"x" * 100, headers={**JSON, "Content-Encoding": "gzip"}),
        raw("a form of strangers", b"--x\r\n\r\n--x--", headers={"Content-Type": "multipart/form-data; boundary=x"}),
        raw("a hash of nobody", '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"' + "0" * 64 + '"}}}'),
        raw("a wrong hash", '{"query":"{__typename}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"' + "0" * 64 + '"}}}'),
        raw("a name of 100,000 characters", '{"documentId":"' + "x" * 100_000 + '"}'),
        Request("a long query string", None, "GET", "/graphql?query=" + "x" * 40_000),
        Request("a mutation over GET", None, "GET", "/graphql?query=" + quote("mutation { jobCancel(id: 1) { job { id } } }")),
        Request("PUT", b'{"query":"{__typename}"}', "PUT"),
        Request("an unknown method", b"", "BREW"),
        Request("a key of nonsense", b'{"query":"{__typename}"}', headers={**JSON, "Authorization": "Bearer " + "x" * 5_000}),
        Request("an odd path", None, "GET", "/" + "../" * 500 + "etc/passwd"),
    ]


def all_of(_server):
    return documents() + values() + bodies()
