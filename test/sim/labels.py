"""Labels: small, real files that show a barcode.

The same barcode, type and format always give the same bytes.  Every format
has the barcode as plain text in it: PDF as drawn text, ZPL as a field, GIF and
JPG in a comment, PNG in a tEXt chunk.
"""

import struct
import zlib

_WIDTH = 64
_HEIGHT = 16

# A JPEG image of one grey block of 8 by 8: everything but its comment.
_JPEG_TABLES = bytes.fromhex(
    "ffdb004300" + "01" * 64 + "ffc0000b080008000801011100"
    "ffc4001500010100000000000000000000000000000008"
    "ffc40014100100000000000000000000000000000000ffda0008010100003f0050ffd9")


def make(text, output_type, label_type="Label"):
    """The bytes of a label; ``output_type`` is pdf, gif, jpg, png or zpl."""
    maker = {"pdf": pdf, "gif": gif, "jpg": jpg, "png": png, "zpl": zpl}[output_type]
    return maker([(text, label_type)])


def pdf(entries):
    """A page for each four of (text, label type)."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b""]
    objects[2] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    pages = []
    for start in range(0, len(entries), 4):
        drawn = b"".join(
            f"BT /F1 18 Tf 40 {750 - 190 * place} Td ({kind} {text}) Tj ET\n".encode()
            for place, (text, kind) in enumerate(entries[start:start + 4]))
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(drawn), drawn))
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
                       b"%d 0 R /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects))
        pages.append(len(objects))
    kids = b" ".join(b"%d 0 R" % each for each in pages)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    return _pdf_file(objects)


def _pdf_file(objects):
    data = b"%PDF-1.4\n"
    offsets = []
    for number, each in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % each for each in offsets)
    return data + (b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
                   b"startxref\n%d\n%%%%EOF\n"
                   % (len(objects) + 1, table, len(objects) + 1, len(data)))


def _bars(text):
    """The bits of a row: black where the text's bits are set."""
    bits = "".join(f"{each:08b}" for each in text.encode())
    return [int(bits[place % len(bits)]) for place in range(_WIDTH)]


def gif(entries):
    """A picture of two colours, in codes that are never compressed."""
    text, kind = entries[0]
    comment = f"{kind} {text}".encode()
    header = (b"GIF89a" + struct.pack("<HH", _WIDTH, _HEIGHT) + b"\x80\x00\x00"
              + b"\xff\xff\xff\x00\x00\x00" + b"\x21\xfe" + bytes([len(comment)]) + comment
              + b"\x00\x2c" + struct.pack("<HHHH", 0, 0, _WIDTH, _HEIGHT) + b"\x00\x02")
    # codes of three bits; a clear code (4) in time keeps them so
    codes = []
    for place, bit in enumerate(_bars(text) * _HEIGHT):
        codes += ([4] if place % 2 == 0 else []) + [bit]
    bits = "".join(f"{each:03b}"[::-1] for each in codes + [5])
    packed = bytes(int(bits[at:at + 8][::-1], 2) for at in range(0, len(bits), 8))
    blocks = b"".join(bytes([len(packed[at:at + 255])]) + packed[at:at + 255]
                      for at in range(0, len(packed), 255))
    return header + blocks + b"\x00\x3b"


def png(entries):
    """A picture of one bit a point."""
    text, kind = entries[0]
    bits = "".join(str(1 - each) for each in _bars(text))
    row = b"\x00" + bytes(int(bits[at:at + 8], 2) for at in range(0, _WIDTH, 8))
    return (b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 1, 0, 0, 0, 0))
            + _chunk(b"tEXt", b"Title\x00" + f"{kind} {text}".encode("latin-1"))
            + _chunk(b"IDAT", zlib.compress(row * _HEIGHT)) + _chunk(b"IEND", b""))


def _chunk(name, data):
    return (struct.pack(">I", len(data)) + name + data
            + struct.pack(">I", zlib.crc32(name + data)))


def jpg(entries):
    """A grey block; the barcode is in its comment."""
    text, kind = entries[0]
    comment = f"{kind} {text}".encode()
    return b"\xff\xd8\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + _JPEG_TABLES


def zpl(entries):
    """A label for Zebra's printers."""
    text, kind = entries[0]
    return (f"^XA\n^FO40,40^A0N,40,40^FD{kind}^FS\n^FO40,100^BCN,100,Y,N,N^FD{text}^FS\n"
            "^XZ\n").encode()
