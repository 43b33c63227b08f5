"""Run the shapes and say which cell of which table to mend."""
