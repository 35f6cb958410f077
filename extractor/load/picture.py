"""Page pictures that are made when asked for, once, and let go when nobody holds them."""

from __future__ import annotations

import math
import weakref
from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

RESOLUTION = 200.0  # dots an inch for pages that have none of their own
LEAST_RESOLUTION, MOST_RESOLUTION = 72.0, 400.0
# More pixels than an A4 page at 300 dots an inch needs help no reader and cost every stage.
MOST_PIXELS = 12_000_000
LONGEST_SIDE = 8_000
HELD_PIXELS = 2 * MOST_PIXELS  # of a document's pictures that are kept for a second look


def capped(width: float, height: float) -> float:
    """The factor (at most 1) that brings a picture of so many pixels within the caps."""
    return min(1.0, math.sqrt(MOST_PIXELS / max(width * height, 1.0)), LONGEST_SIDE / max(width, height, 1.0))


class Shelf:
    """Holds the pictures made last, a few of them and one in any case: a document of many pages does not keep all in memory."""

    def __init__(self) -> None:
        self._held: list[tuple[weakref.ref[LazyPicture], NDArray[np.uint8]]] = []

    def hold(self, owner: LazyPicture, pixels: NDArray[np.uint8]) -> None:
        self.drop(owner)
        self._held.append((weakref.ref(owner), pixels))
        while len(self._held) > 1 and sum(held.shape[0] * held.shape[1] for _, held in self._held) > HELD_PIXELS:
            del self._held[0]

    def drop(self, owner: LazyPicture) -> None:
        self._held = [each for each in self._held if each[0]() is not owner]


class LazyPicture(ABC):
    """A page's picture (see document.Picture): the same array as long as somebody holds it or no other page was asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._made: dict[float | None, weakref.ref[NDArray[np.uint8]]] = {}

    def pixels(self, dpi: float | None = None) -> NDArray[np.uint8]:
        """H x W x 3, RGB, 8 bit, not writeable. Raises DamagedInput where the page cannot be drawn."""
        key = self._resolution(dpi)
        known = self._made.get(key)
        found = known() if known is not None else None
        if found is None:
            found = self._make(key)
            found.flags.writeable = False
            self._made[key] = weakref.ref(found)
        self._shelf.hold(self, found)
        return found

    @abstractmethod
    def _resolution(self, dpi: float | None) -> float | None: ...

    @abstractmethod
    def _make(self, dpi: float | None) -> NDArray[np.uint8]: ...
