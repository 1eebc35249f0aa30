"""Intervals of what benchmarks count."""

from __future__ import annotations

from math import sqrt

Z = 1.96


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (E. B. Wilson, JASA 22, 1927)."""
    if n == 0:
        return 0.0, 1.0
    p, z2 = k / n, Z * Z
    centre, half = p + z2 / (2 * n), Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max((centre - half) / (1 + z2 / n), 0.0), min((centre + half) / (1 + z2 / n), 1.0)
