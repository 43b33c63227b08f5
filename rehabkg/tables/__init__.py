"""The curated tables: what they hold, how each cell is read, and what holds across them."""
