"""Judges what proxy.py recorded.

    python3 check.py RECORD_FILE SQL_FILE OPENAPI_FILE

Prints "ok" or "not ok" and what was wrong.  Exit status 1 when a request
deviates from the OpenAPI file, when Prism did not answer it with success, when
more or fewer requests came than the SQL file says, and when an operation or a
parameter of the OpenAPI file was never tried.  Deviations of the replies are
only counted: they are those of PostNL's own examples.

Comments of the SQL file that are read here:
    -- requests: N              how many its statements send
    -- left out: NAME ...       operations ("GET /path") and parameters that we
                                never send, separated by commas
"""

import json
import os
import re
import sys
from urllib.parse import parse_qsl, urlsplit

METHODS = {"get", "post", "put", "patch", "delete"}


def read_operations(openapi_file):
    """{"GET /path/{name}": names of its query parameters}."""
    with open(openapi_file, encoding="utf-8") as file:
        document = json.load(file)
    found = {}
    for path, item in document["paths"].items():
        for method in METHODS & set(item):
            parameters = item.get("parameters", []) + item[method].get("parameters", [])
            found[f"{method.upper()} {path}"] = {
                each["name"]
                for each in (resolve(document, one) for one in parameters)
                if each["in"] == "query"}
    return found


def resolve(document, node):
    """What a "$ref" stands for; any other node as it is."""
    while "$ref" in node:
        target = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def find_operation(operations, method, path):
    """The operation that a request is for; literal paths win over {names}."""
    def fits(template):
        pairs = list(zip(template.split("/"), path.split("/")))
        return (template.count("/") == path.count("/") and
                all(mine == theirs or (mine.startswith("{") and theirs)
                    for mine, theirs in pairs))
    fitting = [name for name in operations
               if name.split(" ")[0] == method and fits(name.split(" ")[1])]
    return min(fitting, key=lambda name: name.count("{"), default=None)


def read_sql(sql_file):
    """(number of requests, what is left out)."""
    with open(sql_file, encoding="utf-8") as file:
        text = file.read()
    requests = re.search(r"^-- requests: (\d+)$", text, re.MULTILINE)
    left_out = re.findall(r"^-- left out: (.+)$", text, re.MULTILINE)
    return (int(requests.group(1)) if requests else None,
            {name.strip() for line in left_out for name in line.split(",")})


def judge_exchange(each, operations, tried):
    """What is wrong with one exchange; notes in "tried" what it sent."""
    url = urlsplit(each["path"])
    wrong = [json.dumps(violation) for violation in each["request"]]
    if not 200 <= each["status"] <= 299:
        wrong.append(f"HTTP status {each['status']}")
    operation = find_operation(operations, each["method"], url.path)
    if operation is None:
        return wrong + ["no such operation"]
    sent = {name for name, _ in parse_qsl(url.query, keep_blank_values=True)}
    # Prism lets undeclared parameters pass, and does not look at letter case
    wrong += [f"parameter {name} is not declared"
              for name in sorted(sent - operations[operation])]
    tried.append((operation, sent))
    return wrong


def judge_coverage(operations, tried, left_out):
    """Each operation was tried, and each of its parameters was sent."""
    wrong = []
    for operation, parameters in operations.items():
        queries = [sent for name, sent in tried if name == operation]
        if operation in left_out:
            continue
        if not queries:
            wrong.append(f"{operation} was not tried")
            continue
        for name in sorted(parameters):
            if name in left_out:
                continue
            if not any(name in sent for sent in queries):
                wrong.append(f"{operation} was not tried with {name}")
    return wrong


def main(record_file, sql_file, openapi_file):
    exchanges = []
    if os.path.exists(record_file):
        with open(record_file, encoding="utf-8") as file:
            exchanges = [json.loads(line) for line in file]
    operations = read_operations(openapi_file)
    expected, left_out = read_sql(sql_file)
    tried = []
    wrong = [f"{each['method']} {each['path']}: {fault}" for each in exchanges
             for fault in judge_exchange(each, operations, tried)]
    wrong += judge_coverage(operations, tried, left_out)
    if len(exchanges) != expected:
        wrong.append(f"{len(exchanges)} requests came, {expected} were expected")
    name = os.path.basename(sql_file).removesuffix(".sql")
    print(f"{'not ok' if wrong else 'ok'} {name}: {len(exchanges)} requests to "
          f"{len(operations)} operations, "
          f"{sum(len(each['response']) for each in exchanges)} deviations of "
          "PostNL's own examples from their schema")
    for line in wrong:
        print(f"   {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
