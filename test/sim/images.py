"""Pictures of bars: small GIF, PNG and JPEG files, made without a library.

A picture is a row of bars, black or white, that is repeated downward.  Each
file carries a comment, so that what it shows can be found in its bytes, and
its resolution where the format has a place for one.
"""

import struct
import zlib

_METRES_PER_INCH = 0.0254

# A JPEG picture is made of squares of 8 by 8 points, each of one grey.
_SQUARE = 8
_BLACK, _WHITE = -128, 127
# The codes for the number of bits in which the grey changes, shortest first.
_SIZES = {0: "0", 8: "10", 7: "110"}
_NO_PATTERN = "0"

# The last code of a GIF that is used; those after it would need 13 bits.
_MAX_CODE = 4095


def _points(bars, scale):
    """One row of points: 0 is black, 1 is white."""
    return [0 if bar else 1 for bar in bars for _ in range(scale)]


def png(bars, scale, height, dpi, comment):
    """A greyscale PNG with one bit a point."""
    row = _points(bars, scale)
    padded = row + [0] * (-len(row) % 8)
    packed = bytes(int("".join(map(str, padded[at:at + 8])), 2)
                   for at in range(0, len(padded), 8))
    per_metre = round(dpi / _METRES_PER_INCH)
    return b"\x89PNG\r\n\x1a\n" + b"".join((
        _chunk(b"IHDR", struct.pack(">IIBBBBB", len(row), height, 1, 0, 0, 0, 0)),
        _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        _chunk(b"tEXt", b"Comment\0" + comment),
        _chunk(b"IDAT", zlib.compress((b"\0" + packed) * height)),
        _chunk(b"IEND", b"")))


def _chunk(kind, data):
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def gif(bars, scale, height, dpi, comment):
    """A GIF of two colours; the format has no place for the resolution."""
    row = _points(bars, scale)
    data = _lzw(row * height)
    blocks = b"".join(bytes((len(part),)) + part for part in
                      (data[at:at + 255] for at in range(0, len(data), 255)))
    size = struct.pack("<HH", len(row), height)
    return (b"GIF89a" + size + b"\x80\0\0" + b"\0\0\0\xff\xff\xff"
            + b"!\xfe" + bytes((len(comment),)) + comment + b"\0"
            + b",\0\0\0\0" + size + b"\0" + b"\x02" + blocks + b"\0;")


def _lzw(points):
    """LZW as GIF has it, with points of two bits."""
    clear, end = 4, 5
    codes, table, width, following = [(clear, 3)], {}, 3, end + 1
    current = points[0]
    for point in points[1:]:
        longer = table.get((current, point))
        if longer is not None:
            current = longer
            continue
        codes.append((current, width))
        table[current, point] = following
        if following == 1 << width:
            width += 1
        following += 1
        if following == _MAX_CODE:
            codes.append((clear, width))
            table, width, following = {}, 3, end + 1
        current = point
    return _pack_upward(codes + [(current, width), (end, width)])


def _pack_upward(codes):
    """Codes as bytes, the lowest bit first."""
    value, used, packed = 0, 0, bytearray()
    for code, width in codes:
        value |= code << used
        used += width
        while used >= 8:
            packed.append(value & 255)
            value >>= 8
            used -= 8
    if used:
        packed.append(value)
    return bytes(packed)


def jpg(bars, scale, height, dpi, comment):
    """A baseline greyscale JPEG, one square for each bar; the scale is fixed."""
    high = max(1, height // _SQUARE)
    frame = struct.pack(">BHHBBBB", 8, high * _SQUARE, len(bars) * _SQUARE, 1,
                        1, 0x11, 0)
    return b"".join((
        b"\xff\xd8",
        _segment(0xE0, b"JFIF\0\1\1\1" + struct.pack(">HH", dpi, dpi) + b"\0\0"),
        _segment(0xFE, comment),
        _segment(0xDB, b"\0" + b"\x08" + b"\1" * 63),
        _segment(0xC0, frame),
        _segment(0xC4, b"\0" + bytes((1, 1, 1)) + bytes(13) + bytes(_SIZES)),
        _segment(0xC4, b"\x10" + bytes((1,)) + bytes(15) + bytes((0,))),
        _segment(0xDA, bytes((1, 1, 0, 0, 63, 0))),
        _scan(bars, high), b"\xff\xd9"))


def _segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _scan(bars, high):
    """The squares row by row, each as its change from the one before."""
    squares, before = [], 0
    for bar in list(bars) * high:
        grey = _BLACK if bar else _WHITE
        squares.append(_change(grey - before))
        before = grey
    text = "".join(squares)
    text += "1" * (-len(text) % 8)
    data = bytes(int(text[at:at + 8], 2) for at in range(0, len(text), 8))
    return data.replace(b"\xff", b"\xff\0")


def _change(change):
    """One square as bits: how its grey changes, and that it has no pattern."""
    size = abs(change).bit_length()
    value = change if change > 0 else change + (1 << size) - 1
    return _SIZES[size] + (f"{value:0{size}b}" if size else "") + _NO_PATTERN
