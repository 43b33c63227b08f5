"""From the rows of the curated tables to statements, in the named graph of each citation."""
