"""Stored queries and SPARQL: headers, parameters, the embedded store, remote endpoints, results."""
