"""The reports of docs/reports.md on a million parcels, beside a bare count(*).

    reports.py PSQL-OPTION...

Runs each query five times, and in turn the count of the same rows; prints a
table of medians and the plans.  A plan with a sequential scan of a table of
ours fails it, and so does a ratio above the goal.
"""

import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

GOAL = 3
RUNS = 5
TABLES = ("shipment", "parcel", "event", "label", "attempt")

# Section of docs/reports.md, and number of its block -> the rows that it reads.
COUNTS = {
    ("On time", 0): "FROM postnl.shipment"
                    " WHERE kind = 'shipment' AND delivered_on >= current_date - 91"
                    " AND expected_on IS NOT NULL",
    ("Lead times", 0): "FROM postnl.shipment"
                       " WHERE kind = 'shipment' AND delivered_on >= current_date - 91",
    ("Open parcels", 0): "FROM postnl.parcel WHERE status IS NOT NULL AND closed_at IS NULL",
    ("Late orders", 0): "FROM postnl.shipment_status AS s"
                        " JOIN orders AS o ON o.order_no = s.reference"
                        " WHERE s.expected_on < current_date AND s.delivered_at IS NULL"
                        " AND s.closed_at IS NULL",
    ("Returns", 0): "FROM postnl.shipment WHERE kind IN ('shipment', 'return')"
                    " AND delivered_on >= current_date - 182",
    ("Returns", 1): "FROM postnl.parcel AS p JOIN postnl.shipment AS s USING (shipment_id)"
                    " JOIN orders AS o ON o.order_no = s.reference"
                    " WHERE p.status = 'returning' AND p.closed_at IS NULL",
}


def read_reports(path):
    """(section, number) -> query, of the file's SQL blocks."""
    reports = {}
    for section in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title = section.split("\n", 1)[0]
        blocks = re.findall(r"^```sql\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
        reports |= {(title, number): block for number, block in enumerate(blocks)}
    return reports


def psql(options, sql):
    """The output of a statement."""
    return subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", *options, "-c", sql],
                          check=True, capture_output=True, text=True).stdout


def run(options, query):
    """(milliseconds, rows that came) of one run in a session of its own."""
    plan = json.loads(psql(options, f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT json) {query}"))[0]
    return plan["Execution Time"] + plan["Planning Time"], plan["Plan"]["Actual Rows"]


def scans_of_ours(plan):
    """The sequential scans of tables of the extension."""
    return [line for line in plan.splitlines()
            if re.search(r"Seq Scan on (" + "|".join(TABLES) + r")\b", line)]


def main(options):
    reports = read_reports(Path("docs/reports.md"))
    plans, bad = [], 0
    print("| report | rows read | count(*), ms | report, ms | ratio | goal | met? |")
    print("|---|---|---|---|---|---|---|")
    for (title, number), rows in COUNTS.items():
        query = reports[title, number].strip().rstrip(";")
        count = f"SELECT count(*) {rows}"
        times = [(run(options, count)[0], run(options, query)[0]) for _ in range(RUNS)]
        base, mine = (statistics.median(each) for each in zip(*times))
        plan = psql(options, f"EXPLAIN (COSTS OFF) {query}")
        met = mine <= GOAL * base and not scans_of_ours(plan)
        bad += not met
        name = title if number == 0 else f"{title}, {number + 1}"
        read = f"{int(psql(options, count)):,}".replace(",", " ")
        print(f"| {name} | {read} | {base:.1f} | {mine:.1f} | {mine / base:.2f} "
              f"| <= {GOAL}, no sequential scan | {'yes' if met else 'no'} |", flush=True)
        plans.append(f"### {name}\n\n```\n{plan.rstrip()}\n```\n")
    print("\n## Plans\n")
    print("\n".join(plans).rstrip())
    sys.exit(bad > 0)


if __name__ == "__main__":
    main(sys.argv[1:])
