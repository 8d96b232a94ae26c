"""Newsletter pages: articles one below the other, each in level columns, running on to the next page."""

from __future__ import annotations

from samples_page import Book, Frame, Setter, Slug, columns, draw_all, flow, least_height
from samples_story import Issue, Story
from samples_type import Color, Faces


class Sheet:
    """Where the next article goes. A newsletter says how its pages and its heads look."""

    left: float
    measure: float
    bottom: float
    rule_color: Color = (0.4, 0.4, 0.4)
    setter: Setter

    def __init__(self, faces: Faces, issue: Issue, width: float, height: float) -> None:
        self.faces, self.issue = faces, issue
        self.book = Book(width, height, issue)
        self.page, self.y = 0, 1e9

    def new_page(self) -> None:
        """Begin a page with its furniture; sets ``page`` and ``y``."""
        raise NotImplementedError

    def head(self, story: Story) -> list[Slug]:
        """What stands over the columns of an article."""
        raise NotImplementedError

    def article(self, story: Story, count: int, gap: float, after: float = 24.0) -> None:
        """Set an article from where the last one ended."""
        self.issue.stories.append(story)
        head, lead = self.head(story), self.setter.body.leading
        needed = sum(slug.height + slug.before for slug in head) + 5 * lead
        if self.y + needed > self.bottom:
            self.new_page()
        self.y = self.setter.place(head, self.page, self.left, self.y)
        self.run(self.setter.story(story, (self.measure - gap * (count - 1)) / count), count, gap, after)

    def run(self, slugs: list[Slug], count: int, gap: float, after: float) -> None:
        """Fill columns page by page; on the last one they end level."""
        step = self.setter.body.leading / 2
        while slugs:
            room = self.bottom - self.y
            height = least_height(slugs, lambda size: self._frames(size, count, gap), room, step)
            placed, slugs = flow(slugs, self._frames(height or room, count, gap))
            draw_all(placed)
            if count == 3:
                self._column_rules(height or room, count, gap)
            if slugs:
                self.new_page()
            else:
                self.y += (height or room) + after

    def _frames(self, height: float, count: int, gap: float) -> list[Frame]:
        return columns(self.page, self.left, self.y, self.measure, height, count, gap)

    def _column_rules(self, height: float, count: int, gap: float) -> None:
        step = (self.measure + gap) / count
        for number in range(1, count):
            x = self.left + number * step - gap / 2
            self.book.rule(self.page, x, self.y + 3, x, self.y + height - 3, 0.4, self.rule_color, dashes="[1 2] 0")
