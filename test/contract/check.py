"""Judges what proxy.py recorded.

    python3 check.py RECORD_FILE EXPECTED_REQUESTS NAME

Prints "ok" or "not ok" and what was wrong; exit status 1 on any violation of
a request, on a path that the OpenAPI file does not have, and when fewer
requests came than expected.
"""

import json
import sys


def main(record_file, expected, name):
    try:
        with open(record_file, encoding="utf-8") as file:
            exchanges = [json.loads(line) for line in file]
    except FileNotFoundError:
        exchanges = []
    wrong = []
    for each in exchanges:
        for violation in each["request"]:
            wrong.append(f"{each['method']} {each['path']}: {json.dumps(violation)}")
        if each["status"] == 404:
            wrong.append(f"{each['method']} {each['path']}: no such path")
    if len(exchanges) < int(expected):
        wrong.append(f"{len(exchanges)} requests came, {expected} were expected")
    print(f"{'not ok' if wrong else 'ok'} {name}: {len(exchanges)} requests, "
          f"{sum(len(each['response']) for each in exchanges)} deviations of "
          "PostNL's own examples from their schema")
    for line in wrong:
        print(f"   {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
