"""Why texts in several places are one article: the evidence that joined them, beside the article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ..articles.links import Joint
from ..geometry import Box, intersection
from ..model import Region
from .pieces import Story


def reasons(joints: Sequence[Joint], stories: Sequence[Story]) -> Mapping[int, Sequence[Joint]]:
    """The joints of each article by its number, in reading order: its texts lie where the second text of a joint is."""
    found: dict[int, list[Joint]] = defaultdict(list)
    for joint in joints:
        shares = {story.number: _covered(story, joint.after) for story in stories}
        number = max(shares, key=lambda n: shares[n], default=0)
        if number and shares[number] > 0:
            found[number].append(joint)
    return found


def _covered(story: Story, place: Region) -> float:
    """How much of a place an article's texts cover."""
    box = Box(*place.bbox)
    regions = (region for piece in story.body for region in piece.regions if region.page == place.page)
    return sum(intersection(Box(*region.bbox), box) for region in regions)
