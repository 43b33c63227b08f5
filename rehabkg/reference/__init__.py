"""Pages about the vocabulary: one for each term and concept scheme, in English and Russian, with diagrams."""
