"""Text layers that lie are doubted, with the reason; honest ones of any kind and language are not."""

from __future__ import annotations

import pymupdf
import pytest
from builders import SENTENCES, Sheet, column, line, page, raw_line

from docparse.geometry import Box
from docparse.reading.artwork import Row, rows_of_shapes
from docparse.reading.drawn import Broken, Drawn, drawn
from docparse.reading.evidence import Doubt
from docparse.reading.pdf import PdfReader, opened
from docparse.reading.trust import doubt
from docparse.text.likely import han_fit, letter_pairs

NEWS = (
    "社区党群服务中心星期一开门，四十位居民前来参观，",
    "工作人员介绍了今年的养老服务项目和志愿者活动安排，",
    "老人们说，在家门口就能看病吃饭，心里踏实多了。",
)
WRONG = (
    "秷右工倕郓豨弭篥柘侇儓柆博勩脓品力秺屯羈魅",
    "剕栊墳峻浴璿面仭口老叏柆博跽潉仆足峾民呻仇彟",
    "簂瑩屗揊拑洘莈瞺廱店庻晩叐右娍牛阀秺屯栊偖挑",
)
ENGLISH = (
    "The harbour office opened its doors on Monday and forty people came to look at the new charts",
    "that hang in the hall. A second room is to follow in the spring when the roof has been mended",
)
SHIFTED = tuple("".join(chr((ord(c) - 97 + 6) % 26 + 97) if c.islower() else c for c in t.lower()) for t in ENGLISH)
GLYPHS = tuple("".join(c if c == " " else chr(ord(c) - 29) for c in t) for t in ENGLISH)


def doubted(*texts: str, face: str = "Body") -> Doubt | None:
    return doubt(page(*column(texts, 50, 100, face=face)), Drawn(characters=sum(map(len, texts))))


@pytest.mark.parametrize(
    "texts", [WRONG, SHIFTED, GLYPHS * 4, WRONG[:1]], ids=["Han", "letters", "glyph numbers", "headline"]
)
def test_valid_characters_that_form_no_words(texts: tuple[str, ...]) -> None:
    found = doubted(*texts)
    assert found is not None and found.codes == ("no-words",)
    assert found.whole and len(found.lines) == len(texts)


def test_common_characters_in_a_senseless_order() -> None:
    """A table that only permutes common characters."""
    text = "".join(NEWS)
    common = sorted(set(text))
    found = doubted(text.translate({ord(a): b for a, b in zip(common, common[13:] + common[:13], strict=True)}))
    assert found is not None and found.codes == ("no-words",)


def test_characters_of_one_encoding_read_in_another() -> None:
    found = doubted(*(t.encode("gb18030").decode("latin-1") for t in NEWS))
    assert found is not None and found.codes == ("no-words",)


@pytest.mark.parametrize(
    "texts",
    [
        NEWS,
        (
            "國家圖書館開放時間與電話號碼請見網頁說明，學生們應當注意",
            "臺灣的社區發展協會舉辦長者健康講座，歡迎踴躍參加",
        ),
        ("学而时习之不亦说乎有朋自远方来不亦乐乎人不知而不愠", "其为人也孝弟而好犯上者鲜矣不好犯上而好作乱者未之有也"),
        ("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏", "闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"),
        ("王伟 李娜 张敏 刘洋 陈静 杨丽 赵强 黄勇 周杰 吴涛", "徐明 胡秀英 朱建华 高桂兰 林玉梅 何海燕 郭志强 马晓东"),
        ("鲤鱼 18.5元 鲫鱼 22元 韭菜 3.2元 茼蒿 4元", "荸荠 6元 猪里脊 16元 莴笋 2.8元 豇豆 5.5元"),
        ("すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",),
        ("모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을",),
        ("全球 GDP APP VIP LED PPT KTV CCTV NBA WTO UFO USB CEO CPU GPS LNG PVC",),
    ],
    ids=["news", "traditional", "classical", "primer", "names", "prices", "Japanese", "Korean", "acronyms"],
)
def test_honest_text_is_trusted(texts: tuple[str, ...]) -> None:
    assert doubted(*texts) is None


@pytest.mark.parametrize(
    "text",
    [
        " ".join(ENGLISH),
        "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison "
        "et de conscience",
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt",
        "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de "
        "razón y conciencia",
        "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu "
        "järki ja omatunto",
        "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni "
        "rozumem i sumieniem",
        "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím "
        "a mají spolu",
        "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve "
        "birbirlerine karşı",
        "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con người đều "
        "được tạo hóa",
        "Genir pawb yn rhydd ac yn gydradd â'i gilydd mewn urddas a hawliau. Fe'u cynysgaeddir â rheswm a "
        "chydwybod, a dylai",
        "ren ren sheng er zi you zai zun yan he quan li shang yi lü ping deng ta men fu you li xing he liang "
        "xin bing ying yi",
        "Wojciechowski Szczepanski Krzysztof Okonjo Kincannon Guerin Hollis Voss Nguyen Oyelaran Nakamura "
        "Abdullahi Mbeki",
        "def fmt_bbox(ptr, idx, cfg=None): tmp = cfg.get('hdr', idx) raise ValueError(str(tmp)) "
        "self._ctx.append(tmp) return ptr",
        "∑ x₁ + y² ≤ √(α·β) ∫ f(t) dt = lim sin(nθ)/cos(nθ) ≈ ∂u/∂t − ∇²u, ∀ε>0 ∃δ: |x−y|<δ ⇒ |f(x)−f(y)|<ε",
    ],
    ids=["en", "fr", "de", "es", "fi", "pl", "cs", "tr", "vi", "cy", "pinyin", "names", "code", "maths"],
)
def test_any_language_is_a_language(text: str) -> None:
    assert doubted(text) is None


def test_each_typeface_answers_for_itself() -> None:
    good = column(NEWS, 50, 100)
    bad = line(WRONG[0], 50, 60, 20, face="Display")
    found = doubt(page(bad, *good), Drawn())
    assert found is not None and found.lines == (bad,)
    assert not found.whole and 0 < found.share < 0.5
    assert "Display" in found.message


def test_shares_of_words_and_pairs() -> None:
    assert han_fit("图书馆开放").pairs == (3, 4)
    assert han_fit("圖書館開放") == han_fit("图书馆开放")
    assert han_fit("abc").pairs.of == 0 and han_fit("").common.part == 0.0
    assert letter_pairs("The").found == 2 and letter_pairs("zqx").found == 0


# ---- characters without a meaning


def test_characters_without_a_meaning() -> None:
    lines = column(("\ue001\ue002\ue003\ue004", *NEWS), 50, 100)
    box = lines[0].box
    found = doubt(page(*lines), Drawn(broken=(Broken(box, 4, 4),), characters=74))
    assert found is not None and found.codes == ("unmapped-characters",)
    assert found.lines == (lines[0],)
    assert found.message.startswith("4 of 74 characters mean nothing")


def test_a_line_that_is_nothing_but_control_characters_is_a_region() -> None:
    box = Box(50, 400, 250, 410)
    found = doubt(page(*column(NEWS, 50, 100)), Drawn(broken=(Broken(box, 20, 20),), characters=90))
    assert found is not None and found.regions == (box,) and found.lines == ()


def test_a_few_odd_characters_on_a_long_page_do_not_count() -> None:
    lines = column(NEWS, 50, 100)
    assert doubt(page(*lines), Drawn(broken=(Broken(lines[0].box, 2, 24),), characters=74)) is None
    assert doubt(page(*lines), Drawn(broken=(Broken(lines[0].box, 2, 4),), characters=2000)) is None


# ---- pictures and outlines


def test_the_text_layer_of_a_scan_is_always_doubted() -> None:
    content = page(*column(NEWS, 50, 100))
    found = doubt(content, Drawn(pictures=(Box(0, 0, 600, 800),), characters=74, ocr_layer=True))
    assert found is not None and found.codes == ("ocr-layer",)
    assert found.whole and len(found.lines) == len(NEWS)


@pytest.mark.parametrize(
    ("texts", "picture", "expected"),
    [
        ((), Box(0, 0, 600, 800), True),
        ((), Box(50, 100, 550, 600), True),
        (("Scanned on Monday",), Box(0, 0, 600, 800), True),
        (("Scanned on Monday",), Box(50, 100, 550, 500), False),
        (NEWS, Box(0, 0, 600, 800), False),
        ((), Box(50, 100, 150, 200), False),
    ],
    ids=[
        "scan",
        "scan with margins",
        "scan with a stamp",
        "picture and title",
        "text on a ground",
        "a stamp on an empty page",
    ],
)
def test_a_page_that_is_a_picture(texts: tuple[str, ...], picture: Box, expected: bool) -> None:
    found = doubt(page(*column(texts, 50, 100)), Drawn(pictures=(picture,)))
    assert (found is not None and "picture-page" in found.codes and found.whole) == expected


@pytest.mark.parametrize(
    ("pictures", "regions"),
    [
        ((Box(50, 60, 250, 90),), 1),
        ((Box(50, 60, 250, 160),), 0),
        ((Box(50, 60, 90, 90),), 0),
        ((Box(50, 60, 250, 63),), 0),
        (tuple(Box(50, 400 + 20 * i, 250, 420 + 20 * i) for i in range(10)), 0),
        ((Box(50, 100, 250, 125),), 0),
    ],
    ids=["headline", "photo", "logo", "ornament", "slices of a photo", "ground of text"],
)
def test_pictures_as_low_and_wide_as_a_headline(pictures: tuple[Box, ...], regions: int) -> None:
    content = page(*column(NEWS, 50, 100, width=200))
    found = doubt(content, Drawn(pictures=pictures))
    assert (len(found.regions) if found else 0) == regions


def letters(x: float, y: float, count: int, size: float = 10.0) -> list[Box]:
    """Shapes of different width and height on one baseline."""
    return [
        Box(x + size * i, y - size * (0.5 + 0.1 * (i % 4)), x + size * (i + 0.6 + 0.05 * (i % 5)), y)
        for i in range(count)
    ]


def test_outlines_in_a_row_are_a_line() -> None:
    (row,) = rows_of_shapes(letters(50, 100, 12))
    assert row == Row(Box(50, 92, 50 + 110 + 6.5, 100), 12)
    assert len(rows_of_shapes([*letters(50, 100, 12), *letters(50, 115, 12), *letters(300, 100, 12)])) == 3


@pytest.mark.parametrize(
    "shapes",
    [
        [Box(50 + 8 * i, 100, 54 + 8 * i, 104) for i in range(30)],
        letters(50, 100, 4),
        [Box(50 + 60 * i, 100, 56 + 50 * i, 108 + i) for i in range(8)],
        [Box(50 + i, 100 + 12 * i, 56 + 2 * i, 110 + 12 * i) for i in range(8)],
    ],
    ids=["dots of a leader", "too few", "far apart", "under each other"],
)
def test_shapes_that_are_no_line(shapes: list[Box]) -> None:
    assert rows_of_shapes(shapes) == []


def test_an_outlined_headline_over_text_is_a_region() -> None:
    content = page(*column(NEWS, 50, 100))
    found = doubt(content, Drawn(shapes=tuple(letters(50, 80, 10, 20))))
    assert found is not None and found.codes == ("outlined-text",)
    assert len(found.regions) == 1 and not found.whole
    below = doubt(content, Drawn(shapes=tuple(letters(50, 109, 20))))
    assert below is None, "letters drawn where their text stands"


# ---- whole files


def test_a_page_of_a_file_is_read_with_what_it_shows() -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    for i, text in enumerate(SENTENCES):
        sheet.text(text, 60, 200 + 14 * i)
    for i in range(12):
        x, high = 60 + 14 * i, 10 + i % 4
        sheet.page.draw_polyline(
            [(x, 100), (x + 9 + i % 3, 100), (x + 4, 100 - high)], color=None, fill=0, closePath=True
        )
    sheet.picture(60, 400, 260, 420)
    with opened(bytes(pdf.tobytes()), "in.pdf", None) as (document, _):
        content, shown = PdfReader(document).read(1)
        assert content == PdfReader(document).page(1)
    assert len(shown.shapes) == 12 and shown.pictures == (Box(60, 400, 260, 420),)
    assert shown.characters == sum(map(len, SENTENCES)) and not shown.ocr_layer
    found = doubt(content, shown)
    assert found is not None and found.codes == ("outlined-text", "pictured-line")


def test_characters_are_judged_line_by_line_of_the_file() -> None:
    """A bullet of a symbol font, and dots of a leader that are all alike, are no sign of a broken font."""
    texts = (
        "\ue001\ue002\ue003",
        "\x01\x02\x03\x04",
        "(cid:12)(cid:7)",
        "\uf0b7 an item",
        "\uf02e\uf02e\uf02e",
        "图书馆",
    )
    raw = [raw_line(text, 50, 100 + 15 * i) for i, text in enumerate(texts)]
    shown = drawn([{"type": 0, "lines": raw}], [])
    assert [(b.bad, b.characters) for b in shown.broken] == [(3, 3), (4, 4), (2, 2)]
    assert shown.characters == 3 + 4 + 2 + len("• an item") + 3 + 3
