"""The parts of a made page: what sites print before, beside, after and between the paragraphs of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

BLOCK_ENDS = re.compile(
    r"<(?:/?(?:p|div|h\d|li|ul|ol|section|article|aside|nav|main|header|footer|table|tr|td)|br)\b[^>]*>"
)
MARKUP = re.compile(r"<[^>]+>")
RELATED = ("Related", "Related stories", "Related articles", "You may also like", "More on this story", "Read more")
RANKED = ("Most read", "Most popular", "Trending now", "Top stories", "Popular", "Ranking")
INLINE_LEADS = ("Read also:", "Read more:", "Also read:", "See also:", "RELATED:", "READ MORE |", "Don’t miss:")


@dataclass(slots=True)
class Strange:
    """What is printed of the other conflict; a list is used in turn, so that no headline is drawn for ever."""

    headlines: list[str]
    teasers: list[str]
    title: str
    body: list[str]
    bio: str
    comments: list[str]
    draw: random.Random
    name: Callable[[str], str]

    def heads(self, count: int) -> list[str]:
        """Some headlines, the next ones first another time."""
        taken = self.headlines[:count]
        self.headlines = self.headlines[count:] + taken
        return taken

    def div(self, name: str, inner: str, tag: str = "div") -> str:
        """An element under a name of the page's kind."""
        return f'<{tag} class="{self.name(name)}">{inner}</{tag}>'


def plain_names(name: str) -> str:
    """Names that say what a thing is."""
    return name


def built_names(draw: random.Random) -> Callable[[str], str]:
    """Names as build tools make them: the same for the same thing on one page, and without a meaning."""
    known: dict[str, str] = {}

    def named(name: str) -> str:
        return known.setdefault(name, f"css-{draw.getrandbits(28):07x} e{draw.getrandbits(20):05x}0")

    return named


def link(text: str) -> str:
    """A link to another page."""
    return f'<a href="/{abs(hash_of(text)) % 99991}.html">{escape(text)}</a>'


def hash_of(text: str) -> int:
    """A number for a text, the same in every process."""
    return sum(ord(character) * (place + 1) for place, character in enumerate(text))


def byline(draw: random.Random, name: Callable[[str], str]) -> str:
    """Who wrote it and when, and buttons to share it."""
    day = draw.randint(1, 28)
    return (
        f'<div class="{name("byline")}">By Sam Carter</div>'
        f'<div class="{name("date")}"><time datetime="2026-10-{day:02d}T09:30:00Z">October {day}, 2026</time></div>'
        f'<div class="{name("share")}"><a href="#">Share</a> <a href="#">Tweet</a> <a href="#">Email</a></div>'
    )


def items(texts: Iterable[str], tag: str = "ul") -> str:
    """A list of links."""
    return f"<{tag}>{''.join(f'<li>{link(text)}</li>' for text in texts)}</{tag}>"


def navigation(made: Strange) -> str:
    """The menu of the site."""
    names = ("Home", "World", "Politics", "Business", "Sport", "Opinion", "Sign in")
    return made.div(
        "menu", "".join(f'<a href="/{one.lower()}">{one}</a> ' for one in names), made.draw.choice(("nav", "div"))
    )


def ticker(made: Strange) -> str:
    """Headlines that run above the page."""
    heads = made.heads(3)
    style = made.draw.randrange(3)
    if style == 0:
        inner = "<span>Breaking</span> " + " ".join(f"<span>{link(one)}</span>" for one in heads)
    elif style == 1:
        inner = f"<p>BREAKING: {escape(heads[0])}</p>"
    else:
        inner = f"<p>{' +++ '.join(escape(one) for one in heads)} +++</p>"
    return made.div("ticker", inner)


def cookies(made: Strange) -> str:
    """The banner that asks for consent."""
    return made.div(
        "cookie-banner",
        "<p>We use cookies and similar technologies to improve your experience on this site. By continuing you accept "
        "our privacy policy and the use of cookies by us and our partners.</p><button>Accept all</button>",
    )


def hero(made: Strange) -> str:
    """A large teaser above the article."""
    return made.div("promo", f"<h3>{link(made.heads(1)[0])}</h3><p>{escape(made.teasers[0])}</p>")


def related(made: Strange) -> str:
    """A list of links under a heading."""
    heading = made.draw.choice(RELATED)
    tag = made.draw.choice(("h2", "h3", "h4", "strong", "p"))
    return made.div(
        "related-stories", f"<{tag}>{heading}</{tag}>{items(made.heads(4))}", made.draw.choice(("div", "section"))
    )


def cards(made: Strange) -> str:
    """Teasers with a headline and a sentence each."""
    heads = made.heads(2)
    style = made.draw.randrange(3)
    pieces = []
    for head, teaser in zip(heads, made.teasers, strict=False):
        if style == 0:
            pieces.append(made.div("card", f"<h3>{link(head)}</h3><p>{escape(teaser)}</p>"))
        elif style == 1:
            inner = f'<img src="/i.jpg" alt=""><h3>{escape(head)}</h3><p>{escape(teaser)}</p>'
            pieces.append(made.div("card", f'<a href="/x.html">{inner}</a>'))
        else:
            pieces.append(
                made.div("card", f"<div>{link(head)}</div><div>{escape(teaser)}</div><span>2 hours ago</span>")
            )
    return made.div("recommended", f"<h2>{made.draw.choice(RELATED)}</h2>{''.join(pieces)}")


def ranking(made: Strange) -> str:
    """What is read most, numbered."""
    heads = made.heads(5)
    heading = made.draw.choice(RANKED)
    if made.draw.random() < 0.5:
        return made.div("most-read", f"<h3>{heading}</h3>{items(heads, 'ol')}")
    rows = "".join(f"<div><span>{place}</span><span>{escape(one)}</span></div>" for place, one in enumerate(heads, 1))
    return made.div("most-read", f"<div>{heading}</div>{rows}")


def author_box(made: Strange) -> str:
    """Who wrote it, and about what else."""
    heading = made.draw.choice(("", "<h4>About the author</h4>", "<h3>Author</h3>"))
    return made.div(
        "author-bio", f'{heading}<img src="/a.jpg" alt=""><p>{escape(made.bio)}</p><p>Follow on <a href="#">X</a></p>'
    )


def comments(made: Strange) -> str:
    """What readers say below."""
    said = "".join(
        made.div(
            "comment",
            f"<b>reader{place}</b> <span>{place} hours ago</span>"
            f"<p>{escape(one)} And so it goes on, year after year, if you ask me.</p><a>Reply</a>",
        )
        for place, one in enumerate(made.comments, 2)
    )
    return made.div(
        "comments",
        f"<h3>{made.draw.choice(('Comments', '2 comments', 'Comments (2)', 'Join the discussion'))}</h3>{said}",
    )


def next_article(made: Strange) -> str:
    """The next article, whole, as sites without an end load it."""
    heading = made.draw.choice(("<div>Next article</div>", "<h4>Up next</h4>", "<p>Read next</p>"))
    tag = made.draw.choice(("h1", "h2"))
    body = "".join(f"<p>{escape(one)}</p>" for one in made.body[: made.draw.randint(2, 5)])
    inner = f"<{tag}>{escape(made.title)}</{tag}>{body}"
    wrapped = made.div("post", inner, "article") if made.draw.random() < 0.5 else made.div("post", inner)
    return heading + wrapped


def newsletter(made: Strange) -> str:
    """An invitation, with what was in the last letter."""
    return made.div(
        "newsletter",
        f"<h4>Get our newsletter</h4><p>Sign up for the morning briefing. Last time: {escape(made.heads(1)[0])}.</p>",
    )


def footer(made: Strange) -> str:
    """The end of the page."""
    return made.div(
        "footer",
        f"<p>© 2026 The Kestrel. All rights reserved.</p>{items(made.heads(2))}",
        made.draw.choice(("footer", "div")),
    )


def inline_line(made: Strange) -> str:
    """A line between paragraphs that leads elsewhere."""
    lead, head = made.draw.choice(INLINE_LEADS), made.heads(1)[0]
    style = made.draw.randrange(4)
    if style == 0:
        return f"<p><strong>{lead}</strong> {link(head)}</p>"
    if style == 1:
        return f'<p><a href="/y.html"><b>{lead} {escape(head)}</b></a></p>'
    if style == 2:
        return f"<p><em>{lead} {link(head)}</em></p>"
    return made.div("inline", f"<span>{lead}</span><br>{link(head)}")


def inline_link(made: Strange) -> str:
    """A paragraph that is nothing but a link."""
    return f"<p>{link(made.heads(1)[0])}</p>"


def inline_list(made: Strange) -> str:
    """A short list of links under a heading."""
    return made.div("inline-related", f"<h4>{made.draw.choice(RELATED)}</h4>{items(made.heads(2))}")


def inline_card(made: Strange) -> str:
    """A teaser between paragraphs."""
    head, teaser = made.heads(1)[0], made.teasers[-1]
    if made.draw.random() < 0.5:
        return made.div("teaser", f'<a href="/z.html"><h4>{escape(head)}</h4><p>{escape(teaser)}</p></a>')
    return made.div("teaser", f"<h5>{link(head)}</h5><p>{escape(teaser)}</p>", "aside")


def inline_quote(made: Strange) -> str:
    """A link that is set like a quotation."""
    return f"<blockquote><p>{link(made.heads(1)[0])}</p></blockquote>"


BEFORE = (navigation, ticker, cookies, hero)
BESIDE = (ranking, related, cards, hero)
AFTER = (related, cards, ranking, author_box, comments, next_article, newsletter, footer)
INLINE = (inline_line, inline_link, inline_list, inline_card, inline_quote)


def in_article(*, name: Callable[[str], str], head: str, body: str, before: str, beside: str, after: str) -> str:
    """All in one article element, what follows outside of it."""
    return f'{before}<main><article class="{name("article")}">{head}{body}</article>{beside}</main>{after}'


def in_divisions(*, name: Callable[[str], str], head: str, body: str, before: str, beside: str, after: str) -> str:
    """No element says what it is; what follows lies beside the paragraphs."""
    return (
        f'<div class="{name("page")}"><div>{before}</div><div class="{name("columns")}"><div class="{name("left")}">'
        f'{head}<div class="{name("story")}">{body}{after}</div></div>'
        f'<div class="{name("right")}">{beside}</div></div></div>'
    )


def in_article_with_all(
    *, name: Callable[[str], str], head: str, body: str, before: str, beside: str, after: str
) -> str:
    """What follows stands inside of the article element."""
    return (
        f'{before}<article class="{name("article")}"><header>{head}</header><div class="{name("body")}">{body}</div>'
        f"{after}</article>{beside}"
    )


def beside_first(*, name: Callable[[str], str], head: str, body: str, before: str, beside: str, after: str) -> str:
    """The column beside the article stands before it."""
    rail, content = name("rail"), name("content")
    return f'{before}<div class="{rail}">{beside}</div><section class="{content}">{head}{body}</section>{after}'


FRAMES = (in_article, in_divisions, in_article_with_all, beside_first)


def as_dump(markup: str) -> str:
    """A page as programs save it as text: a line a block."""
    text = unescape(MARKUP.sub("", BLOCK_ENDS.sub("\n", markup)))
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
