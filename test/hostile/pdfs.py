"""PDFs made by code: pictures in every coding, fonts that are not in them, locked, long."""

from __future__ import annotations

import hashlib
import io
import struct

_PASSWORD_PADDING = bytes.fromhex(
    "28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A"
)
_CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"

# A side of each picture, and where it stands on the page of 300 × 300: name -> (x, y, colour).
PICTURES: dict[str, tuple[int, int, tuple[int, int, int]]] = {
    "JPEG 2000": (0, 200, (220, 30, 40)),
    "JPEG 2000 of CMYK": (100, 200, (0, 170, 240)),
    "JPEG of CMYK": (200, 200, (255, 240, 40)),
    "JBIG2": (0, 100, (0, 0, 0)),
    "CCITT": (100, 100, (0, 0, 0)),
    "CMYK": (200, 100, (245, 30, 150)),
    # Red by numbers, of a profile whose red is what others call green.
    "colour profile": (0, 0, (0, 255, 0)),
}
FONTS = ("Helvetica", "Times-Italic", "Courier-Bold", "Symbol", "ZapfDingbats")
# What a text is in a font that is not in the file, by the collection of its codes.
CJK = {
    "Japan1": ("KozMinPro-Regular", "UniJIS-UTF16-H", "日本語の表"),
    "GB1": ("STSong-Light", "UniGB-UTF16-H", "简体中文"),
    "CNS1": ("MSung-Light", "UniCNS-UTF16-H", "繁體中文"),
    "Korea1": ("HYSMyeongJo-Medium", "UniKS-UTF16-H", "한국어"),
}


def written(*objects: str) -> bytes:
    """Return a PDF of some objects, whose first is its catalog; a character is a byte."""
    return _assembled(objects)


def _assembled(objects: tuple[str, ...], more: str = "") -> bytes:
    text, places = "%PDF-1.7\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{value}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    end = f"trailer << /Size {size} /Root 1 0 R {more} >>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}{head}{end}".encode("latin-1")


def _stream(data: bytes | str, entries: str = "") -> str:
    text = data if isinstance(data, str) else data.decode("latin-1")
    return f"<< /Length {len(text)} {entries} >>\nstream\n{text}\nendstream"


def _page(contents: str, resources: str, *more: str) -> tuple[str, ...]:
    """Return the objects of a PDF of one page of 300 × 300; those in `more` count from 5."""
    return (
        _CATALOG,
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R"
        f" /Resources << {resources} >> >>",
        _stream(contents),
        *more,
    )


def with_pictures() -> bytes:
    """Return a page of squares: five pictures, each coded in another way, and two areas."""
    from PIL import Image, ImageCms

    def coded(mode: str, colour: tuple[int, ...], form: str) -> bytes:
        file = io.BytesIO()
        Image.new(mode, (64, 64), colour).save(file, form, quality=95)
        return file.getvalue()

    red = coded("RGB", (220, 30, 40), "JPEG2000")
    cyan = coded("CMYK", (255, 0, 0, 0), "JPEG2000")
    yellow = coded("CMYK", (0, 0, 255, 0), "JPEG")
    fax = _group_4()
    size = "/Width 64 /Height 64 /Type /XObject /Subtype /Image"
    one_bit = f"{size} /ColorSpace /DeviceGray /BitsPerComponent 1"
    pictures = (
        _stream(red, f"{size} /Filter /JPXDecode /ColorSpace /DeviceRGB"),
        _stream(cyan, f"{size} /Filter /JPXDecode /ColorSpace /DeviceCMYK"),
        _stream(
            yellow,
            f"{size} /Filter /DCTDecode /ColorSpace /DeviceCMYK /BitsPerComponent 8"
            " /Decode [1 0 1 0 1 0 1 0]",
        ),
        _stream(_jbig2(fax), f"{one_bit} /Filter /JBIG2Decode"),
        _stream(
            fax,
            f"{one_bit} /Filter /CCITTFaxDecode"
            " /DecodeParms << /K -1 /Columns 64 /Rows 64 /BlackIs1 false >>",
        ),
    )
    places = list(PICTURES.values())
    drawn = "".join(
        f"q 100 0 0 100 {x} {y} cm /P{number} Do Q\n"
        for number, (x, y, _) in enumerate(places[:-2])
    )
    cmyk, profiled = (f"{x} {y} 100 100 re f\n" for x, y, _ in places[-2:])
    names = " ".join(f"/P{number} {5 + number} 0 R" for number in range(len(pictures)))
    areas = f"0 1 0 0 k {cmyk}/Profiled cs 1 0 0 sc {profiled}"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"none").replace(b"gXYZ", b"rXYZ").replace(b"none", b"gXYZ")
    colours = f"/ColorSpace << /Profiled [/ICCBased {5 + len(pictures)} 0 R] >>"
    return written(
        *_page(
            drawn + areas,
            f"/XObject << {names} >> {colours}",
            *pictures,
            _stream(swapped, "/N 3 /Alternate /DeviceRGB"),
        )
    )


def _group_4() -> bytes:
    """Return a black square of 64 × 64 as a fax has it."""
    from PIL import Image

    file = io.BytesIO()
    # Pillow writes that 0 is black, and a fax codes what is 0 as white.
    Image.new("1", (64, 64), 1).save(file, "TIFF", compression="group4")
    with Image.open(file) as picture:
        (start,), (length,) = picture.tag_v2[273], picture.tag_v2[279]
    return file.getvalue()[start : start + length]


def _jbig2(fax: bytes) -> bytes:
    """Return a JBIG2 stream, as a PDF has it, whose one region is coded as a fax is."""
    area = struct.pack(">II", 64, 64)
    page = area + bytes(8) + b"\0" + b"\0\0"
    region = area + bytes(8) + b"\0" + b"\x01" + fax
    return b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data
        for number, (kind, data) in enumerate(((48, page), (38, region)))
    )


def with_text() -> bytes:
    """Return a page with text in the standard fonts, and in four that are not in the file."""
    text, fonts, more = "", "", []
    y = 280
    for number, name in enumerate(FONTS):
        words = "Findable words" if name == "Helvetica" else "abc"
        text += f"BT /F{number} 20 Tf 20 {y} Td ({words}) Tj ET\n"
        fonts += f"/F{number} << /Type /Font /Subtype /Type1 /BaseFont /{name} >> "
        y -= 28
    for number, (ordering, (name, codes, words)) in enumerate(CJK.items()):
        at = 5 + len(more)
        text += f"BT /C{number} 20 Tf 20 {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"
        fonts += f"/C{number} {at} 0 R "
        y -= 28
        more += [
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{codes}"
            f" /DescendantFonts [{at + 1} 0 R] >>",
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /FontDescriptor {at + 2} 0 R"
            f" /CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 4 >>"
            " /DW 1000 >>",
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /ItalicAngle 0 /Ascent 880"
            " /Descent -120 /CapHeight 700 /StemV 80 /FontBBox [0 -120 1000 880] >>",
        ]
    return written(*_page(text, f"/Font << {fonts} >>", *more))


def with_pages(count: int) -> bytes:
    """Return many pages, each with its number."""
    pages, contents = [], []
    for number in range(1, count + 1):
        at = 4 + count + number - 1
        pages.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents {at} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        text = f"BT /F1 24 Tf 40 90 Td (Sheet {number}) Tj ET"
        contents.append(_stream(text))
    kids = " ".join(f"{4 + number} 0 R" for number in range(count))
    return written(
        _CATALOG,
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *pages,
        *contents,
    )


def locked(password: str) -> bytes:
    """Return a page that is encrypted as the first version of the standard says (40 bits, RC4)."""
    file_id, rights = bytes(16), -4
    padded = (password.encode("latin-1") + _PASSWORD_PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + struct.pack("<i", rights) + file_id).digest()[:5]
    user = _rc4(key, _PASSWORD_PADDING)
    text = b"BT /F1 24 Tf 40 140 Td (Unlocked words) Tj ET"
    of_object = hashlib.md5(key + struct.pack("<I", 4)[:3] + bytes(2)).digest()[:10]
    objects = _page(
        _rc4(of_object, text).decode("latin-1"),
        "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {rights} >>",
    )
    return _assembled(objects, f"/Encrypt 5 0 R /ID [<{file_id.hex()}> <{file_id.hex()}>]")


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
