"""Every error shape PostNL is known to answer with, each one a function.

The functions return a Reply.  ``SHAPES`` maps the fault name of each shape to
its function, and ``STATUSES`` the fault names that are an HTTP status, so that
a test can ask for any of them by barcode or by control call.
"""

import clock as dates
from wire import Reply, json_reply

HTML_TYPE = "text/html; charset=UTF-8"
TEXT_TYPE = "text/plain; charset=UTF-8"

_TITLES = {400: "Bad request", 422: "Unprocessable Content"}

REQUEST_ID = "6f2c1f8e-5a0d-4d31-9a38-0c8f3a1b7e55"

_HTML = ("<!DOCTYPE html>\n<html><head><title>{0}</title></head>"
         "<body><h1>{0}</h1><p>The service cannot be reached.</p></body></html>\n")


def fault(status, faultstring, errorcode):
    """The gateway's fault, and the services' for a bad request."""
    return json_reply(_fault(faultstring, errorcode), status)


def _fault(faultstring, errorcode):
    return {"fault": {"faultstring": faultstring, "detail": {"errorcode": errorcode}}}


def bad_request(faultstring):
    """A request that a service finds wrong, as tracking answers it."""
    return fault(400, faultstring, "Validation Fault")


def fault_array(texts=("Receiver is required", "Sender is required")):
    """A list of faults, seen in the V4 sandbox."""
    return json_reply([_fault(each, "Validation Fault") for each in texts], 400)


def fault_string():
    """A fault that is only a text, in a list written as an object."""
    return json_reply({"0": {"code": "400"}, "fault": "Invalid request"})


def gateway_message(status, message):
    """The gateway's own message: 401, 405 and 429."""
    return json_reply({"message": message, "http_status_code": status}, status)


def unauthorized(message="Invalid ApiKey"):
    """A missing or wrong key."""
    return gateway_message(401, message)


def method_not_allowed(allowed):
    """A known path with another method than ``allowed``."""
    return gateway_message(405, f"Only {allowed} requests allowed")


def too_many_requests(retry_after=None):
    """The rate limit; PostNL is not known to send Retry-After."""
    reply = gateway_message(429, "Too many requests. Rate limit exceeded!")
    if retry_after is not None:
        reply.headers = (("Retry-After", str(retry_after)),)
    return reply


def not_found(path):
    """A path that the gateway has no service for."""
    return fault(404, f"Unable to identify proxy for host: default and url: {path}",
                 "messaging.adaptors.http.flow.ApplicationNotFound")


def too_large():
    """A request over 200 KB: PostNL answers 404."""
    return message_only(404, "Not Found")


def message_only(status, message):
    """A lone message in lower case."""
    return json_reply({"message": message}, status)


def message_only_capital(status=500):
    """A lone message with a capital, from the services behind the gateway."""
    return json_reply({"Message": "An error has occurred."}, status)


def _dated(status, key, code="0010", text="No delivery options for this address",
           instant=1667836800):
    return json_reply({"Date": dates.iso_utc(instant),
                       "Error": {"ErrorCode": code, key: text},
                       "RequestId": REQUEST_ID}, status)


def dated(code, text, instant, documented=False):
    """An error of Checkout, Timeframes and Locations: as live, or as documented."""
    status, key = (400, "ErrorDescription") if documented else (200, "ErrorMessage")
    return _dated(status, key, code, text, instant)


def error_message(status=200):
    """Error with ErrorMessage, as live: inside a 200 as well."""
    return _dated(status, "ErrorMessage")


def error_description():
    """Error with ErrorDescription, as documented."""
    return _dated(400, "ErrorDescription")


def error_code_only():
    """Error with nothing but a code, inside a 200."""
    return json_reply({"Error": {"ErrorCode": "0010"}})


def error_msg():
    """Error with ErrorMsg and a number."""
    return json_reply({"Error": {"ErrorMsg": "PostalCode is not valid",
                                 "ErrorNumber": 1021}}, 400)


def errors_list(items=(("Validation error", "10302", "Receiver zipcode is missing"),
                       ("Validation error", "10702", "Barcode is required"))):
    """Errors as labelling gives them."""
    return json_reply({"Errors": [
        {"Error": error, "Code": code, "Description": text}
        for error, code, text in items]}, 400)


def errors_error_list():
    """Errors that wraps a list named Error."""
    return json_reply({"Errors": {"Error": [
        {"Description": "The message could not be handled",
         "ErrorMsg": "CIF Framework Message Interceptor", "ErrorNumber": "1001"}]}},
        500)


def errors_message(*errors, status=400):
    """errors with ErrorMsg and ErrorNumber, as the barcode service gives them."""
    errors = errors or (("8", "Too many numbers in series"),)
    return json_reply({"errors": [{"ErrorMsg": message, "ErrorNumber": number}
                                  for number, message in errors]}, status)


def title_detail(status=400, details=("Input field 'housenumber' must be a number",)):
    """errors with status, title and detail, as the address services give them."""
    return json_reply({"errors": [
        {"status": str(status), "title": _TITLES.get(status, "Error"), "detail": each}
        for each in details]}, status)


def errors_strings(texts=("17701: Shipment is invalid",
                          "17702: Barcode is not unique")):
    """errors as a list of texts that begin with the code."""
    return json_reply({"errors": list(texts)}, 400)


def errors_string():
    """errors as one text, inside a 200."""
    return json_reply({"0": {"code": "17701"}, "errors": "17701: Shipment is invalid"})


def array_error_message():
    """A bare list of ErrorMsg."""
    return json_reply([{"ErrorMsg": "Parameter 'City' may not be null",
                        "ErrorNumber": 7},
                       {"ErrorMsg": "Required parameter 'Street' is missing.",
                        "ErrorNumber": 4}], 400)


def bare_error_message(item=None):
    """A bare ErrorMsg."""
    return json_reply(item or {"ErrorMsg": "ShippingDate lies in the past",
                               "ErrorNumber": 2060}, 400)


def array_items(items):
    """Array.Item of the delivery dates: a list, or an object when there is one."""
    return json_reply({"Array": {"Item": items[0] if len(items) == 1 else items}}, 400)


def array_item(single=False):
    """Array.Item: a list, or an object when there is one."""
    items = [{"ErrorMsg": "Option is not known", "ErrorNumber": "26"},
             {"ErrorMsg": "Parameter 'Options' may not be null", "ErrorNumber": 7}]
    return array_items(items[:1] if single else items)


def shipment_errors(status=200):
    """Errors of a shipment inside ResponseShipments."""
    return json_reply({"ResponseShipments": [
        {"Barcode": "3SDEVC0000001",
         "Errors": [{"Code": "10702", "Description": "Barcode is required"}],
         "Warnings": []}]}, status)


def errors_per_barcode():
    """What activating a return says about barcodes it does not accept."""
    return json_reply({"successFulBarcodes": [], "errorsPerBarcode": [
        {"barcode": "3SDEVC0000001", "warnings": [],
         "errors": [{"code": "21501", "description": "Barcode is not known"}]}]})


def warnings_empty():
    """Nothing found, with a list of warnings."""
    return json_reply({"CurrentStatus": {},
                       "Warnings": [{"Message": "No shipment found", "Code": "2"}]})


def warnings_wrapped(message="No signature found", code="2"):
    """Nothing found, with one wrapped warning."""
    return json_reply({"Warnings": {"Warning": {"Message": message, "Code": code}}})


def rfc9457(status=400, fields=None):
    """Problem details, as V4 gives them."""
    problem = {"type": "https://tools.ietf.org/html/rfc9110#section-15.5.1",
               "title": "One or more validation errors occurred.",
               "status": status, "detail": "The request is invalid.",
               "traceId": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
               "errors": fields or {
                   "receiver.address.postalCode":
                   ["The field postalCode is required."],
                   "items[0].barcode": ["Not a barcode.", "Too long."]}}
    if status == 401:
        problem.update(title="Unauthorized", detail="The key is not valid.")
        del problem["errors"]
    reply = json_reply(problem, status)
    reply.content_type = "application/problem+json; charset=utf-8"
    return reply


def envelope_fault():
    """A SOAP fault turned into JSON; the text has an empty key."""
    return json_reply({"Envelope": {"Body": {"Fault": {"Reason": {"Text": {
        "": "The message could not be processed"}}}}}}, 500)


def soap_fault():
    """A SOAP fault as it is."""
    body = ('<?xml version="1.0" encoding="utf-8"?>\n'
            '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
            "<s:Fault><faultcode>s:Client</faultcode>"
            "<faultstring>Check CIFException in the detail section</faultstring>"
            '<detail><CifException xmlns="http://postnl.nl/cif/services/common/">'
            "<Errors><ExceptionData><Description>Barcode is required</Description>"
            "<ErrorMsg>Validation error</ErrorMsg><ErrorNumber>21501</ErrorNumber>"
            "</ExceptionData></Errors></CifException></detail></s:Fault></s:Body>"
            "</s:Envelope>\n")
    return Reply(500, body.encode(), "text/xml; charset=utf-8")


def html(status=500):
    """A page of HTML from something in front of PostNL."""
    return Reply(status, _HTML.format(f"{status} Error").encode(), HTML_TYPE)


def plain(status=200, content_type=None, text="Service temporarily unavailable"):
    """Plain text; by default under the content type of JSON."""
    return Reply(status, text.encode(), content_type or "application/json")


def not_json():
    """Nearly JSON, under the content type of JSON."""
    return plain(text="{'CurrentStatus': {'Shipment': undefined, }}")


def empty(status):
    """No body at all."""
    return Reply(status, b"", "")


def unknown_shape():
    """JSON that is not any known error."""
    return json_reply({"weird": True}, 418)


def cloudflare():
    """The origin is down, says the network in front of it."""
    return Reply(521, b"error code: 521\n", TEXT_TYPE)


_GATEWAY_DOWN = "messaging.adaptors.http.flow."

STATUSES = {
    "F400": lambda: bad_request("Invalid request"),
    "F401": unauthorized,
    "F403": lambda: fault(403, "Invalid ApiKey for given resource",
                          "oauth.v2.InvalidApiKeyForGivenResource"),
    "F404": lambda: message_only(404, "Not Found"),
    "F404EMPTY": lambda: empty(404),
    "F405": lambda: method_not_allowed("POST"),
    "F408": lambda: message_only(408, "Request timed out"),
    "F418": unknown_shape,
    "F422": lambda: title_detail(422),
    "F429": too_many_requests,
    "F429RETRY": lambda: too_many_requests(retry_after=1),
    "F500": lambda: fault(500, "Unexpected token in object literal",
                          "steps.javascript.ScriptExecutionFailed"),
    "F501": lambda: fault(501, "Not implemented", "Service Fault"),
    "F502": lambda: fault(502, "Bad Gateway", _GATEWAY_DOWN + "BadGateway"),
    "F503": lambda: fault(503, "The Service is temporarily unavailable",
                          _GATEWAY_DOWN + "ServiceUnavailable"),
    "F504": lambda: fault(504, "Gateway Timeout", _GATEWAY_DOWN + "GatewayTimeout"),
    "F521": cloudflare,
}

SHAPES = {
    "FAULT": lambda: bad_request("no barcode supplied in path"),
    "FAULTARRAY": fault_array,
    "FAULTSTRING": fault_string,
    "GATEWAY": lambda: unauthorized(
        "Failed to resolve API Key variable 'request.header.apikey'"),
    "MESSAGE": lambda: message_only(400, "The request is invalid."),
    "MESSAGECAP": message_only_capital,
    "ERRORMESSAGE": error_message,
    "ERRORMESSAGE400": lambda: error_message(400),
    "ERRORDESCRIPTION": error_description,
    "ERRORCODE": error_code_only,
    "ERRORMSG": error_msg,
    "ERRORSLIST": errors_list,
    "ERRORSERROR": errors_error_list,
    "ERRORSMSG": errors_message,
    "TITLEDETAIL": title_detail,
    "ERRORSTRINGS": errors_strings,
    "ERRORSTRING": errors_string,
    "ARRAYMSG": array_error_message,
    "BAREMSG": bare_error_message,
    "ARRAYITEM": array_item,
    "ARRAYITEMONE": lambda: array_item(single=True),
    "SHIPMENTERRORS": shipment_errors,
    "SHIPMENTERRORS400": lambda: shipment_errors(400),
    "BARCODEERRORS": errors_per_barcode,
    "WARNINGS": warnings_empty,
    "WARNINGSWRAPPED": warnings_wrapped,
    "RFC9457": rfc9457,
    "RFC9457AUTH": lambda: rfc9457(401),
    "ENVELOPE": envelope_fault,
    "SOAP": soap_fault,
    "HTML": html,
    "HTML200": lambda: html(200),
    "HTML429": lambda: html(429),
    "PLAIN": plain,
    "PLAIN500": lambda: plain(500, TEXT_TYPE),
    "NOTJSON": not_json,
    "EMPTY200": lambda: empty(200),
    "EMPTY400": lambda: empty(400),
    "E204": lambda: empty(204),
    "ERROR200": error_message,
}
