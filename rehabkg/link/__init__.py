"""Claims that two records are of one person, or that a thing is a Wikidata item: scored, decided, undone."""
