"""One module a file format: each reads a file and yields records as printed, with the place where they stand."""
