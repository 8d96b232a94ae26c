"""English, as newsletters and newspapers print it."""

from __future__ import annotations

import regex

from .rules import NEVER, Language

_POSTS = (
    "staff|writer|reporter|editor|chair(?:man|woman|person)?|president|director|coordinator|manager|secretary|treasurer|organist|rector|"
    "pastor|vicar|curate|principal|superintendent|officer|member|volunteer|columnist|correspondent|photographer|contributor|"
    "librarian|teacher|mayor|warden|chaplain|intern|captain|captain|leader|organizer|steward|historian|ph\\.?d\\.?|m\\.?d\\.?"
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ANY_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if len(m) > 3 else m for m in _MONTHS) + "|sept"
_WEEKDAY = r"(?:sun|mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur)(?:day)?s?"
_MONTH = rf"(?P<month>{_ANY_MONTH})\.?"
_NAME = r"(?:(?:Rev|Fr|Dr|Mr|Mrs|Ms|Sr|Br|Prof|St)\.?\s+)?\p{Lu}[\p{L}.’'\-]*(?:\s+(?:de|da|di|van|von|der|la|le|del|bin|al|of|and|&|\p{Lu}[\p{L}.’'\-]*)){0,6}"

_CAPITALS = r"\p{Lu}[\p{Lu}.’'\-]+(?:\s+\p{Lu}[\p{Lu}.’'\-]*)+?"

# words that are printed with their accents, in small letters
_BORROWED = """
    appliqué appliqués attaché attachés blasé bête bêtes brûlée café cafés canapé canapés chaîné château châteaux cliché
    clichéd clichés clientèle communiqué communiqués consommé coulée crème crèmes crêpe crêpes crêperie débâcle début débuts
    décolletage décor décors démodé dépôt détente doppelgänger éclair éclairs éclat élan élite émigré émigrés entrée entrées
    entrepôt exposé exposés façade façades fête fêtes fiancé fiancée fiancées fiancés flambé föhn frappé fräulein führer
    garçon glacé glögg gruyère habitué habitués hôtel ingénue jalapeño jalapeños lamé lycée macramé maître mañana matinée
    matinées mélange mêlée melée ménage métier naïf naïve naïvely naïveté née négligée papier-mâché mâché passé pâté pâtés
    piñata piñatas piña plié pliés portière première premières prêt protégé protégée protégés purée puréed purées
    raison d'être être résumé résumés retroussé risqué rosé rosés roué rôle rôles sauté sautéed sautés séance séances
    señor señora señorita smörgåsbord soirée soirées soufflé soufflés soupçon tête touché touchée vicuña voilà à là déjà
    façon façonné fouetté jeté jetés pâtisserie pâtissier régime régimes répertoire über éminence noël
"""


def _c(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    return regex.compile(pattern, flags)


I = regex.IGNORECASE  # noqa: E741

EN = Language(
    code="en",
    stop_marks=".!?:;…",
    abbreviations=tuple(
        f" {word}."
        for word in [
            "Jan",
            "Feb",
            "Mar",
            "Apr",
            "Aug",
            "Sept",
            "Oct",
            "Nov",
            "Dec",
            "Mr",
            "Mrs",
            "Ms",
            "Dr",
            "Rev",
            "Fr",
            "St",
            "Gov",
            "Sen",
            "Rep",
            "Lt",
            "Sgt",
            "Capt",
            "Col",
            "Gen",
            "Prof",
            "vs",
        ]
    ),
    closing="”’)]\"'",
    spaced=True,
    borrowed=frozenset(_BORROWED.split()),
    roles={
        "by": "author",
        "story by": "author",
        "text by": "author",
        "words by": "author",
        "written by": "author",
        "compiled by": "editor",
        "photos by": "photographer",
        "photo by": "photographer",
        "photographs by": "photographer",
        "edited by": "editor",
        "—": "author",
        "contributed by": "contributor",
        "submitted by": "contributor",
    },
    byline_lines=(
        # a name in capitals and a post on one line
        _c(
            rf"^(?P<role>By|BY)\s+(?P<names>{_CAPITALS}(?:\s+(?:and|AND|&)\s+{_CAPITALS})?)\s+(?P<org>(?:\p{{Lu}}[\p{{L}}’'.\-]*\s+)*?(?i:{_POSTS})(?:\s+(?i:writer|reporter|editor))?)$"
        ),
        _c(
            rf"^(?P<role>(?i:story|text|words|photos?|photographs|written|contributed|submitted|edited|compiled)(?:\s+(?i:and)\s+(?i:photos?|photographs?|pictures|illustrations))?\s+(?i:by)|[Bb]y|BY)\s+(?P<names>{_NAME})(?:\s*[,|/•–—]\s*(?P<org>.{{2,60}}))?$"
        ),
        _c(rf"^(?P<names>{_NAME}(?:\s+(?:and|&)\s+{_NAME})?)\s*[|•]\s*(?P<org>(?i:.*\b(?:{_POSTS})s?\b.*))$"),
        _c(rf"^(?P<role>—)\s*(?P<names>{_NAME})(?:\s*,\s*(?P<org>.{{2,60}}))?$"),
    ),
    genre=NEVER,
    bare_names=_c(rf"^(?P<names>{_NAME}(?:\s+(?:and|&)\s+{_NAME})?)$"),
    byline_second=_c(
        rf"^(?:(?:(?:\p{{Lu}}[\p{{L}}’'.\-]*|of|the|and|for)\s+)*|(?:\p{{Ll}}+\s+){{0,2}})(?i:staff|special)?\s*(?:(?i:to the) [\p{{L}} ]+|(?i:{_POSTS})s?)$"
    ),
    end_signs=(
        _c(rf"\s(?P<sign>—\s?{_NAME}(?:,\s*[\p{{L}}’' .\-]{{2,50}})?)$"),
        _c(r"\s?[(\[](?P<sign>Source:\s*.{2,60}|Reprinted from .{2,60})[)\]]$"),
    ),
    inline_byline=NEVER,
    source=_c(r"^(?:Source:|Reprinted (?:with permission )?from)\s*(?P<source>.+?)\.?$", I),
    not_people=_c(r"(?!)"),
    more_names=_c(rf"^(?:{_NAME}\s*,\s*)*{_NAME}\s*,?\s+(?:and|&)\s+{_NAME}$"),
    role_inside=NEVER,
    name_separators=_c(r"\s*(?:,|&|\band\b)\s*"),
    org_words=_c(
        r"\b(?:association|committee|council|friends|project|society|club|office|department|board|press|news|union|group|team|foundation|parish|church|school|library|museum|guild|center|centre)\b",
        I,
    ),
    surname=NEVER,
    posts=_c(rf"\b(?:{_POSTS})\b", I),
    reporter_posts=_c(r"\b(?:staff writer|writer|reporter|staff|correspondent)\b", I),
    org_line=_c(r"(?!)"),
    subtitle=_c(r"^(?:—|–)\s*\S"),
    list_item=_c(r"^(?:[•●▪■◆‣○*–]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s)"),
    ranks=(),
    day=_c(
        rf"^(?=.*\b(?:{_WEEKDAY}|{_ANY_MONTH})\b)(?:(?:{_WEEKDAY}|{_ANY_MONTH}|\d{{1,2}}(?:st|nd|rd|th)?|(?:19|20)\d\d|to|and|through)\b\.?[\s,–—-]*)+$",
        I,
    ),
    editors_note=_c(r"^(?:an )?editor(?:[’']s|s[’']) note\b", I),
    jump_to=_c(
        r"^(?:(?:please\s+)?(?:continued|cont[’'.]?d?\.?|turn)\s+(?:on|to)\s+(?:page\s+)?(?P<page>[A-Z]?-?\d{1,3})|see\s+(?P<words>[\p{Lu}\d’' \-]{2,30}),?\s+(?:on\s+)?(?:page\s+(?P<page>[A-Z]?-?\d{1,3})|(?P<page>[A-Z]-?\d{1,2})))\.?\W*$",
        I,
    ),
    jump_from=_c(
        # most lines say “from” nowhere; asked first, that spares them the search for where the words end
        r"(?=.*from)(?:^(?P<words>.{0,60}?)[,:\s]*(?:(?:continued|cont[’'.]?d?\.?)\s+from\s+(?:the\s+)?(?:(?:page\s+)?(?P<page>[A-Z]-?\d{1,2})|page\s+(?P<page>\d{1,3})|(?P<page>front page|page one|cover))|from\s+page\s+(?P<page>[A-Z]?-?\d{1,3}))\W*$|^(?:(?P<words>\p{Lu}[\p{Lu}\d’' \-]{1,30})[,:]\s*)?(?-i:[Ff])rom\s+(?P<page>(?-i:[A-Z])-?\d{1,2})\W*$)",
        I,
    ),
    credit=_c(
        r"(?P<credit>(?:Contributed|Submitted|Provided) photos?|(?:Photos?|Photographs?|Images?|Illustrations?|Pictures?|Artwork|Graphic|Drawing)\s+(?:by|courtesy(?: of)?)[:\s].{2,60}|(?:Photos?|Images?|Credit)\s*:\s*.{2,60}|Courtesy\s+(?:of\s+|photo\s*)?.{0,60}|\p{Lu}{2,}(?:[ .\-’']\p{Lu}+)+\s*/\s*.{2,40}|File photo.{0,30})$|\((?P<credit>\p{Lu}[\p{L}.’'\- ]{1,40}\s*/\s*[^()]{2,40})\)$"
    ),
    credit_mark=NEVER,
    dateline=_c(
        r"^(?P<dateline>\p{Lu}{2}[\p{Lu} .’'\-]{1,30}(?:,\s*\p{Lu}[\p{L}.]+)?(?:\s*\([\p{L} ]{1,10}\))?\s*[—–])\s"
    ),
    contents_title=_c(
        r"^(?:in this (?:issue|edition)|(?:also )?inside(?: this (?:issue|week|month|edition)| today)?|(?:table of )?contents|what[’']s inside|index)\W*$",
        I,
    ),
    section_name=_c(
        r"^(?:business|money|markets?|stocks|classifieds?|comics|puzzles?|crosswords?|obituaries|deaths|opinions?|editorials?|letters(?: to the editor)?|sports?|scores|weather|calendar|events|police (?:log|blotter)|courts|local|nation(?:al)?|world|state|region(?:al)?|metro|arts?|entertainment|living|life(?:style)?|features|food|home|garden|travel|health|science|tech(?:nology)?|tv|television|movies|music|books|religion|faith|education|schools|horoscopes?|lottery|legals|legal notices|public notices|real estate|autos?|jobs|community|records|advice|people|outdoors)$",
        I,
    ),
    masthead_line=_c(
        r"^(?:(?:managing|associate|assistant|copy|news|photo|contributing|senior|executive)\s+)?(?:editors?(?:-in-chief)?|publishers?|photographers?|photographs|distribution|circulation|design(?:er)?|layout|contributors?|writers?|rector|pastor|office(?: hours)?|letters(?: and corrections)?|corrections|assistant editor|published|printed|printer|telephone|phone|tel|fax|e-?mail|web(?:site)?|address|subscriptions|choir director|secretary|president|vice[- ]president|treasurer|chair(?:man|woman|person)?|printing|proofreaders?|photos|captain|warden|art director|webmaster|editorial|advertising)\s*[:.]|^(?:printed|published|designed|produced)\s+(?:on|by|at|in)\b",
        I,
    ),
    masthead_maker=_c(
        r"^(?:\p{L}+\s+){0,2}(?:editors?(?:-in-chief)?|publishers?|design(?:er)?|layout|printer)\s*[:.]", I
    ),
    masthead_title=_c(
        r"(?:\b(?:staff|masthead|board|committee|the federation|officers|parish office|who we are|editorial board|about us|contact us|publication information|office directory|colophon)\b)",
        I,
    ),
    notice_title=_c(
        r"\b(?:calendar|dates|services|wanted|lost and found|weather|index|notice|notices|call for|reminders?|upcoming events|events|schedule|office hours|how to reach|corrections?|needs|save the date|announcements?|classifieds?|hours)\b",
        I,
    ),
    advert=_c(
        r"\b(?:advertisement|sale|offer ends|open daily|call (?:today|now|us|\(?\d[\d) \-]*\d)|visit us|% off|free estimates?|licensed|insured|member fdic|mortgages?|since \d{4}|for the price of)\b",
        I,
    ),
    web_line=_c(
        r"^(?:home\s*[>»/]|you are here|site ?map$|about us$|contact(?: us)?$|share (?:this|on)|(?:previous|next)(?: (?:article|page|post))?$|back to top|print(?: this page)?$|(?:©|copyright\b)|all rights reserved|skip to|privacy policy|terms of (?:use|service)|cookie|subscribe$|related (?:articles|posts)\W*$)",
        I,
    ),
    cover_entry=_c(r"^(?:on the cover|cover photo|front cover|back cover)$", I),
    page_label=_c(r"\bPage\s+(?P<label>[A-Z]?\d{1,3})\b", I),
    head_words=_c(
        r"(?:\bSection\s+[A-Z]\b|\bPage\s+[A-Z]?\d{1,3}\b|^\$\d|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s+\p{Lu}\p{L}+\s+\d"
        r"|^(?:Spring|Summer|Fall|Autumn|Winter)(?:[/–-]\p{L}+)?\s+(?:19|20)\d\d$)"
    ),
    paper_name=_c(
        r"^The(?:\s\p{Lu}[\p{L}’'\-]+){2,4}$|\s(?i:Advertiser|Argus|Bulletin|Chronicle|Courier|Daily|Dispatch|Examiner|Gazette|Globe|Herald|Independent|Inquirer|Journal|Ledger|Mail|Mercury|Mirror|News|Observer|Post|Press|Record|Register|Reporter|Review|Sentinel|Standard|Star|Sun|Telegraph|Times|Tribune|Weekly)$"
    ),
    issue=_c(
        r"\b(?:(?:Volume|Vol\.?)\s*[\dIVXLC]+\s*,?\s*(?:•|·|\||–|—)?\s*(?:Issue|No\.?|Number|Nr\.?)\s*\d+|(?:Issue|No\.|Number)\s*\d+|(?:Volume|Vol\.?)\s*[\dIVXLC]+)",
        I,
    ),
    total_issue=_c(r"(?!)"),
    publisher=(
        _c(
            r"^(?:(?:the\s+)?(?:monthly\s+|quarterly\s+|weekly\s+|official\s+)*(?:newsletter|news|bulletin|journal|magazine|newspaper|publication|letter|gazette)\s+(?:of|from|for)\s+(?:the\s+)?(?P<publisher>[^•|·]{3,60}?))\s*(?:[•|·]|$)",
            I,
        ),
        _c(r"\bpublished\s+(?:\w+\s+)?by\s+(?:the\s+)?(?P<publisher>\p{Lu}.{2,60}?)(?:[.,;]|$)"),
    ),
    dates=(
        _c(rf"\b{_MONTH}\s+(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b", I),
        _c(rf"\b(?:(?P<day>3[01]|[12]\d|0?[1-9])\s+)?{_MONTH},?\s+(?P<year>(?:19|20)\d\d)\b", I),
        _c(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>1[0-2]|0[1-9])(?:-(?P<day>3[01]|[12]\d|0[1-9]))?\b"),
    ),
    months={name[:3]: number for number, name in enumerate(_MONTHS, 1)},
)
