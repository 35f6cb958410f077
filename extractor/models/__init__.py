"""Models that ship, as data; how each was made stands in its card beside it."""
