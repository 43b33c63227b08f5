"""Send the named graphs of the store to a remote SPARQL 1.1 store."""
