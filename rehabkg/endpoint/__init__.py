"""The SPARQL Protocol over a release, killable workers, and the stored queries as an API."""
