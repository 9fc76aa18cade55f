"""Says which article an entry is: by its canonical address, else by its guid, else by its words."""

from __future__ import annotations

from hashlib import blake2b
from urllib.parse import urlsplit

URL_CHARS_MAX = 2048
HOST_PREFIXES = ("www.", "m.", "mobile.", "amp.", "edition.")
ID_BYTES = 8
ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
# Letters and digits as base 32 has them, two for every ten bits; of 64 bits the last four are left out.
ID_PAIRS = [first + second for first in ID_ALPHABET for second in ID_ALPHABET]
ID_SHIFTS = range(54, 3, -10)


def safe_url(raw: str) -> str:
    """The link, if it is http or https, of bearable length and without blanks; else an empty string."""
    url = raw.strip()
    # Of all blanks, only the space is printable.
    if len(url) > URL_CHARS_MAX or " " in url or not url.isprintable():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in {"http", "https"} and parts.hostname else ""


def canonical_url(url: str) -> str:
    """An address without what varies between copies of a link: scheme, tracking, fragment, mobile host, last slash."""
    from courlan import normalize_url  # noqa: PLC0415 - brings HTTP along, and a scoring process canonizes no address

    try:
        parts = urlsplit(normalize_url(url))
        host = parts.hostname or ""
    except ValueError:
        return url
    for prefix in HOST_PREFIXES:
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
            break
    path = parts.path.removesuffix("/amp").rstrip("/")
    return f"{host}{path}{'?' + parts.query if parts.query else ''}"


def article_id(*, outlet: str, url: str, guid: str, title: str, published_text: str) -> str:
    """Twelve characters that stand for an article. A guid counts only where there is no address: feeds reuse them."""
    if url:
        key = f"url\n{canonical_url(url)}"
    elif guid:
        key = f"guid\n{outlet}\n{guid}"
    else:
        key = f"words\n{outlet}\n{title}\n{published_text}"
    return short_hash(key)


def content_hash(title: str, body: str) -> str:
    """The hash of what an article says: it changes with an edit, and not with white space."""
    return short_hash(f"{' '.join(title.split())}\n{' '.join(body.split())}")


def short_hash(key: str) -> str:
    """Sixty bits of BLAKE2b as twelve letters and digits: at 10 million articles, one collision in 20,000 archives."""
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=ID_BYTES).digest()
    bits = int.from_bytes(digest, "big")
    return "".join([ID_PAIRS[bits >> shift & 1023] for shift in ID_SHIFTS])
