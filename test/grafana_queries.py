"""Prints the queries of a Grafana dashboard, each after a line "-- panel TITLE".

Refuses what is no plain SQL, Grafana's macros and variables, and a panel
without a query.
"""

import json
import sys


def main(path):
    with open(path, encoding="utf-8") as file:
        dashboard = json.load(file)
    for panel in dashboard["panels"]:
        if not panel.get("targets"):
            sys.exit(f"panel {panel['title']} has no query")
        for target in panel["targets"]:
            query = target["rawSql"]
            if "$" in query:
                sys.exit(f"panel {panel['title']} is not plain SQL")
            print(f"-- panel {panel['title']}")
            print(query.rstrip(";") + ";")


if __name__ == "__main__":
    main(sys.argv[1])
