"""Takes out of a page's tree what is no part of its article: menus, lists of links, teasers, comments, other articles.

Names of classes tell some of it. Most is told by shape, since build tools give classes names without a meaning: a
heading or a paragraph that is nothing but a link, a link around a heading and a paragraph, what stands under "Most
read", what stands before the article's own heading, a second article. Nothing is taken out that holds the article's
heading or most of the page's prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etl.stages.page_lines import is_last_heading, is_list_heading, is_stray, leads_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

WORD = re.compile(r"\w+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
NAMES = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|recommend\w*|recommendations|popular|trending|most-?(?:read|viewed|popular|shared|recent)|"
    r"rankings?|ticker|breaking(?:-?news)?|newsletters?|subscribe|subscription|promos?|cookies?|consent|gdpr|comments?|disqus|"
    r"replies|author-?(?:bio|box|info|card|profile|details|about|block|description)|about-?(?:the-?)?authors?|bio|biography|"
    r"share|sharing|sharebar|socials?|sidebar|teasers?|read-?(?:more|next|also)|see-?also|"
    r"more-?(?:from|on|stories|news|articles|in|content|links)|up-?next|next-?(?:article|post|story|stories)|"
    r"prev-?next|outbrain|taboola|advert\w*|ads?|sponsor\w*|tags|breadcrumbs?|toc|callout|paywall-?prompt|"
    r"inline-?(?:related|promo|link|links|newsletter)|cross-?(?:links?|sell)|latest-?(?:news|stories|posts|articles)|"
    r"top-?stories|captions?|(?:image|photo|picture)-?(?:credit|description|caption)|headlines-?list|story-?list|news-?list|noprint|no-print)(?:$|[\s_-])",
    re.IGNORECASE,
)
NAMED_BY = ("class", "id", "role", "aria-label", "data-testid", "data-component", "data-module", "data-type")
SILENT = frozenset("script style noscript template svg select iframe button object embed video audio canvas".split())
APART = frozenset("nav aside footer form dialog menu figcaption".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
BLOCKS = frozenset(
    """address article aside blockquote br center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr li main nav ol p pre section summary table tbody td th tr ul""".split()
)
BLOCK_PARENTS = BLOCKS | {"body", "html"}
PROSE_WORDS_MIN = 12
LINK_SHARE_MIN = 0.85
LISTS = {"ul": 0.7, "ol": 0.7, "dl": 0.7, "table": 0.8, "div": 0.85, "section": 0.85}
LINK_WORDS_MIN = 3
CARD_WORDS_MAX = 90
MAIN_SHARE = 0.5
PAST_SHARE_MIN = 0.25
TITLE_SHARE_MIN = 0.6
HEADING_WORDS_MAX = 12
LINE_WORDS_MAX = 60


@dataclass(slots=True)
class Sizes:
    """How many words each element has, how many in links, and how many in blocks that read like prose.

    `own_prose` are those of a paragraph itself, or that stand in a block beside other blocks, as between line breaks.
    """

    words: dict[HtmlElement, int] = field(default_factory=dict)
    linked: dict[HtmlElement, int] = field(default_factory=dict)
    prose: dict[HtmlElement, int] = field(default_factory=dict)
    own_prose: dict[HtmlElement, int] = field(default_factory=dict)
    order: dict[HtmlElement, int] = field(default_factory=dict)

    def link_share(self, element: HtmlElement) -> float:
        """The share of an element's words that are in links."""
        words = self.words.get(element, 0)
        return self.linked.get(element, 0) / words if words else 0.0


def sizes_of(tree: HtmlElement) -> Sizes:
    """Sizes of all elements, in one pass: each adds to its parent what it has."""
    sizes = Sizes()
    elements = list(tree.iter("*"))
    for place, element in enumerate(elements):
        sizes.order[element] = place
    for element in reversed(elements):
        own = len(WORD.findall(element.text or "")) if element.tag not in SILENT else 0
        total = sizes.words.get(element, 0) + own
        sizes.words[element] = total
        if element.tag == "a" and element.get("href") is not None:
            sizes.linked[element] = total
        linked = sizes.linked.get(element, 0)
        direct = own_prose_of(element, total)
        if direct >= PROSE_WORDS_MIN and linked <= total / 2:
            sizes.own_prose[element] = direct
            sizes.prose[element] = sizes.prose.get(element, 0) + direct
        parent = element.getparent()
        if parent is not None:
            tail = len(WORD.findall(element.tail or ""))
            sizes.words[parent] = sizes.words.get(parent, 0) + (0 if element.tag in SILENT else total) + tail
            sizes.linked[parent] = sizes.linked.get(parent, 0) + linked
            sizes.prose[parent] = sizes.prose.get(parent, 0) + sizes.prose.get(element, 0)
    return sizes


def own_prose_of(element: HtmlElement, words: int) -> int:
    """The words that stand in a block itself: all of a paragraph, or what is beside the blocks that it holds."""
    if element.tag not in BLOCK_PARENTS:
        return 0
    if is_leaf_block(element):
        return words
    return len(WORD.findall(element.text or "")) + sum(len(WORD.findall(child.tail or "")) for child in element)


def is_leaf_block(element: HtmlElement) -> bool:
    """Whether an element is a block that holds no other block but line breaks."""
    return element.tag in BLOCKS and element.tag != "br" and not any(child.tag in BLOCKS - {"br"} for child in element)


def text_of(element: HtmlElement) -> str:
    """The words of an element on one line."""
    return " ".join(element.text_content().split())


def title_heading(tree: HtmlElement, title: str) -> HtmlElement | None:
    """The heading of the article: the one most like the title of the page, if it is like it at all."""
    wanted = set(WORD.findall(title.casefold()))
    best, best_share = None, 0.0
    for element in tree.iter("h1", "h2"):
        if len(wanted) < 2:
            break
        words = set(WORD.findall(text_of(element).casefold()))
        share = len(words & wanted) / len(words | wanted) if words and wanted else 0.0
        if element.tag == "h1" and len(words) >= LINK_WORDS_MIN and words <= wanted:
            share = max(share, TITLE_SHARE_MIN)
        if share > best_share:
            best, best_share = element, share
    if best_share >= TITLE_SHARE_MIN:
        return best
    # Some pages set their title in no heading at all.
    same = " ".join(WORD.findall(title.casefold()))
    for element in tree.iter("div", "p", "span", "h3", "td"):
        if (
            len(wanted) >= LINK_WORDS_MIN
            and len(element) == 0
            and " ".join(WORD.findall((element.text or "").casefold())) == same
        ):
            return element
    return None


class Pruner:
    """Takes strange parts out of one tree."""

    def __init__(self, tree: HtmlElement, title: str) -> None:
        self.tree = tree
        self.heading = title_heading(tree, title)
        self.sizes = sizes_of(tree)
        self.kept = set() if self.heading is None else {self.heading, *self.heading.iterancestors()}
        self.gone: set[HtmlElement] = set()

    def prune(self) -> None:
        """All of it, the surest first."""
        self.other_articles()
        self.before_heading()
        for element in list(self.tree.iter("*")):
            if element in self.gone:
                continue
            if element.tag in APART or self.is_named_strange(element) or self.is_link_card(element):
                self.drop(element)
        # Measured anew: a paragraph may have been mostly links by a box within it.
        self.sizes = sizes_of(self.tree)
        for element in self.left():
            if element.tag in HEADINGS and self.is_all_link(element):
                self.drop(self.card_of(element))
            elif self.is_strange_line(element):
                self.drop(self.card_of(element) if element.tag == "div" and self.is_first(element) else element)
            elif self.is_link_list(element):
                self.drop(element)
        for element in self.left():
            self.under_heading(element)

    def left(self) -> Iterator[HtmlElement]:
        """The elements that are still there, those that go while one looks left out."""
        for element in list(self.tree.iter("*")):
            if element not in self.gone:
                yield element

    def is_main(self, element: HtmlElement) -> bool:
        """Whether an element holds the article's heading, or most of the prose."""
        if element in self.kept or element.tag in {"body", "html", "head"}:
            return True
        return self.sizes.prose.get(element, 0) > MAIN_SHARE * max(1, self.sizes.prose.get(self.tree, 0))

    def drop(self, element: HtmlElement) -> None:
        """Take an element out, unless it is the article; the text after it stays."""
        if element in self.gone or self.is_main(element):
            return
        self.gone.update(element.iter("*"))
        parent = element.getparent()
        if parent is not None:
            tail = element.tail
            before = element.getprevious()
            if tail and before is not None:
                before.tail = (before.tail or "") + tail
            elif tail:
                parent.text = (parent.text or "") + tail
            parent.remove(element)

    def is_named_strange(self, element: HtmlElement) -> bool:
        """Whether the names of an element say that it is no article."""
        if element.tag in {"a", "time"} or not element.attrib:
            return False
        names = " ".join(element.get(name, "") for name in NAMED_BY)
        return bool(names.strip()) and NAMES.search(CAMEL.sub("-", names)) is not None

    def is_link_card(self, element: HtmlElement) -> bool:
        """Whether an element is a link around blocks: a teaser."""
        if element.tag != "a" or not LINK_WORDS_MIN <= self.sizes.words.get(element, 0) <= CARD_WORDS_MAX:
            return False
        return any(one.tag in BLOCKS for one in element.iterdescendants("*"))

    def is_all_link(self, element: HtmlElement) -> bool:
        """Whether an element is a link and no more."""
        return self.sizes.words.get(element, 0) >= LINK_WORDS_MIN and self.sizes.link_share(element) >= LINK_SHARE_MIN

    def is_link_list(self, element: HtmlElement) -> bool:
        """Whether an element is a list of links: a list in name, or links and nearly nothing else."""
        share = LISTS.get(element.tag)
        words = self.sizes.words.get(element, 0)
        return share is not None and words >= LINK_WORDS_MIN and self.sizes.link_share(element) >= share

    def is_strange_line(self, element: HtmlElement) -> bool:
        """Whether a block is one line that leads elsewhere: all link, or beginning with "Read also:" and the like."""
        if not is_leaf_block(element) or element.tag in HEADINGS or self.sizes.words.get(element, 0) > LINE_WORDS_MAX:
            return False
        text = text_of(element)
        if self.is_all_link(element):
            return not text.endswith((".", "!", "”", '"')) or leads_elsewhere(text)
        return is_stray(text)

    def card_of(self, heading: HtmlElement) -> HtmlElement:
        """The teaser that a linked heading belongs to: the largest element around it that holds little else."""
        card = heading
        for parent in heading.iterancestors():
            if (
                self.is_main(parent)
                or self.sizes.words.get(parent, 0) > CARD_WORDS_MAX
                or parent.tag not in BLOCK_PARENTS
            ):
                break
            card = parent
        return card

    def is_first(self, element: HtmlElement) -> bool:
        """Whether an element is the first with any words in its parent."""
        parent = element.getparent()
        words = self.sizes.words
        return parent is not None and next((one for one in parent if words.get(one, 0)), None) is element

    def under_heading(self, element: HtmlElement) -> None:
        """Drop what stands under a heading such as "Related": its box, or what follows up to the next paragraph."""
        if element.tag in {"a", "li", "body", "html"} or not 0 < self.sizes.words.get(element, 0) <= HEADING_WORDS_MAX:
            return
        text = text_of(element)
        if not (is_list_heading(text) or is_last_heading(text)):
            return
        box = element
        while (parent := box.getparent()) is not None and parent.tag != "body" and text_of(parent) == text:
            box = parent
        if is_last_heading(text) and self.is_past_most(box):
            self.drop_after(box)
        elif box.getparent() is not None and not self.is_main(box.getparent()) and box.getprevious() is None:
            self.drop(box.getparent())
        else:
            for sibling in list(box.itersiblings()):
                if self.is_prose(sibling):
                    break
                self.drop(sibling)
        self.drop(box)

    def is_prose(self, element: HtmlElement) -> bool:
        """Whether an element is a paragraph, and not a teaser."""
        return element.tag in {"p", "blockquote"} and self.sizes.prose.get(element, 0) > 0

    def is_past_most(self, element: HtmlElement) -> bool:
        """Whether a good part of the prose stands before an element."""
        at = self.sizes.order.get(element, 0)
        before = sum(
            words for one, words in self.sizes.own_prose.items() if self.sizes.order[one] < at and one not in self.gone
        )
        after = sum(
            words for one, words in self.sizes.own_prose.items() if self.sizes.order[one] > at and one not in self.gone
        )
        return before > 0 and before >= after * PAST_SHARE_MIN

    def drop_after(self, element: HtmlElement) -> None:
        """Drop all that follows an element in the document."""
        for one in (element, *element.iterancestors()):
            for sibling in list(one.itersiblings()):
                self.gone.update(sibling.iter("*"))
                parent = sibling.getparent()
                if parent is not None and sibling not in self.kept:
                    parent.remove(sibling)

    def before_heading(self) -> None:
        """Drop what stands before the article's heading, where enough prose stands after it."""
        if self.heading is None:
            return
        at = self.sizes.order[self.heading]
        prose = self.sizes.own_prose
        after = sum(words for one, words in prose.items() if self.sizes.order[one] > at or one in self.kept)
        if after < MAIN_SHARE * sum(prose.values()):
            return
        for one in (self.heading, *self.heading.iterancestors()):
            if one.tag in {"body", "html"}:
                break
            for sibling in list(one.itersiblings(preceding=True)):
                self.drop(sibling)

    def other_articles(self) -> None:
        """Drop articles other than the one under the heading, and parts that begin with another main heading."""
        if self.heading is None:
            return
        articles = list(self.tree.iter("article"))
        inside = [one for one in articles if one in self.kept]
        at = self.sizes.order[self.heading]
        if not inside:
            # The heading may stand above the article; what is no main part is another one.
            inside = [one for one in articles if self.is_main(one)][:1]
            self.kept.update(inside)
        for one in articles:
            # Posts of a live page are articles within the article, and have no headings of other articles.
            if one not in inside and (self.has_own_heading(one) or not any(a in inside for a in one.iterancestors())):
                self.drop(one)
        for heading in list(self.tree.iter("h1")):
            if heading is not self.heading and self.sizes.order[heading] > at and heading not in self.gone:
                parent = heading.getparent()
                if parent is not None and not self.is_main(parent):
                    self.drop(parent)
                elif self.is_past_most(heading):
                    self.drop_after(heading)
                    self.drop(heading)

    def has_own_heading(self, element: HtmlElement) -> bool:
        """Whether an element has a heading of its own."""
        return any(one.tag in HEADINGS for one in element.iterdescendants("*"))


def prune(tree: HtmlElement, title: str) -> None:
    """Take out of a page's tree what is no part of the article under `title`."""
    Pruner(tree, title).prune()


def visible_lines(tree: HtmlElement) -> list[str]:
    """What a page shows, a line a block."""
    lines: list[str] = []
    parts: list[str] = []

    def end_line() -> None:
        line = " ".join("".join(parts).split())
        parts.clear()
        if line:
            lines.append(line)

    # A walk of our own: recursion would end at a thousand elements within each other.
    stack: list[tuple[HtmlElement, bool]] = [(tree, False)]
    while stack:
        element, is_left = stack.pop()
        is_block = element.tag in BLOCKS
        if is_left:
            if is_block:
                end_line()
            parts.append(element.tail or "")
            continue
        if not isinstance(element.tag, str) or element.tag in SILENT or element.tag == "head":
            parts.append(element.tail or "")
            continue
        if is_block:
            end_line()
        parts.append(element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    end_line()
    return lines
