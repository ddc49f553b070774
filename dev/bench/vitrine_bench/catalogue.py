"""The generated feed, and what of it the pages show."""
import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass

from .setting import BENCH, WORK, say

SEED = 1
CHANNEL = "de"
# The locale of the channel, in which storefronts spell its slugs.
LOCALE = "de"


@dataclass
class Subjects:
    """What the pages of a run show; the rest of the catalogue is there to be in the way."""

    product: str
    product_is: str
    leaf: str
    leaf_is: str
    top: str
    top_is: str
    # One SKU with a price in euro of each of 50 products.
    skus: list


def feed(products):
    """The path of the feed, made when it isn't there yet. The same size gives the same bytes on every machine."""
    path = WORK / f"catalogue-{products}.jsonl"
    if not path.exists():
        say(f"Generating {products:,} products…")
        WORK.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        command = [sys.executable, str(BENCH / "generate.py"), "--products", str(products), "--seed", str(SEED), "--out", str(unfinished)]
        subprocess.run(command, check=True)
        unfinished.rename(path)
    return path


def subjects(path):
    """A product with four variants and translations, the leaf category of middle size among those with more than one
    page, and the top category with the most products. All by the slugs that the channel's storefronts use."""
    categories, filled, product, skus = {}, Counter(), None, []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["type"] == "category":
                categories[record["code"]] = record
            elif record["type"] == "product" and is_listed(record):
                for code in record["categories"]:
                    for above in ancestry(categories, code):
                        filled[above] += 1
                first = record["variants"][0]
                if len(skus) < 50 and any(price["currency"] == "EUR" and "priceList" not in price for price in first["prices"]):
                    skus.append(first["sku"])
                if product is None and len(record["variants"]) == 4 and len(record["options"]) == 2 and "translations" in record:
                    product = record
    parents = {record.get("parent") for record in categories.values()}
    leaves = sorted((filled[code], code) for code in categories if code not in parents and filled[code] > 24)
    if product is None or not leaves:
        raise SystemExit("This catalogue is too small to have the pages; take at least 2,000 products.")
    leaf = leaves[len(leaves) // 2][1]
    top = max((code for code, record in categories.items() if "parent" not in record), key=lambda code: filled[code])
    return Subjects(
        product=slug(product), product_is=f"{len(product['variants'])} variants by {' and '.join(product['options'])}, translated",
        leaf=slug(categories[leaf]), leaf_is=f"a leaf with {filled[leaf]:,} products",
        top=slug(categories[top]), top_is=f"a root with {filled[top]:,} products below it",
        skus=skus,
    )


def is_listed(product):
    return product["status"] == "ACTIVE" and CHANNEL in product["channels"]


def ancestry(categories, code):
    while code is not None:
        yield code
        code = categories[code].get("parent")


def slug(record):
    return record.get("translations", {}).get(LOCALE, {}).get("slug", record["slug"])
