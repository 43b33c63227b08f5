"""The vocabulary of the lists as data: read-only tables of words, bodies, regions, peoples, occupations, books."""

from rehabkg.lexicon.reader import LexiconRow, read_lexicon, read_lexicon_file

__all__ = ["LexiconRow", "read_lexicon", "read_lexicon_file"]
