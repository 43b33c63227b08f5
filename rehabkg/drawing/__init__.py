"""Maps, timelines and charts as SVG: pure functions from plain records; no store, no RDF, no clock."""
