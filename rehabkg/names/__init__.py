"""Names in more than one script, each transliteration with the scheme it follows."""

from rehabkg.names.transliteration import SCHEMES, transliterate

__all__ = ["SCHEMES", "transliterate"]
