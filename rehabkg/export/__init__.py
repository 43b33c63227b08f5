"""RDF and JSON-LD out: the whole graph, one graph, or one thing with its neighbourhood."""
