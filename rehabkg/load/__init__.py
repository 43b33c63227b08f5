"""Load the records of a source: read, recognise, map, check and swap its graph, in batches across processes."""
