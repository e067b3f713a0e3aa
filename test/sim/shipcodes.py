"""Codes of shipping: products with their destinations, and texts of errors."""

import csv
from typing import NamedTuple

import reference

NETHERLANDS, BELGIUM, EU, ROW = "NL", "BE", "EU", "ROW"
ANYWHERE, ABROAD = "ANY", "INTL"

# Countries that a parcel within the EU goes to, besides the Netherlands.
EU_COUNTRIES = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR",
    "HU", "IE", "IT", "LT", "LU", "LV", "MT", "PL", "PT", "RO", "SE", "SI", "SK"))

RETURNS = frozenset(("2285", "3285", "3250", "4785", "4882", "4910", "4911", "4915"))
# Easy Return Service: printed as PDF only.
PDF_ONLY = frozenset(("4910", "4911", "4915"))
MAILBOX = frozenset(("2928", "2929", "2948"))
PICKUP = frozenset(("3533", "3534", "3543", "3544", "3571", "3574", "3581", "3584",
                    "4878", "4880", "4898", "4936"))
INSURED = frozenset(("3087", "3094", "3443", "3446", "3534", "3544", "3581", "3584",
                     "4878", "4897", "4907", "4909", "4914", "4965", "6906", "6908"))
# Whose barcodes PostNL does not issue in a label request.
COMBILABEL = "4945"

# Options that are for a day: Sunday, and windows of characteristic 118.
SUNDAY = "101-008"
WINDOW = "118"

# What PostNL issues since March 2026, by the type that the product asks for.
ISSUED_TYPES = {"S10": "CW", "LA": "LA", "RI": "RF", "UE": "UL"}

_TEXTS = {
    "4": "Required parameter '{}' is missing.",
    "5": "Value '{}' is not in the correct format '{}'.",
    "6": "Value '{}' is not in the correct range '{} - {}'.",
    "16": "{} not found.",
    "17": "Message validation failed due to incorrect message format",
    "10601": "Receiver address cannot be a postal box",
    "10602": "Receiver address is required",
    "10701": "Barcode is not a valid S10-barcode",
    "10702": "Barcode is required",
    "10802": "Receiver zipcode is missing",
    "11501": "Empty request data",
    "11502": "Receiver city is required",
    "11503": "Receiver street is required",
    "11504": "Parcel weight is required",
    "12209": "Delivery date is required",
    "12210": "Delivery date is in incorrect format",
    "12213": "Receiver House Number is missing",
    "12215": "Receiver Country is missing",
    "15201": "Country code GG should be used for addresses in Guernsey",
    "15202": "Country code JE should be used for addresses in Jersey",
    "15203": "Country code IM should be used for addresses in Isle of Man",
    "15204": "Country code IC should be used for addresses in Las Palmas",
    "15205": "Country code IC should be used for addresses in Santa Cruz",
    "15206": "Country code EA should be used for addresses in Melilla",
    "12701": "AddressType parameter is required",
    "13912": "Weight {} should contain only numeric characters and can't be greater "
             "than 99999",
    "15501": "Location ID is required",
    "16202": "Length of 2S type barcode must be between 11 and 15",
    "16203": "Barcode is not a valid 2S barcode",
    "16301": "Customs segment is required",
    "16302": "Length of 3S type barcode must be between 12 and 15",
    "16303": "Barcode is not a valid 3S barcode",
    "16304": "Weight cannot exceed {} grams",
    "16305": "DouaneVerklaring.VerklaringsRegel is required",
    "16307": "Field HSTariffNr must be between 6 and 10",
    "16308": "Field HSTariffNr must be between 8 and 10",
    "16309": "Field Description must be between 1 and 200 long and is required.",
    "16310": "Field Quantity must be between 1 and 10 long and is required.",
    "16311": "Field Weigth must be between 1 and 10 long and is required.",
    "16312": "Field Value must be between 1 and 8 long and is required.",
    "16313": "Field ValutaCd must be between 1 and 3 long and is required.",
    "16314": "Field CountryOfOrigin must be between 1 and 2.",
    "17809": "COD value for shipment {} has been removed, product is not a COD product.",
    "17810": "Insured value for shipment {} has been removed, product is not an "
             "insured product.",
    "17811": "Contact type was changed to 01 (receiver) because we didn't receive a "
             "contact type",
    "20502": "Barcode {} is not a valid barcode",
    "21004": "The count is too large for Main Barcode {}",
    "21005": "Barcodes of Main Barcode {} must be unique.",
    "21201": "Customer number, small business number or consumer number is required",
    "21202": "Customer code is required",
    "21204": "Customer number must be an integer and has a maximum length of 10 "
             "positions.",
    "21205": "Field Customer code exceeds the maximum of 6 characters",
    "24001": "Shipment was rejected by SVS",
    # With the type of a contact or an address in the code.
    "110104": "Email or phone number of 01 is required",
    "110106": "Email does not meet the correct format",
    "110107": "Email is longer than 50 characters",
    "1040409": "Address is missing for AddressType 09",
    "1270105": "Only {} is allowed for AddressType 01",
    "1270107": "The country in AddressType 01 must be a country in EU",
    "1270108": "The country in AddressType 01 must be outside EU",
    "1280102": "Incorrect address specified in AddressType 01",
    "1280103": "Address is unknown",
}


class Product(NamedTuple):
    """Where a product goes, and which type of barcode it has."""

    code: str
    destination: str
    barcode: str


def _load():
    path = reference.DATA / "destinations.csv"
    with open(path, encoding="utf-8", newline="") as handle:
        return {row["code"]: Product(**row) for row in csv.DictReader(handle)}


_PRODUCTS = _load()


def is_known(code):
    """Whether PostNL has such a product."""
    return code in _PRODUCTS


def product(code):
    """The product with this code; one that goes anywhere if it is not known."""
    return _PRODUCTS.get(code) or Product(code, ANYWHERE, "3S")


def text(code, *values):
    """The text of an error or a warning."""
    return _TEXTS[code].format(*values)
