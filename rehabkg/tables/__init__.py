"""The curated tables: what each holds, how its cells are read, and what holds between them."""
