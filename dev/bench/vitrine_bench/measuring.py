"""One page under load, beside the baseline."""
from .load import drive
from .server import Baseline, Server
from .setting import say
from .writing import Writer, key

WARM_UP_SECONDS = 2


def measure(database, pages, options):
    """Figures of each page. Rounds go over all pages, so that a busy moment of the machine doesn't fall on one page alone."""
    bodies = database.folder / "bodies"
    bodies.mkdir(exist_ok=True)
    rounds = {page.name: [] for page in pages}
    secret = key(database) if options.writes else None
    with Server(database, options.log, remembers=options.kept) as server, database.time() as spent:
        for page in pages:
            answer = server.answer(page)
            (bodies / page.name).write_bytes(answer)
            (bodies / f"{page.name}.request").write_bytes(page.body())
        with Baseline(bodies) as baseline:
            for number in range(options.rounds):
                for page in pages:
                    request = bodies / f"{page.name}.request"
                    if number == 0:
                        drive(server.url("/graphql"), request, options.concurrency, WARM_UP_SECONDS)
                    one = ours(server, spent, request, secret, options) | theirs(baseline, page, request, options)
                    rounds[page.name].append(one)
                    say(f"  {database.kind} {page.name} {number + 1}/{options.rounds}: {one['requests_per_second']:,.0f} requests/s, "
                        f"{cpu_ms(one):.3f} ms CPU a request")
    return [summed_up(page, bodies, rounds[page.name], database) for page in pages]


def ours(server, spent, request, secret, options):
    requests, statements = server.figures()
    cpu, database_cpu = server.cpu(), spent.seconds()
    with Writer(server, secret, options.writes) as writer:
        load = drive(server.url("/graphql"), request, options.concurrency, options.seconds)
    cpu, database_cpu = server.cpu() - cpu, spent.seconds() - database_cpu
    # By the server's own count: wrk's leaves out requests that were under way when it ended.
    requests, statements = (after - before for after, before in zip(server.figures(), (requests, statements)))
    return {
        "requests_per_second": load["requests"] / load["seconds"], "p50_ms": load["p50_ms"], "p99_ms": load["p99_ms"],
        "statements": statements / requests, "server_cpu_ms": cpu / requests * 1000, "database_cpu_ms": database_cpu / requests * 1000,
        "memory_mib": server.memory(), "writes_per_second": writer.written / load["seconds"],
    }


def theirs(baseline, page, request, options):
    cpu = baseline.cpu()
    load = drive(baseline.url(f"/page/{page.name}"), request, options.concurrency, max(2, options.seconds // 2))
    return {
        "baseline_requests_per_second": load["requests"] / load["seconds"], "baseline_p50_ms": load["p50_ms"],
        "baseline_p99_ms": load["p99_ms"], "baseline_cpu_ms": (baseline.cpu() - cpu) / load["requests"] * 1000,
    }


def summed_up(page, bodies, rounds, database):
    """Others who use the machine can only make a request dearer: so of all rounds the one with the least CPU time counts,
    of the baseline's by itself."""
    best = min(rounds, key=cpu_ms)
    best_baseline = min(rounds, key=lambda one: one["baseline_cpu_ms"])
    figures = {key: (best_baseline if key.startswith("baseline_") else best)[key] for key in best}
    return {
        "page": page.name, "shows": page.shows, "database": database.kind, "answer_bytes": (bodies / page.name).stat().st_size,
        **figures, "cpu_ms": cpu_ms(best), "aim_cpu_ms": page.aim,
        "requests_to_baseline": figures["requests_per_second"] / figures["baseline_requests_per_second"],
        "cpu_to_baseline": cpu_ms(best) / figures["baseline_cpu_ms"], "rounds": rounds,
    }


def cpu_ms(one):
    return one["server_cpu_ms"] + one["database_cpu_ms"]
