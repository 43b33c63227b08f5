"""Pages about the vocabulary: a page for each term and each concept scheme, with diagrams, in English and Russian."""
