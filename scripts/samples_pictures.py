"""Small drawn scenes that stand for the photographs of the samples. Each is made from its name alone."""

from __future__ import annotations

import colorsys
import io
import math
import random
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

Tint = tuple[int, int, int]
PIXELS_PER_POINT = 1.7
JPEG_QUALITY = 68


def _tint(hue: float, saturation: float, value: float) -> Tint:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


class Scene:
    """A drawing surface with the few things that all scenes are made of."""

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.width, self.height = width, height
        self.random = random.Random(seed)
        self.hue = self.random.random()
        self.image = Image.new("RGB", (width, height))
        self.draw = ImageDraw.Draw(self.image)

    def gradient(self, top: float, bottom: float, first: Tint, last: Tint) -> None:
        """A vertical blend between two heights, given as shares of the picture."""
        y0, y1 = round(top * self.height), round(bottom * self.height)
        for y in range(y0, y1):
            share = (y - y0) / max(1, y1 - y0)
            color = tuple(round(a + (b - a) * share) for a, b in zip(first, last, strict=True))
            self.draw.line((0, y, self.width, y), fill=color)

    def hills(self, base: float, rise: float, color: Tint) -> None:
        """A soft ridge that fills everything below it down to its base."""
        phase, waves = self.random.uniform(0, 6), self.random.uniform(1.2, 2.6)
        points = []
        for step in range(61):
            angle = phase + waves * math.tau * step / 60
            crest = base - rise * (0.6 + 0.3 * math.sin(angle) + 0.1 * math.sin(2.7 * angle))
            points.append((step * self.width / 60, crest * self.height))
        bottom = base * self.height + 2
        self.draw.polygon([*points, (self.width, bottom), (0, bottom)], fill=color)

    def tree(self, x: float, ground: float, size: float) -> None:
        """A round tree; all lengths in pixels."""
        self.draw.rectangle((x - size * 0.05, ground - size * 0.5, x + size * 0.05, ground), fill=(92, 70, 52))
        green = _tint(0.27 + self.random.uniform(-0.05, 0.05), 0.5, self.random.uniform(0.4, 0.62))
        for _ in range(7):
            dx, dy = self.random.uniform(-0.22, 0.22) * size, self.random.uniform(-0.25, 0.15) * size
            radius = size * self.random.uniform(0.16, 0.26)
            cx, cy = x + dx, ground - size * 0.68 + dy
            self.draw.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=green)

    def person(self, x: float, ground: float, size: float) -> None:
        """A small standing figure seen from afar."""
        coat = _tint(self.random.random(), 0.45, self.random.uniform(0.35, 0.85))
        half = size * 0.14
        self.draw.rectangle((x - half * 0.7, ground - size * 0.42, x + half * 0.7, ground), fill=(58, 60, 74))
        self.draw.rounded_rectangle((x - half, ground - size * 0.8, x + half, ground - size * 0.35), half, fill=coat)
        head = size * 0.1
        center = ground - size * 0.88
        self.draw.ellipse((x - head, center - head, x + head, center + head), fill=(214, 176, 146))
        self.draw.pieslice((x - head, center - head, x + head, center + head), 180, 360, fill=(50, 42, 40))

    def crowd(self, count: int, ground: float, size: float) -> None:
        """People along a line, at uneven distances."""
        for number in range(count):
            share = (number + 0.5 + self.random.uniform(-0.25, 0.25)) / count
            lift = self.random.uniform(0, 0.12) * size * self.height
            self.person(share * self.width, ground * self.height - lift, size * self.height)


def _river(scene: Scene) -> None:
    scene.gradient(0, 0.55, (150, 190, 220), (238, 226, 205))
    for depth in range(3):
        scene.hills(0.56, 0.34 - 0.09 * depth, _tint(0.42 + 0.03 * depth, 0.25, 0.66 - 0.13 * depth))
    scene.gradient(0.55, 1, (150, 182, 190), (62, 100, 118))
    for _ in range(70):
        y = scene.random.uniform(0.58, 0.99) * scene.height
        x, length = scene.random.uniform(0, scene.width), scene.random.uniform(0.02, 0.12) * scene.width
        scene.draw.line((x, y, x + length, y), fill=(176, 204, 208), width=2)
    x, y, size = scene.width * scene.random.uniform(0.3, 0.65), scene.height * 0.74, scene.width * 0.16
    scene.draw.polygon(
        [(x, y), (x + size, y), (x + size * 0.84, y + size * 0.2), (x + size * 0.14, y + size * 0.2)], fill=(96, 56, 40)
    )
    scene.person(x + size * 0.5, y + size * 0.06, scene.height * 0.2)


def _street(scene: Scene) -> None:
    scene.gradient(0, 0.77, (176, 206, 228), (244, 238, 226))
    x = -0.03 * scene.width
    while x < scene.width:
        width, height = scene.random.uniform(0.13, 0.2) * scene.width, scene.random.uniform(0.28, 0.44) * scene.height
        ground = scene.height * 0.76
        wall = _tint(0.08 + scene.random.uniform(-0.04, 0.05), scene.random.uniform(0.1, 0.35), 0.9)
        scene.draw.rectangle((x, ground - height, x + width, ground), fill=wall)
        peak = ground - height - 0.14 * scene.height
        roof = _tint(0.02 + scene.random.uniform(-0.02, 0.04), 0.35, 0.5)
        eaves = ground - height
        scene.draw.polygon([(x - 4, eaves), (x + width / 2, peak), (x + width + 4, eaves)], fill=roof)
        for column in range(2):
            left = x + width * (0.16 + 0.42 * column)
            scene.draw.rectangle(
                (left, ground - height * 0.82, left + width * 0.24, ground - height * 0.52), fill=(92, 112, 130)
            )
        scene.draw.rectangle((x + width * 0.4, ground - height * 0.36, x + width * 0.62, ground), fill=(104, 66, 50))
        x += width + 6
    scene.gradient(0.76, 1, (196, 190, 180), (150, 146, 142))
    scene.tree(scene.width * 0.12, scene.height * 0.86, scene.height * 0.5)
    scene.crowd(4, 0.94, 0.24)


def _hall(scene: Scene) -> None:
    scene.gradient(0, 0.7, _tint(scene.hue, 0.12, 0.92), _tint(scene.hue, 0.18, 0.8))
    for number in range(4):
        left = scene.width * (0.06 + 0.245 * number)
        scene.draw.rectangle(
            (left, scene.height * 0.08, left + scene.width * 0.16, scene.height * 0.42),
            fill=(206, 224, 232),
            outline=(250, 250, 246),
            width=5,
        )
    scene.gradient(0.7, 1, (172, 136, 100), (128, 96, 70))
    scene.crowd(6, 0.78, 0.38)
    for number in range(3):
        left = scene.width * (0.05 + 0.32 * number)
        box = (left, scene.height * 0.76, left + scene.width * 0.26, scene.height * 0.84)
        scene.draw.rectangle(box, fill=(222, 204, 170))
        for leg in (box[0] + 8, box[2] - 14):
            scene.draw.rectangle((leg, box[3], leg + 6, scene.height * 0.96), fill=(96, 78, 60))


def _garden(scene: Scene) -> None:
    scene.gradient(0, 0.4, (186, 214, 230), (236, 238, 222))
    scene.hills(0.42, 0.16, (112, 146, 118))
    scene.gradient(0.4, 1, (136, 150, 88), (98, 112, 62))
    for row in range(5):
        y = scene.height * (0.48 + 0.11 * row)
        depth = scene.height * (0.035 + 0.01 * row)
        scene.draw.rectangle((0, y, scene.width, y + depth), fill=(112, 82, 58))
        hue = scene.random.choice((0.28, 0.3, 0.95, 0.13, 0.75))
        for number in range(26 - 3 * row):
            x = (number + scene.random.random()) * scene.width / (26 - 3 * row)
            radius = depth * scene.random.uniform(0.4, 0.7)
            color = _tint(hue, 0.55, scene.random.uniform(0.55, 0.85))
            scene.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)
    scene.crowd(3, 0.72, 0.34)


def _market(scene: Scene) -> None:
    scene.gradient(0, 0.79, (214, 224, 230), (246, 240, 228))
    for number in range(4):
        left, width = scene.width * (0.01 + 0.25 * number), scene.width * 0.23
        top, color = scene.height * scene.random.uniform(0.2, 0.28), _tint(scene.hue + 0.21 * number, 0.6, 0.75)
        for stripe in range(8):
            x = left + stripe * width / 8
            fill = color if stripe % 2 else (248, 246, 240)
            scene.draw.rectangle((x, top, x + width / 8, top + scene.height * 0.14), fill=fill)
        for pole in (left + 2, left + width - 6):
            scene.draw.rectangle((pole, top, pole + 4, scene.height * 0.78), fill=(120, 116, 110))
        scene.draw.rectangle((left, scene.height * 0.6, left + width, scene.height * 0.78), fill=(164, 124, 84))
        for _ in range(16):
            x, radius = left + scene.random.uniform(0.06, 0.94) * width, scene.width * 0.011
            y = scene.height * 0.6 - scene.random.uniform(0, 0.04) * scene.height
            fruit = _tint(scene.random.choice((0.03, 0.1, 0.25)), 0.75, 0.8)
            scene.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fruit)
    scene.gradient(0.78, 1, (188, 184, 178), (152, 150, 148))
    scene.crowd(5, 0.95, 0.42)


def _bridge(scene: Scene) -> None:
    scene.gradient(0, 0.6, (244, 214, 178), (248, 236, 214))
    scene.hills(0.6, 0.3, (146, 150, 160))
    scene.gradient(0.6, 1, (186, 176, 164), (92, 104, 116))
    stone = (126, 116, 108)
    scene.crowd(5, 0.43, 0.15)
    scene.draw.rectangle((0, scene.height * 0.41, scene.width, scene.height * 0.5), fill=stone)
    for number in range(4):
        left, right = scene.width * (0.25 * number + 0.02), scene.width * (0.25 * number + 0.23)
        scene.draw.rectangle((left - scene.width * 0.02, scene.height * 0.5, left, scene.height * 0.68), fill=stone)
        scene.draw.arc((left, scene.height * 0.46, right, scene.height * 0.86), 180, 360, fill=stone, width=9)
    scene.tree(scene.width * 0.9, scene.height * 0.66, scene.height * 0.55)


def _workshop(scene: Scene) -> None:
    scene.gradient(0, 0.62, (228, 218, 200), (206, 192, 170))
    for number in range(11):
        x, length = scene.width * (0.06 + 0.085 * number), scene.height * scene.random.uniform(0.1, 0.26)
        steel = _tint(scene.random.choice((0.05, 0.55, 0.6)), 0.25, 0.5)
        scene.draw.rectangle((x, scene.height * 0.1, x + scene.width * 0.014, scene.height * 0.1 + length), fill=steel)
    scene.gradient(0.62, 1, (150, 112, 76), (104, 76, 54))
    scene.draw.rectangle((0, scene.height * 0.66, scene.width, scene.height * 0.72), fill=(196, 160, 112))
    for _ in range(6):
        x, size = scene.random.uniform(0.04, 0.9) * scene.width, scene.random.uniform(0.05, 0.1) * scene.width
        color = _tint(scene.random.random(), 0.4, 0.7)
        scene.draw.rounded_rectangle((x, scene.height * 0.66 - size, x + size, scene.height * 0.66), 6, fill=color)
    scene.crowd(3, 0.98, 0.6)


SCENES: dict[str, Callable[[Scene], None]] = {
    "river": _river,
    "street": _street,
    "hall": _hall,
    "garden": _garden,
    "market": _market,
    "bridge": _bridge,
    "workshop": _workshop,
}


@cache
def picture(name: str, width: float, height: float) -> bytes:
    """The JPEG for a name such as ``river-2``, for a box of so many points."""
    # Drawn at double size and shrunk, so that edges are as soft as a photograph's.
    size = round(width * PIXELS_PER_POINT), round(height * PIXELS_PER_POINT)
    scene = Scene(size[0] * 2, size[1] * 2, zlib.crc32(name.encode()))
    SCENES[name.split("-")[0]](scene)
    image = scene.image.resize(size, Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.5))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()
