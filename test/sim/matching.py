"""Which requests a fault rule or a canned answer is for."""

import itertools
import re

_FIELDS = ("path", "barcode", "reference", "method", "query")

_numbers = itertools.count(1)


class Match:
    """A condition on requests; every part that is given must hold.

    ``path``, ``barcode``, ``reference`` and ``query`` are regular expressions
    that are searched for (anchor them where it matters), ``method`` is a name.
    """

    def __init__(self, spec):
        spec = spec or {}
        unknown = set(spec) - set(_FIELDS)
        if unknown:
            raise ValueError(f"unknown in match: {', '.join(sorted(unknown))}")
        self.spec = spec
        self._path = _compile(spec.get("path"))
        self._barcode = _compile(spec.get("barcode"))
        self._reference = _compile(spec.get("reference"))
        self._query = _compile(spec.get("query"))
        self._method = spec.get("method")

    def __call__(self, request):
        if self._method and request.method != self._method.upper():
            return False
        if self._path and not self._path.search(request.path):
            return False
        if self._query and not self._query.search(request.raw_query):
            return False
        return (_found(self._barcode, request.barcodes)
                and _found(self._reference, request.references))


def _found(pattern, texts):
    return pattern is None or any(pattern.search(each) for each in texts)


def _compile(pattern):
    if pattern is None:
        return None
    try:
        return re.compile(pattern)
    except (re.error, TypeError) as error:
        raise ValueError(f"bad regular expression {pattern!r}: {error}") from None


class Rule:
    """A match with an optional limit on how often it applies."""

    def __init__(self, spec):
        self.number = next(_numbers)
        self.match = Match(spec.get("match"))
        self.times = spec.get("times")
        if self.times is not None and (not isinstance(self.times, int)
                                       or self.times < 1):
            raise ValueError("times must be a positive number or null")
        self.hits = 0

    @property
    def spent(self):
        """Whether the rule was used as often as it may be."""
        return self.times is not None and self.hits >= self.times

    def applies(self, request):
        """Whether the rule is for this request; does not count it."""
        return not self.spent and self.match(request)

    def describe(self):
        """The rule as the control API shows it."""
        return {"id": self.number, "match": self.match.spec, "times": self.times,
                "hits": self.hits}


class CannedAnswer(Rule):
    """A fixed reply, for instance an example out of PostNL's documentation."""

    def __init__(self, spec, reply):
        super().__init__(spec)
        self.reply = reply
        self.anonymous = bool(spec.get("anonymous"))

    def describe(self):
        return super().describe() | {"status": self.reply.status,
                                     "anonymous": self.anonymous}


def first(rules, request):
    """The newest rule that applies, counted as used; None without one."""
    for rule in reversed(rules):
        if rule.applies(request):
            rule.hits += 1
            return rule
    return None
