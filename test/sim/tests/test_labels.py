"""Labels: each format is what it says, and shows its barcode."""

import re
import struct
import zlib

from shipments import (ABROAD, CUSTOMS, LABEL, PARIS, ShippingTestCase, V4, V4_CUSTOMS,
                       call, content, options, shipment, v4)

BARCODE, RETURN = "3SDEVC123456789", "3SDEVC987654321"


def unpack_gif(data):
    """(width, height, comment, points) of a GIF of two colours."""
    width, height = struct.unpack("<HH", data[6:10])
    at = data.index(b"!\xfe") + 2
    comment = data[at + 1:at + 1 + data[at]]
    at = data.index(b"\x02", at + data[at] + 2 + 9) + 1
    packed = b""
    while data[at]:
        packed += data[at + 1:at + 1 + data[at]]
        at += 1 + data[at]
    return width, height, comment, unpack_lzw(packed)


def unpack_lzw(packed):
    """The points of LZW codes."""
    value, bits = int.from_bytes(packed, "little"), len(packed) * 8
    points, table, width, before, at = [], {}, 3, None, 0
    while at + width <= bits:
        code = value >> at & (1 << width) - 1
        at += width
        if code == 4:
            table, width, before = {n: (n,) for n in range(4)}, 3, None
            table[4] = table[5] = ()
            continue
        if code == 5:
            return points
        entry = table.get(code) or (*before, before[0])
        points += entry
        if before is not None:
            table[len(table)] = (*before, entry[0])
            if len(table) == 1 << width and width < 12:
                width += 1
        before = entry
    raise AssertionError("no end code")


def unpack_png(data):
    """(width, height, comment, rows of bytes, points per metre) of a PNG."""
    chunks, at = {}, 8
    while at < len(data):
        length, = struct.unpack(">I", data[at:at + 4])
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + length]
        checksum, = struct.unpack(">I", data[at + 8 + length:at + 12 + length])
        assert zlib.crc32(kind + body) == checksum
        chunks[kind] = body
        at += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    raw = zlib.decompress(chunks[b"IDAT"])
    size = 1 + (width + 7) // 8
    rows = [raw[n + 1:n + size] for n in range(0, len(raw), size)]
    return (width, height, chunks[b"tEXt"], rows,
            struct.unpack(">I", chunks[b"pHYs"][:4])[0])


def unpack_jpg(data):
    """(width, height, dpi, comment, greys) of one of these JPEGs, by square."""
    segments, at = {}, 2
    while True:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2:at + 4])[0]
        segments.setdefault(marker, data[at + 4:at + 2 + length])
        at += 2 + length
        if marker == 0xDA:
            break
    height, width = struct.unpack(">HH", segments[0xC0][1:5])
    scan = data[at:-2].replace(b"\xff\0", b"\xff")
    bits, greys, grey, at = "".join(f"{each:08b}" for each in scan), [], 0, 0
    for _ in range(width * height // 64):
        prefix, size = next((prefix, size) for prefix, size in
                            (("0", 0), ("10", 8), ("110", 7))
                            if bits.startswith(prefix, at))
        at += len(prefix)
        if size:
            value = int(bits[at:at + size], 2)
            grey += value if bits[at] == "1" else value - (1 << size) + 1
            at += size
        assert bits[at] == "0"
        at += 1
        greys.append(grey)
    assert set(bits[at:]) <= {"1"} and data.endswith(b"\xff\xd9")
    return width, height, struct.unpack(">H", segments[0xE0][8:10])[0], \
        segments[0xFE], greys


def check_pdf(test, data, barcodes, pages=1):
    """Checks the structure of a PDF, and that it shows these barcodes."""
    test.assertTrue(data.startswith(b"%PDF-1.4"))
    test.assertTrue(data.endswith(b"%%EOF\n"))
    start = int(re.search(rb"startxref\n(\d+)", data)[1])
    test.assertEqual(data[start:start + 4], b"xref")
    for number, offset in enumerate(re.findall(rb"(\d{10}) 00000 n", data), 1):
        test.assertTrue(data[int(offset):].startswith(b"%d 0 obj" % number))
    for length, stream in re.findall(rb"/Length (\d+)>>\nstream\n(.*?)\nendstream",
                                     data, re.DOTALL):
        test.assertEqual(int(length), len(stream))
    test.assertEqual(data.count(b"/Type/Page/"), pages)
    for barcode in barcodes:
        test.assertIn(b"(%s) Tj" % barcode.encode(), data)


class Formats(ShippingTestCase):

    def print(self, printer, **changes):
        """The first label as bytes."""
        one, = self.ship(shipment(Barcode=BARCODE, **changes), printer=printer)
        return content(one["Labels"][0]), one["Labels"][0]["OutputType"]

    def test_pdf(self):
        data, kind = self.print("GraphicFile|PDF", Reference="A (b) \\ ż")
        check_pdf(self, data, [BARCODE])
        self.assertEqual(kind, "PDF")
        self.assertLess(len(data), 4000)
        self.assertIn(rb"(A \(b\) \\ ?) Tj", data)

    def test_real_size(self):
        self.control("POST", "quirks", {"label_size": "real"})
        data, _ = self.print("GraphicFile|PDF")
        check_pdf(self, data, [BARCODE])
        self.assertGreater(len(data), 30_000)

    def test_gif(self):
        sizes = set()
        for dpi in (200, 300, 600):
            data, kind = self.print(f"GraphicFile|GIF {dpi} dpi")
            width, height, comment, points = unpack_gif(data)
            self.assertEqual(kind, "GIF")
            self.assertIn(BARCODE.encode(), comment)
            self.assertEqual(len(points), width * height)
            self.assertEqual(set(points), {0, 1})
            self.assertEqual(points[:width] * height, points)
            sizes.add(height)
        self.assertEqual(len(sizes), 3)

    def test_png(self):
        data, kind = self.print("GraphicFile|PNG 300 dpi")
        width, height, comment, rows, metre = unpack_png(data)
        self.assertEqual(kind, "PNG")
        self.assertTrue(comment.startswith(b"Comment\0" + BARCODE.encode()))
        self.assertEqual((len(rows), len(set(rows)), metre), (height, 1, 11811))
        self.assertGreater(width, 8 * len(BARCODE))

    def test_jpg(self):
        data, kind = self.print("GraphicFile|JPG 600 dpi")
        width, height, dpi, comment, greys = unpack_jpg(data)
        self.assertEqual((kind, dpi), ("JPG", 600))
        self.assertIn(BARCODE.encode(), comment)
        self.assertEqual(set(greys), {-128, 127})
        self.assertEqual(greys[:width // 8] * (height // 8), greys)

    def test_zpl(self):
        for dpi in (200, 300, 600):
            data, kind = self.print(f"Zebra|Generic ZPL II {dpi} dpi", Reference="^~A")
            self.assertEqual(kind, "ZPL")
            self.assertTrue(data.startswith(b"^XA\n") and data.endswith(b"^XZ\n"))
            self.assertIn(b"^FD%s^FS" % BARCODE.encode(), data)
            self.assertIn(b"^FX %d dpi" % dpi, data)
            self.assertIn(b"^FD  A^FS", data)

    def test_barcodes_differ(self):
        pictures = {self.print("GraphicFile|GIF 200 dpi")[0]}
        one, = self.ship(shipment(Barcode=RETURN), printer="GraphicFile|GIF 200 dpi")
        pictures.add(content(one["Labels"][0]))
        self.assertEqual(len(pictures), 2)

    def test_v4(self):
        for output, start in (("pdf", b"%PDF"), ("ZPL", b"^XA"), ("gif", b"GIF89a"),
                              ("png", b"\x89PNG"), ("jpg", b"\xff\xd8")):
            answer = self.accept(V4 + "label", v4(labelSettings={
                "outputType": output, "resolution": 300}))
            label, = answer["items"][0]["labels"]
            self.assertEqual(label["outputType"], output.lower())
            self.assertTrue(content(label).startswith(start))


class Several(ShippingTestCase):

    def kinds(self, **changes):
        """The types of the labels of a shipment."""
        one, = self.ship(shipment(**changes))
        return [each["Labeltype"] for each in one["Labels"]]

    def test_kinds(self):
        for changes, kinds in (
                ({}, ["Label"]), ({"ProductCodeDelivery": "2928"}, ["BusPakjeExtra"]),
                ({"ProductCodeDelivery": "4907", "Addresses": [PARIS]}, ["Label"]),
                ({"ProductCodeDelivery": "4909", "Addresses": [ABROAD],
                  "Customs": CUSTOMS}, ["CN23", "CP71", "CommercialInvoice"]),
                ({"ProductCodeDelivery": "4909", "Addresses": [ABROAD],
                  "Customs": CUSTOMS | {"Invoice": False}}, ["CN23", "CP71"]),
                ({"ReturnBarcode": RETURN, "ProductOptions": options("return_in_box")},
                 ["Label", "Return Label"]),
                ({"ProductOptions": options("both_ways")}, ["Label"]),
                ({"ProductCodeDelivery": "3285"}, ["Return Label"]),
                ({"ProductCodeDelivery": "3285",
                  "ProductOptions": options("smart_return")}, ["PrintcodeLabel"])):
            self.assertEqual(self.kinds(**changes), kinds, changes)

    def test_return_label_shows_its_own_barcode(self):
        one, = self.ship(shipment(Barcode=BARCODE, ReturnBarcode=RETURN,
                                  ProductOptions=options("return_in_box")))
        for label, barcode in zip(one["Labels"], (BARCODE, RETURN)):
            check_pdf(self, content(label), [barcode])

    def test_easy_return_is_pdf_only(self):
        self.assertEqual(self.codes(LABEL, call(
            shipment(ProductCodeDelivery="4910"), printer="GraphicFile|GIF 200 dpi")),
            ["5"])

    def test_v4_customs(self):
        body = v4(receiver__address__countryIso="CH", shipmentType="parcel",
                  internationalShipmentData={"bundle": "track_trace",
                                             "customs": V4_CUSTOMS})
        item, = self.accept(V4 + "labelconfirm", body)["items"]
        self.assertEqual([each["labelType"] for each in item["labels"]],
                         ["CN23", "CP71", "CommercialInvoice"])
        self.assertRegex(item["barcode"], r"^CW\d{9}NL$")
        self.assertTrue(item["partnerBarcode"])


class Merged(ShippingTestCase):

    def merge(self, printer, count):
        """(barcodes, MergedLabels) of a call."""
        barcodes = [f"3SDEVC00000000{number}" for number in range(count)]
        answer = self.accept(LABEL, call(
            *(shipment(Barcode=each) for each in barcodes), printer=printer))
        for each in answer["ResponseShipments"]:
            self.assertEqual(each["Labels"], [])
        return barcodes, answer["MergedLabels"]

    def test_one_sheet(self):
        barcodes, (sheet,) = self.merge("GraphicFile|PDF|MergeA", 4)
        self.assertEqual(sheet["Barcodes"], barcodes)
        label, = sheet["Labels"]
        self.assertEqual(label["Labeltype"], "Label")
        check_pdf(self, content(label), barcodes)

    def test_first_free_quarter(self):
        for quarter, sizes in zip("ABCD", ([3], [3], [2, 1], [1, 2])):
            barcodes, sheets = self.merge(f"GraphicFile|PDF|Merge{quarter}", 3)
            self.assertEqual([len(each["Barcodes"]) for each in sheets], sizes)
            self.assertEqual(sum((each["Barcodes"] for each in sheets), []), barcodes)

    def test_forms_are_not_merged(self):
        answer = self.accept(LABEL, call(
            shipment(), shipment(ProductCodeDelivery="4909", Addresses=[ABROAD],
                                 Customs=CUSTOMS), printer="GraphicFile|PDF|MergeA"))
        self.assertEqual(len(answer["MergedLabels"][0]["Barcodes"]), 1)
        self.assertEqual([len(each["Labels"]) for each in answer["ResponseShipments"]],
                         [0, 3])

    def test_v4(self):
        for merge, sizes in (("pdfa6toa4", [2, 1]), ("singlepdf", [3])):
            body = v4(items=[{}] * 3, labelSettings={
                "outputType": "pdf", "mergeType": merge, "positioning": "bottomleft"})
            answer = self.accept(V4 + "label", body)
            self.assertEqual([each["labels"] for each in answer["items"]], [[]] * 3)
            merged = answer["mergedLabels"]
            self.assertEqual([len(each["barcodes"]) for each in merged], sizes)
            check_pdf(self, content(merged[0]), merged[0]["barcodes"],
                      pages=3 if merge == "singlepdf" else 1)
