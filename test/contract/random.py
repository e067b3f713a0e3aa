"""Holds random requests against the schemas of PostNL's OpenAPI files, with Prism.

    python3 random.py openapi OPENAPI_DIR V4_FILE > batch.json
    python3 random.py send REQUESTS_FILE PORT

The first makes an OpenAPI file whose operations take lists of what PostNL's operations
take: the schemas are PostNL's, as they are.  One request to Prism so tries a hundred of
ours, since Prism needs far longer for a request than for its body.

The second sends what requests.c printed, and prints "ok" or "not ok", the number of
requests of each operation, and each kind of violation with how often it occurs and an
example.  Exit status 1 when there is one, and when an operation was not tried.
"""

import collections
import http.client
import json
import re
import sys

# Longer than Prism ever takes; a hung one must not hang the test.
TIMEOUT_S = 120
BATCH = 100

# Operations of ours, and the file and operation that say what they take.  The service
# that issues barcodes is in PostNL's files as Labelling, which wants them.
ISSUING, LABELLING = "/v1/shipment", "/shipment/v2_2/label"
FILES = {"labelling": LABELLING, "confirming": "/shipment/v2/confirm"}
ANY_BARCODE = "3SDEVC1234567"

# What PostNL's own example in the file is refused for, too: eight digits.
CONTRADICTIONS = {(LABELLING, "Shipments.Customs.Content.HSTariffNr", "maxLength")}


def read(path):
    """A JSON file."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def make_openapi(directory, v4_file):
    """The OpenAPI file of lists."""
    paths, schemas = {}, {}
    for document in [read(f"{directory}/{name}.json") for name in FILES] + [read(v4_file)]:
        schemas.update(document.get("components", {}).get("schemas", {}))
        for path, item in document["paths"].items():
            content = item["post"]["requestBody"]["content"]["application/json"]
            paths[path] = {"post": {
                "requestBody": {"required": True, "content": {"application/json": {
                    "schema": {"type": "array", "items": content["schema"]}}}},
                "responses": {"200": {"description": "OK", "content": {"application/json": {
                    "schema": {"type": "object"}, "example": {}}}}}}}
    return {"openapi": "3.0.3", "info": {"title": "lists", "version": "1"}, "paths": paths,
            "components": {"schemas": schemas}}


def read_requests(path):
    """(operation, body, line) of each request, as PostNL's files know it."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            request = json.loads(line)
            operation, body = request["target"].split("?")[0], request["body"]
            if operation == ISSUING:
                operation = LABELLING
                body["Shipments"] = [{"Barcode": ANY_BARCODE} | each
                                     for each in body["Shipments"]]
            yield operation, body, line


def ask_prism(port, operation, bodies):
    """Prism's violations in a list of bodies; whatever else it says is one too."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    try:
        connection.request("POST", operation, json.dumps(bodies),
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status == 200:
            return json.loads(answer.headers.get("sl-violations", "[]"))
        return json.loads(text).get("validation") or [{"code": f"HTTP status {answer.status}"}]
    except (OSError, http.client.HTTPException, ValueError) as error:
        return [{"code": repr(error)}]
    finally:
        connection.close()


def kind_of(operation, violation):
    """(operation, where, code) of a violation, without the places in lists."""
    where = [str(each) for each in violation.get("location", [])
             if not re.fullmatch(r"\d+|request|body", str(each))]
    return operation, ".".join(where), violation.get("code", "?")


class Trial:
    """All requests, in batches, and what is found."""

    def __init__(self, port):
        self._port = port
        self.counts = collections.Counter()
        self.found = {}

    def send(self, operation, batch):
        """Sends (body, line) of one operation; one by one where something is wrong."""
        self.counts[operation] += len(batch)
        if not ask_prism(self._port, operation, [body for body, _ in batch]):
            return
        for body, line in batch:
            for each in ask_prism(self._port, operation, [body]):
                kind = kind_of(operation, each)
                if kind not in CONTRADICTIONS:
                    self.found.setdefault(kind, []).append((each.get("message"), line))


def send_all(requests_file, port):
    """Sends the requests of a file; true when nothing is wrong with them."""
    trial, batches = Trial(port), collections.defaultdict(list)
    for operation, body, line in read_requests(requests_file):
        batches[operation].append((body, line))
        if len(batches[operation]) == BATCH:
            trial.send(operation, batches.pop(operation))
    for operation, batch in batches.items():
        trial.send(operation, batch)
    missing = set(FILES.values()) - set(trial.counts)
    wrong = trial.found or missing
    print(f"{'not ok' if wrong else 'ok'} random: {sum(trial.counts.values())} requests, "
          + ", ".join(f"{number} to {name}" for name, number in sorted(trial.counts.items())))
    for operation in sorted(missing):
        print(f"   {operation} was not tried")
    for kind, several in trial.found.items():
        print(f"   {len(several)} times {': '.join(kind)}: {several[0][0]}, in")
        print(f"      {several[0][1].strip()[:2000]}")
    return not wrong


def main(action, first, second):
    if action == "openapi":
        json.dump(make_openapi(first, second), sys.stdout)
        return 0
    return 0 if send_all(first, int(second)) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
