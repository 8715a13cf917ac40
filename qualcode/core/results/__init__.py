"""What the analyses return: frozen, unrounded, and knowing nothing of files or screens.

A `Fraction` is exact; a float stands where the formula has no exact value. `None` is
undefined and always comes with a reason somewhere in the same result.
"""
