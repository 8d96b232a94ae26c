"""Forms of letters that stand for others: ligatures, Kangxi radicals, compatibility ideographs, soft hyphens."""

from __future__ import annotations

import re
import unicodedata

from .value import Mended

# ligatures; radicals and compatibility forms of Han characters, which no input method types
_FORMS = r"\ufb00-\ufb06\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f"
_UNSEEN = r"\u00ad\u200b\u2060\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f"
_forms, _unseen, _either = (re.compile(f"[{chars}]+") for chars in (_FORMS, _UNSEEN, _FORMS + _UNSEEN))


def mend(text: Mended) -> Mended:
    """The text in the usual forms of its letters."""
    if not _either.search(text.text):
        return text
    for match in list(_forms.finditer(text.text)):
        plain = unicodedata.normalize("NFKC", match[0])
        if plain != match[0]:
            text = text.changed("characters", match[0], plain, text.text.replace(match[0], plain, 1), 1.0)
    for match in list(_unseen.finditer(text.text)):
        text = text.changed("characters", match[0], "", text.text.replace(match[0], "", 1), 1.0)
    return text
