"""Two equal-area projections of the sphere, in kilometres: one for the former USSR, one for the world."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, hypot, radians, sin, sqrt
from typing import Protocol

# The sphere of the area of the WGS 84 ellipsoid, in km: equal areas stay equal.
AUTHALIC_RADIUS_KM = 6371.0072
# Where the world is cut, in the Bering strait: longitudes are counted from -169 to 191, so Chukotka is of one piece.
SEAM_WEST = -169.0


class Projection(Protocol):
    """Takes degrees to kilometres east and north of the projection's origin."""

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return x and y in km."""


def wound(longitude: float) -> float:
    """Return a longitude counted from -169 to 191.

    >>> wound(-172.0)
    188.0
    """
    return (longitude - SEAM_WEST) % 360 + SEAM_WEST


@dataclass(frozen=True, slots=True)
class Albers:
    """Albers equal-area conic (J. P. Snyder, Map Projections: A Working Manual, 1987, equations 14-1 to 14-6).

    Angles are in degrees: two standard parallels, and the origin.
    """

    first: float
    second: float
    latitude: float
    longitude: float

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return x and y in km."""
        first, second = radians(self.first), radians(self.second)
        n = (sin(first) + sin(second)) / 2
        c = cos(first) ** 2 + 2 * n * sin(first)
        theta = n * radians(longitude - self.longitude)
        rho = AUTHALIC_RADIUS_KM * sqrt(max(c - 2 * n * sin(radians(latitude)), 0.0)) / n
        origin = AUTHALIC_RADIUS_KM * sqrt(c - 2 * n * sin(radians(self.latitude))) / n
        return rho * sin(theta), origin - rho * cos(theta)


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """Equal Earth (B. Šavrič, T. Patterson, B. Jenny, 2018, IJGIS 33(3), equations 1 to 4)."""

    longitude: float

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return x and y in km."""
        a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
        theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
        turned = radians(longitude - self.longitude)
        slope = a1 + 3 * a2 * theta**2 + theta**6 * (7 * a3 + 9 * a4 * theta**2)
        x = 2 * sqrt(3) * turned * cos(theta) / (3 * slope)
        y = theta * (a1 + a2 * theta**2 + theta**6 * (a3 + a4 * theta**2))
        return AUTHALIC_RADIUS_KM * x, AUTHALIC_RADIUS_KM * y


# Standard parallels 47 and 62 N are those of V. V. Kavrayskiy's conic projections for maps of the USSR.
USSR = Albers(47, 62, 55, 100)
WORLD = EqualEarth(11)


def kilometres_along_parallel(projection: Projection, longitude: float, latitude: float) -> float:
    """Return how many km of the drawing one kilometre along the parallel takes at a place."""
    x0, y0 = projection(longitude - 0.5, latitude)
    x1, y1 = projection(longitude + 0.5, latitude)
    return hypot(x1 - x0, y1 - y0) / (radians(1) * AUTHALIC_RADIUS_KM * cos(radians(latitude)))
