"""The page on which a person decides what is the same, pair by pair, on their own machine."""
