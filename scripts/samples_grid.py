"""Newspaper pages: blocks on a grid of columns, some as high as their text, some stretched by their picture."""

from __future__ import annotations

from samples_page import Book, Frame, Setter, Slug, columns, draw_all, flow, least_height
from samples_story import Issue, Story, parse
from samples_type import Faces

Cut = tuple[float, float, float, float]


class Grid:
    """One page of equal columns."""

    setter: Setter
    language: str

    def __init__(
        self, faces: Faces, issue: Issue, size: tuple[float, float], margin: float, count: int, gap: float
    ) -> None:
        self.faces, self.issue, self.language = faces, issue, issue.language
        self.width, self.height = size
        self.left, self.right, self.gap = margin, size[0] - margin, gap
        self.column = (self.right - self.left - gap * (count - 1)) / count
        self.book = Book(*size, issue)
        self.page = self.book.add_page()

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return self.right - self.left

    def across(self, count: int) -> float:
        """The width of so many columns."""
        return count * self.column + (count - 1) * self.gap

    def at(self, number: int) -> float:
        """The left edge of a column, counted from 0."""
        return self.left + number * (self.column + self.gap)

    def add(self, markup: str) -> Story:
        """A story of the page; stories are added in reading order."""
        story = parse(markup, self.language, by_line="@lines" in markup)
        self.issue.stories.append(story)
        return story

    def total(self, slugs: list[Slug]) -> float:
        """The height of slugs set one below the other."""
        return sum(slug.height + slug.before for slug in slugs)

    def level(
        self,
        slugs: list[Slug],
        x: float,
        y: float,
        width: float,
        count: int,
        gap: float | None = None,
        cut: Cut | None = None,
        draw: bool = True,
    ) -> float:
        """Set slugs into level columns; returns where they end."""
        between = self.gap if gap is None else gap

        def frames(height: float) -> list[Frame]:
            return columns(self.page, x, y, width, height, count, between, cut)

        height = least_height(slugs, frames, self.height - y, self.setter.body.leading / 2)
        if height is None:
            raise ValueError(f"text does not fit below {y:.0f} at {x:.0f}")
        if draw:
            draw_all(flow(slugs, frames(height))[0])
        return y + height

    def stretch(self, story: Story, x: float, y: float, width: float, count: int, bottom: float) -> None:
        """Set a story into columns of a given height; its first picture grows until they are full."""
        column = (width - self.gap * (count - 1)) / count
        frames, best = columns(self.page, x, y, width, bottom - y + 4, count, self.gap), 0.0
        for percent in range(30, 140):
            story.figures[0].ratio = percent / 100
            if not flow(self.setter.story(story, column), frames)[1]:
                best = story.figures[0].ratio
        if not best:
            raise ValueError(f"{story.value('title')} is too long for its place")
        story.figures[0].ratio = best
        draw_all(flow(self.setter.story(story, column), frames)[0])

    def upright(
        self, title: str, face: str, size: float, x: float, y: float, bottom: float, color: tuple[float, float, float]
    ) -> None:
        """A headline that runs from top to bottom, a character below the other."""
        step = min((bottom - y - 8) / len(title), size * 1.4)
        for number, char in enumerate(title):
            self.book.text(self.page, x, y + number * step + size, char, self.faces[face], size, color)
