"""The index of names: Cyrillic, transliterated or misspelt."""
