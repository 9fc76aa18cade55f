"""Mends the bytes of a feed before they are parsed: encodings, DTDs, characters and references that no text holds."""

from __future__ import annotations

import re

# A bare ampersand, a control character or bad UTF-8 makes feedparser fall back on a slower reader, or raise.
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BAD_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,12})|(\d{1,12}));")
DECLARED_ENCODING = re.compile(rb"(<\?xml[^>]{0,200}encoding=[\"'])([A-Za-z0-9._:-]{1,40})([\"'])")
DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
DECLARATION = re.compile(rb"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)[^<>]*>")
# An ampersand that begins no reference, outside of CDATA.
BARE_AMPERSAND = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#?[0-9A-Za-z]{1,32};)", re.DOTALL)
# Encodings that call themselves UTF-8, each with the letters by which one knows that it was read right, and the share
# that these have in its text beyond ASCII.
LEGACY_ENCODINGS = (
    ("shift_jis", re.compile("[ぁ-ヿ]"), 0.25),
    ("euc_jp", re.compile("[ぁ-ヿ]"), 0.25),
    ("cp949", re.compile("[가-힣]"), 0.8),
    ("cp1251", re.compile("[а-яё]"), 0.7),
    ("gb18030", re.compile("[一-鿿]"), 0.8),
)
BEYOND_ASCII = re.compile("[^\x00-\x7f]")
# What may stand before the first element, and that element.
PROLOG = re.compile(rb"<!--.*?(?:-->|\Z)|<!DOCTYPE|<[A-Za-z]", re.DOTALL)
UTF8_NAMES = frozenset({"", "utf-8", "utf8"})
LATIN_CHARSET = re.compile(r"charset=[\"']?(?:iso-8859-1|latin-?1|us-ascii|windows-1252)\b", re.IGNORECASE)
WIDE_CHARSET = re.compile(r"charset=[\"']?(?:utf-16|utf-32|ucs|iso-10646)", re.IGNORECASE)
# How text of several bytes a character begins, with a mark of their order or without; the longer before the shorter.
WIDE_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
HEAD_BYTES = 4096


def defused(body: bytes) -> bytes:
    """The bytes without what makes parsers fail or reach out: DTDs, control characters, impossible references."""
    return mended(body)[0]


def mended(body: bytes) -> tuple[bytes, list[str]]:
    """The bytes so that they can be parsed, and what had to be mended in them."""
    body, oddities = narrowed(body)
    body = DECLARATION.sub(b"", without_doctype(body))
    for oddity, pattern, instead in MENDS:
        before, body = body, pattern.sub(instead, body)
        if body != before:
            oddities.append(oddity)
    declared = declared_encoding(body)
    if is_utf8(body):
        if declared not in UTF8_NAMES:
            body = redeclared(body)
            oddities.append(f"not {declared} but UTF-8")
    elif declared in UTF8_NAMES:
        body, oddity = as_utf8(body)
        oddities += [oddity] if oddity else []
    return body, oddities


def narrowed(body: bytes) -> tuple[bytes, list[str]]:
    """Bytes in UTF-16 or UTF-32 as UTF-8, so that what follows sees what is there; all others as they are."""
    for start, encoding in WIDE_ENCODINGS:
        if body.startswith(start):
            text = body.decode(encoding, "replace").removeprefix("\ufeff")
            narrow = text.encode("utf-8", "replace")
            declared = declared_encoding(narrow)
            oddities = [] if declared.startswith(("utf-16", "utf-32", "ucs", "iso-10646")) else [f"in {encoding}"]
            return redeclared(narrow), oddities
    return body, []


def declared_encoding(body: bytes) -> str:
    """The encoding that an XML declaration names, in lower case; empty where none does."""
    found = DECLARED_ENCODING.search(body[:HEAD_BYTES])
    return found.group(2).decode("ascii").lower() if found else ""


def redeclared(body: bytes) -> bytes:
    """The bytes with UTF-8 as their declared encoding, if they declare one."""
    return DECLARED_ENCODING.sub(rb"\1utf-8\3", body, count=1)


def is_utf8(body: bytes) -> bool:
    """Whether bytes beyond ASCII are there and all of them UTF-8, which no text in another encoding is by chance."""
    if body.isascii():
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def feed_headers(body: bytes, *, content_type: str, location: str) -> dict[str, str]:
    """What the parser is told of the answer that mended bytes came with.

    It believes the server's encoding before the feed's own. Where the bytes tell, they are believed; and where a server
    names Latin-1, as many do for whatever they send, the feed's own word is.
    """
    media_type, _, rest = content_type.partition(";")
    if is_utf8(body) or (WIDE_CHARSET.search(rest) and body.isascii()):
        content_type = f"{media_type or 'application/xml'}; charset=utf-8"
    elif LATIN_CHARSET.search(rest) and declared_encoding(body):
        content_type = "application/xml"
    headers = {"content-type": content_type, "content-location": location}
    return {name: value for name, value in headers.items() if value}


def without_doctype(body: bytes) -> bytes:
    """The bytes without their DOCTYPE. A document has one: to look for more costs time in the square of it.

    What stands in a comment or after the first element is none: it is the text of an article.
    """
    first = next((one for one in PROLOG.finditer(body) if not one.group().startswith(b"<!--")), None)
    found = DOCTYPE.match(body, first.start()) if first else None
    return body[: found.start()] + body[found.end() :] if found else body


def as_utf8(body: bytes) -> tuple[bytes, str]:
    """Bytes that should be UTF-8 as UTF-8, and what was odd. Where none beyond ASCII is, the parser finds out."""
    text = body.decode("utf-8", "replace")
    bad_count = text.count("\ufffd")
    if not bad_count:
        return body, ""
    if bad_count * 50 > len(text):
        for encoding, letters, share in LEGACY_ENCODINGS:
            other = body.decode(encoding, "replace")
            if len(letters.findall(other)) >= share * len(BEYOND_ASCII.findall(other)):
                return other.encode("utf-8"), f"not UTF-8 but {encoding}"
        return body, "not UTF-8"
    # One bad byte costs one character, not the encoding of the whole feed.
    return (body, "not UTF-8") if text.replace("\ufffd", "").isascii() else (text.encode("utf-8"), "bytes not UTF-8")


def possible_reference(match: re.Match[bytes]) -> bytes:
    """A character reference, or nothing where no character can stand there."""
    code = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    is_character = (
        code in {0x9, 0xA, 0xD} or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    )
    return match.group() if is_character else b""


def escaped_ampersand(match: re.Match[bytes]) -> bytes:
    """A bare ampersand as a reference to itself; CDATA as it is."""
    return b"&amp;" if match.group() == b"&" else match.group()


# What is mended, in this order, with its name as an oddity.
MENDS = (
    ("control characters", CONTROL_BYTES, b""),
    ("impossible references", BAD_REFERENCE, possible_reference),
    ("bare ampersands", BARE_AMPERSAND, escaped_ampersand),
)
