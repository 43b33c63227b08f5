"""Invented people in the formats of the real lists: no name, no life is anyone's; only the weights are counted."""
