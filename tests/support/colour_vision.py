"""Colours in eyes that do not tell red from green, by simulation.

Matrices for full protanopia and deuteranopia, on linear RGB: G. M. Machado, M. M. Oliveira,
L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
IEEE Transactions on Visualization and Computer Graphics 15(6), 2009, severity 1.0.
"""

CLEARLY = 10.0
"""Steps of CIE L*; about 1 is just seen side by side."""
EYES = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def linear(level):
    """sRGB to linear (IEC 61966-2-1)."""
    share = level / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour, eyes="usual"):
    """Relative luminance of an sRGB colour as these eyes see it (WCAG 2.2)."""
    light = [linear(level) for level in colour]
    seen = [sum(a * b for a, b in zip(row, light, strict=True)) for row in EYES[eyes]]
    red, green, blue = (min(1.0, max(0.0, level)) for level in seen)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour, eyes):
    """CIE L* of a colour as these eyes see it."""
    light = luminance(colour, eyes)
    if light <= 216 / 24389:
        return light * 24389 / 27
    return 116 * light ** (1 / 3) - 16


def contrast(one, other):
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
