"""One table of recognised values, and the mappers that make the same triples of it."""
