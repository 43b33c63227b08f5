"""What a record of a list or book of memory is: as printed, and as recognised. Knows no RDF and no file format."""
