"""Labels: what is on them, and how they are printed.

Every label shows its barcode, and every file holds it as plain text: in a PDF
as uncompressed text, in a picture as a comment, in ZPL as a field.
"""

import base64
import re
from functools import lru_cache
from typing import NamedTuple

import images

LABEL = "Label"
MAILBOX = "BusPakjeExtra"
RETURN = "Return Label"
PRINTCODE = "PrintcodeLabel"
CN23 = "CN23"
CP71 = "CP71"
INVOICE = "CommercialInvoice"

PDF, GIF, JPG, PNG, ZPL = "PDF", "GIF", "JPG", "PNG", "ZPL"
RESOLUTIONS = (200, 300, 600)
DEFAULT_RESOLUTION = 200

# Points of 1/72 inch.
_A6, _A5, _A4 = (298, 420), (420, 595), (595, 842)
_PAPER = {CN23: _A5, CP71: _A5, INVOICE: _A4}
# The quarters of an A4 in the order in which they are filled: A, B, C, D.
_QUARTERS = ((0, 421), (297, 421), (0, 0), (297, 0))
SHEET = len(_QUARTERS)

_MARGIN, _LINE = 20, 16
_BAR_HEIGHT = 60
# A comment of one block in a GIF.
_MAX_COMMENT = 255

# About as large as the smaller ones of PostNL's, for those who want it.
_REAL_SIZE = 30_000

_PRINTER = re.compile(
    r"GraphicFile\|(?:(?P<pdf>PDF)(?:\|Merge(?P<quarter>[A-D]))?"
    r"|(?P<picture>GIF|JPG|PNG) (?P<dpi>[236]00) ?dpi)"
    r"|Zebra\|Generic ZPL II (?P<zebra>[236]00) ?dpi")


class Printer(NamedTuple):
    """What a label is printed with; ``quarter`` is set to merge labels."""

    output: str = PDF
    dpi: int = DEFAULT_RESOLUTION
    quarter: int | None = None


class Label(NamedTuple):
    """One label: its type, its barcode, and the lines of text on it."""

    kind: str
    barcode: str
    lines: tuple = ()

    @property
    def merges(self):
        """Whether it can be one of four on a sheet."""
        return self.kind not in _PAPER


def printer_of(text):
    """The Printer of a legacy Printertype, to the letter; None when there is none such."""
    match = _PRINTER.fullmatch(text)
    if match is None:
        return None
    if match["zebra"]:
        return Printer(ZPL, int(match["zebra"]))
    if match["picture"]:
        return Printer(match["picture"], int(match["dpi"]))
    quarter = match["quarter"]
    return Printer(PDF, DEFAULT_RESOLUTION,
                   "ABCD".index(quarter) if quarter else None)


@lru_cache(maxsize=256)
def printed(label, printer, real_size=False):
    """The label as base64."""
    if printer.output == PDF:
        document = _pdf([(_PAPER.get(label.kind, _A6), _content(label, 0, 0))],
                        real_size)
    elif printer.output == ZPL:
        document = _zpl(label, printer.dpi)
    else:
        document = _picture(label, printer)
    return base64.b64encode(document).decode()


def single(labels):
    """All labels in one PDF with a page for each, as base64."""
    document = _pdf([(_PAPER.get(each.kind, _A6), _content(each, 0, 0))
                     for each in labels], real_size=False)
    return base64.b64encode(document).decode()


def sheets(labels, quarter):
    """Labels four to an A4, the first in this quarter: [(labels, base64)]."""
    found, labels = [], list(labels)
    while labels:
        on_sheet, labels = labels[:SHEET - quarter], labels[SHEET - quarter:]
        content = b"".join(_content(each, *_QUARTERS[quarter + number])
                           for number, each in enumerate(on_sheet))
        document = _pdf([(_A4, content)], real_size=False)
        found.append((on_sheet, base64.b64encode(document).decode()))
        quarter = 0
    return found


def _bars(barcode):
    """Bars that no other barcode has, though no scanner reads them."""
    bits = "".join(f"{each:08b}" for each in barcode.encode("utf-8", "replace"))
    return [each == "1" for each in "110" + bits + "011"]


def _content(label, left, bottom):
    """The label as drawing operators of PDF."""
    width, height = _PAPER.get(label.kind, _A6)
    left, top = left + _MARGIN, bottom + height - _MARGIN - _BAR_HEIGHT
    bars = _bars(label.barcode)
    thin = (width - 2 * _MARGIN) / len(bars)
    drawn = [f"{left + number * thin:.2f} {top} {thin:.2f} {_BAR_HEIGHT} re f"
             for number, bar in enumerate(bars) if bar]
    drawn.append(f"BT /F1 12 Tf {left} {top - _LINE} Td {_LINE} TL")
    for line in (label.barcode, label.kind, *label.lines):
        escaped = re.sub(r"([\\()])", r"\\\1", line)
        drawn.append(f"({escaped}) Tj T*")
    drawn.append("ET\n")
    return "\n".join(drawn).encode("cp1252", "replace")


def _pdf(pages, real_size):
    """A PDF with a page for each pair of (size, drawing operators)."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
               b"/Encoding/WinAnsiEncoding>>"]
    kids = []
    for (width, height), content in pages:
        number = len(objects) + 1
        kids.append(b"%d 0 R" % number)
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]"
                       b"/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
                       % (width, height, number + 1))
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream"
                       % (len(content), content))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    document, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    if real_size:
        document += b"%" + b"." * _REAL_SIZE + b"\n"
    for number, each in enumerate(objects, 1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(document)
    document += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    document += b"".join(b"%010d 00000 n \n" % each for each in offsets)
    document += (b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
                 % (len(objects) + 1, start))
    return bytes(document)


def _picture(label, printer):
    draw = {GIF: images.gif, JPG: images.jpg, PNG: images.png}[printer.output]
    comment = f"{label.barcode} {label.kind} {printer.dpi} dpi"
    comment = comment.encode("utf-8", "replace")[:_MAX_COMMENT]
    # A point of 200 dpi for each bar, and as many more as the resolution asks.
    return draw(_bars(label.barcode), printer.dpi // 200 or 1, printer.dpi // 10,
                printer.dpi, comment)


def _zpl(label, dpi):
    dots = dpi * _A6[0] // 72
    lines = "".join(f"^FO40,{320 + number * 40}^A0N,30,30^FD{_zpl_text(line)}^FS\n"
                    for number, line in enumerate((label.kind, *label.lines)))
    return (f"^XA\n^FX {dpi} dpi^FS\n^CI28\n^PW{dots}\n^LL{dpi * _A6[1] // 72}\n"
            f"^FO40,40^BY2^BCN,200,Y,N,N^FD{_zpl_text(label.barcode)}^FS\n"
            f"{lines}^XZ\n").encode("utf-8", "replace")


def _zpl_text(text):
    return re.sub(r"[\^~]", " ", text)
