"""Tables for people."""


def table(head, rows):
    cells = [head] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths))).rstrip()
             for row in cells]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def of_imports(imports):
    head = ["import", "products", "products/s", "seconds", "peak memory MiB", "CPU s importer", "CPU s database", "feed MiB", "database MiB"]
    return table(head, [
        [one["database"], f"{one['products']:,}", f"{one['products_per_second']:,.0f}", f"{one['seconds']:.1f}",
         f"{one['peak_memory_mib']:.0f}", f"{one['importer_cpu_seconds']:.1f}", cpu_of_database(one["database"], one["database_cpu_seconds"], 1),
         f"{one['feed_mib']:.0f}", f"{one['database_mib']:.0f}"] for one in imports])


def of_pages(pages):
    head = ["page", "database", "requests/s", "p50 ms", "p99 ms", "SQL", "CPU ms server", "database", "together", "aim", "memory MiB",
            "answer B", "baseline requests/s", "p50", "CPU ms", "requests to baseline", "CPU to baseline"]
    return table(head, [
        [one["page"], one["database"], f"{one['requests_per_second']:,.0f}", f"{one['p50_ms']:.2f}", f"{one['p99_ms']:.2f}",
         f"{one['statements']:.1f}", f"{one['server_cpu_ms']:.3f}", cpu_of_database(one["database"], one["database_cpu_ms"], 3),
         f"{one['cpu_ms']:.3f}", "" if one["aim_cpu_ms"] is None else f"{one['aim_cpu_ms']:.1f}", f"{one['memory_mib']:.0f}",
         f"{one['answer_bytes']:,}", f"{one['baseline_requests_per_second']:,.0f}", f"{one['baseline_p50_ms']:.2f}",
         f"{one['baseline_cpu_ms']:.3f}", f"{one['requests_to_baseline']:.3f}", f"{one['cpu_to_baseline']:.0f}x"] for one in pages])


def of_searches(pages):
    head = ["products", "engine", "page", "p50 ms", "p99 ms", "engine alone p50 ms", "bare p50 ms", "our share", "again p50 ms", "our share", "shows"]
    shown = lambda one, key: "-" if one.get(key) is None else f"{one[key]:.2f}"
    percent = lambda one, key: f"{100 * one[key]:.0f} %" if key in one else "-"
    return table(head, [
        [f"{one['products']:,}", one["engine"], one["page"], f"{one['p50_ms']:.2f}", f"{one['p99_ms']:.2f}", shown(one, "engine_p50_ms"),
         f"{one['bare_p50_ms']:.2f}", percent(one, "share"), shown(one, "again_p50_ms"), percent(one, "again_share"), one["shows"]]
        for one in pages])


def of_indexing(runs):
    head = ["products", "engine", "products/s", "bare products/s", "peak memory MiB", "beside a server s", "its peak MiB", "searches", "failed", "other"]
    shown = lambda one, key: f"{one[key]:,.0f}" if key in one else "-"
    return table(head, [
        [f"{one['products']:,}", one["engine"], f"{one['per_second']:,.0f}", f"{one['bare_per_second']:,.0f}", f"{one['peak_memory_mib']:.0f}",
         shown(one, "again_seconds"), shown(one, "again_peak_memory_mib"), shown(one, "searches_meanwhile"), shown(one, "searches_failed"),
         shown(one, "searches_other")] for one in runs])


def of_ratios(pages):
    """What relative price lists and tiers add to the listing, in the same run; the aim is at most 1.3."""
    found = {(one["page"], one["database"]): one for one in pages}
    rows = [[kind, f"{one['cpu_ms'] / found['listing', kind]['cpu_ms']:.2f}", "1.30"]
            for (page, kind), one in found.items() if page == "listing-relative" and ("listing", kind) in found]
    return table(["listing-relative to listing", "CPU", "aim"], rows) if rows else ""


def cpu_of_database(database, figure, digits):
    """SQLite's time is the server's own."""
    return "in it" if database == "sqlite" else f"{figure:.{digits}f}"
