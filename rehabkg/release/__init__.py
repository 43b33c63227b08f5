"""Releases: the loaded sources, taken through one gate into immutable, versioned datasets."""
