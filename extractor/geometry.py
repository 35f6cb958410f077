"""Boxes and transforms in page fractions: 0..1 from the left and from the top, whatever the resolution."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.quick import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle: fractions of the page's width (left, right) and height (top, bottom)."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return max(self.width, 0.0) * max(self.height, 0.0)

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def union(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def intersection(self, other: Box) -> Box | None:
        """The shared part, or None where the boxes do not meet."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, right, bottom) if left < right and top < bottom else None

    def overlap_y(self, other: Box) -> float:
        """How tall the shared span is, as a fraction of the lower box (0 where there is none)."""
        low = self.bottom if self.bottom < other.bottom else other.bottom
        shared = low - (self.top if self.top > other.top else other.top)
        return shared / max(min(self.height, other.height), 1e-9) if shared > 0 else 0.0

    def iou(self, other: Box) -> float:
        """Intersection over union, 0..1."""
        shared = self.intersection(other)
        if shared is None:
            return 0.0
        return shared.area / max(self.area + other.area - shared.area, 1e-12)

    def contains(self, other: Box, slack: float = 0.0) -> bool:
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and self.right + slack >= other.right
            and self.bottom + slack >= other.bottom
        )

    def contains_point(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def grown(self, dx: float, dy: float) -> Box:
        """The box with dx added on the left and right and dy above and below, kept on the page."""
        return Box(self.left - dx, self.top - dy, self.right + dx, self.bottom + dy).clipped()

    def clipped(self) -> Box:
        """The part that lies on the page."""
        if 0.0 <= self.left <= self.right <= 1.0 and 0.0 <= self.top <= self.bottom <= 1.0:
            return self
        left, right = min(max(self.left, 0.0), 1.0), min(max(self.right, 0.0), 1.0)
        top, bottom = min(max(self.top, 0.0), 1.0), min(max(self.bottom, 0.0), 1.0)
        return Box(left, top, max(left, right), max(top, bottom))

    def rounded(self, digits: int = 5) -> tuple[float, float, float, float]:
        return (round(self.left, digits), round(self.top, digits), round(self.right, digits), round(self.bottom, digits))

    def to_pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Whole pixels (left, top, right, bottom) that cover the box in a picture of that size, clipped to it."""
        return (
            max(int(self.left * width), 0),
            max(int(self.top * height), 0),
            min(int(-(-self.right * width // 1)), width),
            min(int(-(-self.bottom * height // 1)), height),
        )

    @staticmethod
    def from_pixels(left: float, top: float, right: float, bottom: float, width: int, height: int) -> Box:
        return Box(left / width, top / height, right / width, bottom / height)

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """The smallest box around all of them. Raises ValueError when there is none."""
        found = list(boxes)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValueError("no boxes to go around")
        left, top, right, bottom = found[0].left, found[0].top, found[0].right, found[0].bottom
        for box in found[1:]:  # mostly two or three words
            if box.left < left:
                left = box.left
            if box.top < top:
                top = box.top
            if box.right > right:
                right = box.right
            if box.bottom > bottom:
                bottom = box.bottom
        return Box(left, top, right, bottom)


WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)

Matrix = tuple[
    tuple[float, float, float],
    tuple[float, float, float],
    tuple[float, float, float],
]


_UNMOVED: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Transform:
    """A plane homography between two pictures' page fractions: from the straightened picture to the original."""

    matrix: Matrix

    @staticmethod
    def identity() -> Transform:
        return Transform(_UNMOVED)

    @property
    def is_identity(self) -> bool:
        return self.matrix == _UNMOVED

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c = self.matrix
        w = c[0] * x + c[1] * y + c[2]
        return (a[0] * x + a[1] * y + a[2]) / w, (b[0] * x + b[1] * y + b[2]) / w

    def box(self, box: Box) -> Box:
        """The upright box around the four moved corners, clipped to the page."""
        if self.is_identity:
            return box
        corners = [
            self.point(x, y) for x, y in ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys)).clipped()

    def inverse(self) -> Transform:
        """The way back. Raises ValueError where there is none (a flat transform)."""
        (a, b, c), (d, e, f), (g, h, i) = self.matrix
        det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
        if abs(det) < 1e-15:
            raise ValueError("transform has no inverse")
        return Transform(
            (
                ((e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det),
                ((f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det),
                ((d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det),
            )
        )


@dataclass(frozen=True, slots=True)
class Bend:
    """How far the lines of a page climb, in page fractions: what stands level at (x, y) is at y + climb(y) * (x - centre).

    The climb changes evenly from `upper` at y = `top` to `lower` at y = `bottom`, and not beyond them. `Transform` cannot say
    it: here every line has an angle of its own.
    """

    top: float
    bottom: float
    upper: float
    lower: float
    centre: float

    def climb(self, y: float) -> float:
        """How far down a level line at y goes over the page's whole width."""
        share = (min(max(y, self.top), self.bottom) - self.top) / max(self.bottom - self.top, 1e-9)
        return self.upper + (self.lower - self.upper) * share

    def point(self, x: float, y: float) -> tuple[float, float]:
        """From the level page to the leaning one."""
        return x, y + self.climb(y) * (x - self.centre)

    def level(self, x: float, y: float) -> float:
        """The y on the level page of what stands at (x, y) on the leaning one: the exact way back."""
        across = x - self.centre
        if y <= self.top + self.upper * across:
            return y - self.upper * across
        if y >= self.bottom + self.lower * across:
            return y - self.lower * across
        twist = (self.lower - self.upper) / max(self.bottom - self.top, 1e-9)
        return (y - (self.upper - twist * self.top) * across) / (1 + twist * across)

    def box(self, box: Box) -> Box:
        """The upright box around the four moved corners, clipped to the page."""
        ys = [self.point(x, y)[1] for x in (box.left, box.right) for y in (box.top, box.bottom)]
        return Box(box.left, min(ys), box.right, max(ys)).clipped()
