"""Bylines, organisations, sources: what the lines around the text say of who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from ..languages.rules import Language
from ..model import Person, Role

_bullet = regex.compile(r"^[●•◆■▪◇○★☆▲△▼▽►▶◀◄◎·]\s*")
_brackets = regex.compile(r"^[（(\[]\s*(.*?)\s*[)）\]]$")
_bracketed = regex.compile(r"^[【〖\[［]\s*(.+?)\s*[】〗\]］]$")
_MARK = r"(?:文|图|摄影|图文|文图)\s*[/／:：|｜]\s*"
_mark_before, _leading_mark = regex.compile(f"^{_MARK}"), regex.compile(rf"{_MARK}\p{{Han}}{{2}}")
_flourish = regex.compile(r"^[一—–─\-·]+\s+|\s+[一—–─\-·]+$")  # dashes on both sides, which engines read as 一
_dashes = regex.compile(r"[一—–─\-·\s]+")
_token = regex.compile(r"[\s、，,:：/／|｜]+")
_spaced_name = regex.compile(r"(?<!\p{Han})(\p{Han}) +(\p{Han})(?!\p{Han})")
LONGEST_NAME = 4  # Han characters; longer words in a byline are organisations


@dataclass(frozen=True, slots=True)
class Signed:
    """What a byline says: people, and where the text was taken from."""

    people: tuple[Person, ...] = ()
    source: str | None = None


def without_bullet(text: str) -> str:
    return _bullet.sub("", text)


def is_flourish(text: str) -> bool:
    """Whether a line holds nothing but the dashes beside a byline."""
    return _dashes.fullmatch(text) is not None


def bare_label(text: str) -> str:
    """A rubric without the bullet or the brackets that mark it."""
    text = without_bullet(text).strip()
    return match[1].strip() if (match := _bracketed.match(text)) else text


def byline(text: str, language: Language) -> Signed | None:
    """What a printed line says if the whole of it is a byline or a source; None if it is something else."""
    text = text.strip().rstrip("■□◆* ")
    if not language.spaced:  # in English a dash signs
        text = _flourish.sub("", text)
    inner = match[1] if (match := _brackets.match(text)) else text
    if found := language.source.match(inner):
        return Signed(source=found["source"].strip())
    for pattern in language.byline_lines:
        if match := pattern.match(text):
            groups = match.groupdict()
            if groups.get("names"):
                return _spaced(groups, language)
            return Signed(tokens(groups["sign"], language))
    return None


def names_alone(text: str, language: Language) -> Signed | None:
    """The people of a line that holds names and nothing else; a byline only where the next line says what they are."""
    match = language.bare_names.match(text.strip())
    return _spaced({"names": match["names"], "role": None, "org": None}, language) if match else None


def end_sign(text: str, language: Language) -> tuple[str, str, Signed] | None:
    """What signs the end of a paragraph: the text before it, the sign as printed, and what it says."""
    bare = text.rstrip("■□◆ ")
    for pattern in language.end_signs:
        if match := pattern.search(bare):
            sign = match["sign"].strip()
            printed = bare[match.start() :].strip()
            if found := language.source.match(sign):
                return bare[: match.start()].rstrip(), printed, Signed(source=found["source"].strip())
            signed = byline(sign, language) if language.spaced else Signed(tokens(sign, language))
            if signed and (signed.people or signed.source):
                return bare[: match.start()].rstrip(), printed, signed
    return None


def _spaced(groups: dict[str, str | None], language: Language) -> Signed:
    """`By Jane Doe and John Roe, Garden Club`: names, then a post or an organisation."""
    role: Role = language.roles.get(" ".join((groups.get("role") or "").lower().split()), "author")
    after = (groups.get("org") or "").strip()
    if after and role == "author" and language.reporter_posts.search(after):
        role = "reporter"
    org = after if after and not language.posts.search(after) and language.org_words.search(after) else None
    names = [n.strip() for n in language.name_separators.split(groups["names"] or "") if n.strip()]
    if org is None and after and language.more_names.match(after) and not language.posts.search(after):
        names += [n.strip() for n in language.name_separators.split(after) if n.strip()]
    return Signed(tuple(Person(role=role, name=name, org=org) for name in names))


def tokens(sign: str, language: Language) -> tuple[Person, ...]:
    """`供稿：某街道 通讯员 张三 李四`: role words and organisations hold for the names behind them."""
    people: list[Person] = []
    role: Role | None = None
    org: str | None = None
    pending: list[str] = []  # names before any role: `周文 摄`
    leading = bool(_leading_mark.search(sign))  # 文/张三 图/李四: the mark stands before its names
    fresh = 0  # people named since the last mark
    sign = language.role_inside.sub(r" \g<0> ", sign)
    sign = _spaced_name.sub(r"\1\2", sign.strip(" （）()"))  # a name of two characters is often spaced to three
    for token in filter(None, _token.split(sign)):
        if language.not_people.match(token):
            continue
        word = next((w for w in sorted(language.roles, key=len, reverse=True) if _names_role(token, w)), None)
        if word in ("文", "图", "摄") and not leading:
            before = token[: -len(word)]
            pending += [before] if before else []
            people += [Person(role=language.roles[word], name=name, org=org) for name in pending]
            if word != "文":  # 文 leaves a reporter a reporter
                people[fresh:] = [Person(role=language.roles[word], name=p.name, org=p.org) for p in people[fresh:]]
            pending, fresh, role = [], len(people), None
        elif word:
            before = regex.sub(r"(?:本报|本刊|本网|特约|见习|实习|首席|全媒体)+$", "", token[: -len(word)])
            role = language.roles[word]
            if before and _is_org(before, language):
                org = before
            people += [Person(role=role, name=name, org=org) for name in pending]
            pending = []
        elif _is_org(token, language) and not (role and len(split_names(token, language)) > 1):
            org = token
        elif role is None:
            pending.append(token)
        else:
            people += [Person(role=role, name=name, org=org) for name in split_names(token, language)]
    if role is None:
        people += [Person(role="author", name=name, org=org) for name in pending]
    if org and role and not people:
        people.append(Person(role=role, name=org))
    return tuple(people)


def _names_role(token: str, word: str) -> bool:
    """Whether a word of a byline is a role: by itself, or behind what belongs to it (本报记者). 文 also ends names."""
    return token == word or ((len(word) > 1 or word == "摄") and token.endswith(word) and len(token) > 2)


def plain_names(text: str, language: Language) -> tuple[str, ...]:
    """The names in a line that holds nothing else (`向远山`, `贺 兰　钟书远`); empty where a word is no name."""
    if language.spaced:
        return ()
    names = _spaced_name.sub(r"\1\2", _flourish.sub("", text.replace("\u3000", " "))).split()
    good = [n for n in names if 2 <= len(n) <= LONGEST_NAME and regex.fullmatch(r"[\p{Han}·]+", n)]
    if len(good) != len(names) or not 1 <= len(names) <= 4 or any(language.org_words.search(n) for n in names):
        return ()
    if not all(language.surname.match(n) for n in names):
        return ()
    return tuple(names)


def pen_name(text: str, language: Language) -> str | None:
    """The one word of a line that holds two or three Chinese characters and names no kind of text (`竹石`): pen names
    have no surnames."""
    if language.spaced:
        return None
    word = "".join(text.split())
    return word if regex.fullmatch(r"\p{Han}{2,3}", word) and not language.genre.match(word) else None


def name_and_org(text: str, language: Language) -> Signed | None:
    """Who wrote a text and where that person works, on a line that holds nothing else: `沈若谷　江源社会科学院`,
    `（后勤部 沈若谷）`, `文/财务部 沈若谷`."""
    if language.spaced:
        return None
    said = _mark_before.sub("", text.replace("\u3000", " ").strip(" （）()")).split()
    for name, org in (("".join(said[:1]), "".join(said[1:])), ("".join(said[-1:]), "".join(said[:-1]))):
        if org and plain_names(name, language) and _is_org(org, language) and language.org_words.search(org):
            return Signed((Person(role="author", name=name, org=org),))
    return None


def split_names(token: str, language: Language) -> tuple[str, ...]:
    """Two names that a line's end ran together (`向远山贺兰秋`), if each begins with a surname; else the token."""
    if (
        LONGEST_NAME < len(token) <= 2 * LONGEST_NAME - 2
        and not language.org_words.search(token)
        and language.surname.match(token)
    ):
        for i in (3, 2):
            if 2 <= len(token) - i <= 3 and language.surname.match(token[i:]):
                return token[:i], token[i:]
    return (token,)


def _is_org(token: str, language: Language) -> bool:
    return len(token) > LONGEST_NAME or (len(token) > 2 and bool(language.org_words.search(token)))


def is_organisation(text: str, language: Language) -> bool:
    """Whether a line under a title names an organisation."""
    return bool(language.org_line.search(text)) and len(text) <= 40 and not text.endswith(tuple(language.stop_marks))


def promoted(people: Sequence[Person]) -> tuple[Person, ...]:
    """Authors whose second byline line says that they report."""
    return tuple(Person(role="reporter", name=p.name, org=p.org) if p.role == "author" else p for p in people)
