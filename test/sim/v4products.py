"""The product code that PostNL makes of the services in a V4 request.

The table is that of PostNL's own plugin, where it has the combination; for
others the nearest product stands in, because a V4 client never sees the code.
"""

import shipcodes
from shipping import DELIVERY_CODE

STATED, RETURN, SIGNATURE = "statedAddressOnly", "returnWhenNotHome", "signature"
INSURED, PICKUP, AGE = "insuredValue", "pickup", "minimalAgeCheck"

LETTERBOX, PACKET, LETTER = "letterbox", "packet", "letter"

_INLAND = {
    (): "3085", (STATED,): "3385", (RETURN,): "3090", (RETURN, STATED): "3390",
    (SIGNATURE,): "3189", (SIGNATURE, STATED): "3089", (RETURN, SIGNATURE): "3389",
    (RETURN, SIGNATURE, STATED): "3096", (INSURED,): "3087",
    (INSURED, RETURN): "3094", (PICKUP,): "3533", (INSURED, PICKUP): "3534",
    (AGE,): "3438", (AGE, INSURED): "3443", (AGE, INSURED, RETURN): "3446",
    (AGE, RETURN): "3449", (AGE, PICKUP): "3571", (AGE, INSURED, PICKUP): "3581",
}
_TO_BELGIUM = {(): "4946", (STATED,): "4941", (SIGNATURE,): "4912",
               (INSURED,): "4914", (PICKUP,): "4936"}
_FROM_BELGIUM = {(): "4890", (SIGNATURE,): "4891", (STATED,): "4893",
                 (SIGNATURE, STATED): "4894", (RETURN, SIGNATURE, STATED): "4896",
                 (INSURED,): "4897", (PICKUP,): "4898", (AGE,): "4895"}
_IN_BELGIUM = {(): "4961", (STATED,): "4960", (SIGNATURE,): "4963",
               (SIGNATURE, STATED): "4962", (INSURED,): "4965", (PICKUP,): "4880",
               (INSURED, PICKUP): "4878"}
_ROUTES = {("NL", "NL"): _INLAND, ("NL", "BE"): _TO_BELGIUM,
           ("BE", "NL"): _FROM_BELGIUM, ("BE", "BE"): _IN_BELGIUM}

# With a code for the door, insurance does not make another product.
DELIVERY_CODE_SERVICE = "deliverycode"
_DISTINCT = frozenset((STATED, RETURN, SIGNATURE, INSURED, PICKUP, AGE))

# What is left out first when there is no product for a combination.
_LEAST_IMPORTANT = (SIGNATURE, RETURN, STATED, INSURED, AGE, PICKUP)

_MAILBOX, _MAILBOX_48 = "2928", "2948"
_PARCEL_EU, _PARCEL_ROW = "4907", "4909"
_TRACKED = {LETTERBOX: "6972", PACKET: "6350", LETTER: "6972"}
_UNTRACKED = {LETTERBOX: "6440", PACKET: "6405", LETTER: "6440"}
_INSURED_MAIL = "6906"

BUNDLES = {"track_trace": "005-025", "insured": "004-015", "insured_plus": "004-016"}
_TO_CONSUMER, _TO_BUSINESS = "101-012", "101-013"
_EVENING = "118-006"
GUARANTEED = {"10:00": "118-007", "12:00": "118-008", "17:00": "118-012"}
_AGE_CHECK, _ADR = "002-014", "136-006"

_SERVICE_NAMES = {
    STATED: "Deliver to stated address only", RETURN: "Return when not home",
    SIGNATURE: "Signature on delivery", INSURED: "Extra cover",
    PICKUP: "Pickup at PostNL location", AGE: "Age check"}


def product(origin, destination, kind, services, slow):
    """The product code for services, which are names from the top of this file."""
    if destination in ("NL", "BE") and kind in (LETTERBOX, LETTER):
        if destination == "NL":
            return _MAILBOX_48 if slow else _MAILBOX
    table = _ROUTES.get((origin, destination))
    if table is None:
        return (_PARCEL_EU if destination in shipcodes.EU_COUNTRIES | {"NL"}
                else _PARCEL_ROW)
    left = set() if DELIVERY_CODE_SERVICE in services else {*services} & _DISTINCT
    for each in (None, *_LEAST_IMPORTANT):
        left.discard(each)
        if tuple(sorted(left)) in table:
            return table[tuple(sorted(left))]
    return table[()]


def mail_product(kind, bundle):
    """The product code of mail abroad; None for a parcel."""
    if kind not in _TRACKED:
        return None
    if bundle in ("insured", "insured_plus"):
        return _INSURED_MAIL
    return _TRACKED[kind] if bundle else _UNTRACKED[kind]


def options(code, services, window, guaranteed, bundle, business):
    """The options of a product, as a legacy request has them."""
    found = []
    if window == "evening":
        found.append(_EVENING)
    if guaranteed:
        found.append(GUARANTEED[guaranteed])
    if DELIVERY_CODE_SERVICE in services:
        found.append(DELIVERY_CODE)
    if AGE in services:
        found.append(_AGE_CHECK)
    if "adrLq" in services:
        found.append(_ADR)
    if bundle:
        found.append(BUNDLES[bundle])
    if code == _PARCEL_EU:
        found.append(_TO_BUSINESS if business else _TO_CONSUMER)
    return found


def service_names(services):
    """The services in words, as answers have them."""
    return [name for each, name in _SERVICE_NAMES.items() if each in services]
