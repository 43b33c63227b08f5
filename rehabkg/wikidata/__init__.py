"""Wikidata-shaped sources: items by SPARQL or from a dump, times, what was fetched; nothing of who links to them."""
