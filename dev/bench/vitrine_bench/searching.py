"""Searching and indexing, beside the bare engines."""
import http.client
import json
import os
import re
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from .asking import Asker, late, middle, times
from .process import memory_mib
from .recording import Recorder
from .server import Server, environment
from .setting import TARGET, VITRINE, fail, say

EXAMPLES = [("search", "bare"), ("search", "embedded")]
BARE = TARGET / "release" / "examples" / "bare"
ENGINE = TARGET / "release" / "examples" / "embedded"
PREFIX = "vitrine-bench"

SEARCH = """query Search($words: String!) {
  search(query: $words, context: {channel: "us", locale: "en"}, first: 24, facets: [
    {kind: BRAND}, {kind: CATEGORY}, {kind: PRICE}, {kind: ATTRIBUTE, code: "colour"}, {kind: ATTRIBUTE, code: "material"}]) {
    nodes { id name slug brand priceRange { min { amount currency } } availability { status } media { url } }
    totalCount { value precision } pageInfo { hasNextPage endCursor }
    facets { kind label values { value label count selected filter } }
  }
}"""

SUGGEST = """query Suggest($prefix: String!) {
  suggest(prefix: $prefix, limit: 8, context: {channel: "us", locale: "en"}) {
    products { name slug } categories { name slug } queries { text count }
  }
}"""


@dataclass
class Subjects:
    # Two words that stand in the name of one and the same product, and so in some hundreds of 100,000.
    words: str
    # A word that very many have.
    broad: str
    # The beginning of a word of many names.
    prefix: str


def subjects(feed):
    """Words of the catalogue itself, the same for the same catalogue."""
    alone, pairs = Counter(), Counter()
    with open(feed, encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith('{"type":"product"'):
                continue
            record = json.loads(line)
            words = [word.lower() for word in record["name"].split() if word.isalpha() and word != record.get("brand")]
            alone.update(set(words))
            pairs.update(zip(words, words[1:]))
    if not pairs:
        fail("the names of this catalogue have no words")
    broad = min(word for word, count in alone.items() if count == max(alone.values()))
    pair = min(pair for pair, count in pairs.items() if count == max(pairs.values()))
    return Subjects(" ".join(pair), broad, broad[:3])


def pages(subjects):
    body = lambda query, **variables: json.dumps({"query": query, "variables": variables}).encode()
    return {"search": body(SEARCH, words=subjects.words), "broad": body(SEARCH, words=subjects.broad), "suggest": body(SUGGEST, prefix=subjects.prefix)}


def prepare(database, feed):
    database.create()
    command = [str(VITRINE), "import", str(feed)]
    if subprocess.run(command, env=environment(database), cwd=database.folder, stdout=subprocess.DEVNULL).returncode != 0:
        fail("the import failed")


def measure(database, feed, subjects, engine, options):
    if engine == "embedded":
        return embedded(database, feed, subjects, options)
    delete_indexes(options.elasticsearch)
    try:
        return elasticsearch(database, subjects, options)
    finally:
        delete_indexes(options.elasticsearch)


def embedded(database, feed, subjects, options):
    indexing = indexed(database, {})
    # The second has no memory for answers: it is asked as if nobody had asked before. It reads the index that the first keeps.
    with Server(database, "warn", remembers=True) as server, Server(database, "warn", VITRINE_SEARCH_CACHE_BYTES="0") as forgetful:
        found, again = ({name: [] for name in pages(subjects)} for _ in range(2))
        bare, alone = {name: [] for name in found}, {name: [] for name in found}
        for _ in range(options.rounds):
            asked(forgetful, subjects, options, found)
            asked(server, subjects, options, again)
            for words, name in ((subjects.words, "search"), (subjects.broad, "broad")):
                alone[name].append(example(ENGINE, database.folder / "search", options.seconds, words)[-1]["p50_ms"])
                figures = example(BARE, feed, options.seconds, words, subjects.prefix)
                bare[name].append(figures["search"]["p50_ms"])
                bare["suggest"].append(figures["suggest"]["p50_ms"])
                indexing["bare_per_second"] = max(indexing.get("bare_per_second", 0), figures["products"] / figures["indexing_seconds"])
        anew = reindexed(database, server, subjects, {}) if not options.no_reindex else {}
    return {"pages": summed_up(found, bare, alone, again), "indexing": [indexing | anew]}


def example(program, *arguments):
    done = subprocess.run([str(program), *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        fail(f"{program.name} failed: {done.stderr}")
    return json.loads(done.stdout)


def elasticsearch(database, subjects, options):
    address = options.elasticsearch
    settings = {"VITRINE_SEARCH_URL": address, "VITRINE_SEARCH_PREFIX": PREFIX}
    with Recorder(address, lambda path: "/_bulk" in path) as recorder:
        # Through the recorder, which takes its own time: it is not measured.
        indexed(database, settings | {"VITRINE_SEARCH_URL": recorder.url})
        bodies = [body for _, _, body in recorder.kept]
    delete_indexes(address)
    indexing = indexed(database, settings) | {"bare_per_second": bare_indexing(address, bodies)}
    requests = {}
    for name, body in pages(subjects).items():
        with Recorder(address, lambda path: "/_search" in path) as recorder:
            with Server(database, "warn", VITRINE_SEARCH_URL=recorder.url, VITRINE_SEARCH_PREFIX=PREFIX) as server:
                server.request("POST", "/graphql", body)
                requests[name] = list(recorder.kept)
    with Server(database, "warn", remembers=True, **settings) as server:
        found = {name: [] for name in requests}
        bare = {name: [] for name in requests}
        for _ in range(options.rounds):
            asked(server, subjects, options, found)
            asker = Asker(address)
            for name, recorded in requests.items():
                # Autocomplete sends a few, which the server sends one after the other.
                each = [middle(times(asker, asker.request(*one), options.seconds / len(recorded))) for one in recorded]
                bare[name].append(sum(each))
            asker.close()
        again = reindexed(database, server, subjects, settings) if not options.no_reindex else {}
    # Bare, it is asked the very same as by the server.
    return {"pages": summed_up(found, bare, bare), "indexing": [indexing | again]}


def asked(server, subjects, options, found):
    asker = Asker(server.url("/"))
    for name, body in pages(subjects).items():
        request = asker.request("POST", "/graphql", body)
        status, answer = asker.ask(request)
        data = json.loads(answer)
        if status != 200 or data.get("errors"):
            fail(f"{name}: {answer[:500]}")
        if not found[name]:
            times(asker, request, 1)  # Warms it up.
        found[name].append({"times": times(asker, request, options.seconds), "shows": shows(data["data"])})
    asker.close()


def shows(data):
    if "search" in data:
        search = data["search"]
        return f"{len(search['nodes'])} of {search['totalCount']['value']:,} hits, {sum(len(facet['values']) for facet in search['facets'])} values"
    return ", ".join(f"{len(items)} {kind}" for kind, items in data["suggest"].items())


def summed_up(found, bare, alone, again=None):
    """Others who use the machine can only make a request slower: of all rounds the best counts, on either side."""
    pages = []
    for name, rounds in found.items():
        best = min(rounds, key=lambda one: middle(one["times"]))
        ours, theirs = middle(best["times"]), min(bare[name])
        page = {"page": name, "shows": best["shows"], "p50_ms": ours, "p99_ms": late(best["times"]), "engine_p50_ms": min(alone[name], default=None),
                "bare_p50_ms": theirs, "share": share(ours, theirs)}
        if again:
            known = min(middle(one["times"]) for one in again[name])
            page |= {"again_p50_ms": known, "again_share": share(known, theirs)}
        pages.append(page)
    return pages


def share(ours, theirs):
    return max(0.0, (ours - theirs) / ours)


def indexed(database, settings):
    """Builds the index by the command alone, and tells how fast and in how much memory."""
    begun = time.perf_counter()
    child = subprocess.Popen([str(VITRINE), "reindex"], env=environment(database, **settings), cwd=database.folder,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    out = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begun
    if status != 0:
        fail(f"vitrine reindex failed: {out}")
    products = int(re.search(r"Indexed (\d+)", out)[1])
    return {"indexed": products, "seconds": seconds, "per_second": products / seconds, "peak_memory_mib": used.ru_maxrss / 1024}


def reindexed(database, server, subjects, settings):
    """Builds it anew by the server, which is searched meanwhile."""
    asker = Asker(server.url("/"))

    def ask(number):
        # Another document each time, so that no answer is given again.
        body = json.dumps({"query": f"{SEARCH} # {number}", "variables": {"words": subjects.words}}).encode()
        return asker.ask(asker.request("POST", "/graphql", body))

    essence = lambda answer: {key: json.loads(answer)["data"]["search"][key] for key in ("nodes", "totalCount", "facets")}
    before = essence(ask(0)[1])
    command = [str(VITRINE), "reindex"]
    begun = time.perf_counter()
    said = database.folder / "reindex.log"
    with said.open("w") as log:
        child = subprocess.Popen(command, env=environment(database, **settings), cwd=database.folder, stdout=log, stderr=log)
    searches = failed = other = 0
    while child.poll() is None:
        searches += 1
        status, answer = ask(searches)
        if status != 200 or json.loads(answer).get("errors"):
            failed += 1
        elif essence(answer) != before:
            other += 1
        time.sleep(0.01)
    if child.returncode != 0:
        # Told at the end: what was measured before is shown all the same.
        return {"again_failed": f"vitrine reindex failed beside the server: {said.read_text()[-600:]}"}
    seconds = time.perf_counter() - begun
    asker.close()
    return {"again_seconds": seconds, "again_peak_memory_mib": memory_mib(server.child.pid, "VmHWM"), "searches_meanwhile": searches,
            "searches_failed": failed, "searches_other": other}


def bare_indexing(address, bodies):
    """Products a second that Elasticsearch takes of the very bodies that the server sent it, into an index like ours."""
    host = urlsplit(address).netloc
    scratch = f"{PREFIX}-bare"
    call(host, "DELETE", f"/{scratch}")
    made = next(iter(call(host, "GET", f"/{PREFIX}-products-v*").values()), None)
    if made is None:
        settings = next(iter(call(host, "GET", f"/_index_template/{PREFIX}-*")["index_templates"]))["index_template"]["template"]
    else:
        settings = {"mappings": made["mappings"], "settings": made["settings"]}
    call(host, "PUT", f"/{scratch}", json.dumps(settings).encode())
    asker, products = Asker(address), 0
    begun = time.perf_counter()
    for body in bodies:
        status, answer = asker.ask(asker.request("POST", f"/{scratch}/_bulk?filter_path=errors", body))
        if status != 200 or json.loads(answer).get("errors"):
            fail(f"the bare engine refused: {answer[:300]}")
        products += body.count(b'{"index":')
    status, _ = asker.ask(asker.request("POST", f"/{scratch}/_refresh", b""))
    seconds = time.perf_counter() - begun
    asker.close()
    call(host, "DELETE", f"/{scratch}")
    return products / seconds


def call(host, method, path, body=None):
    connection = http.client.HTTPConnection(host, timeout=120)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read() or b"{}")
    finally:
        connection.close()


def delete_indexes(address):
    host = urlsplit(address).netloc
    for name in call(host, "GET", f"/{PREFIX}-*"):
        if name.startswith(PREFIX):
            call(host, "DELETE", f"/{name}")
    call(host, "DELETE", f"/_index_template/{PREFIX}-products-v2")
