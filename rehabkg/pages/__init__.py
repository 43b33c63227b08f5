"""Pages for people, in English and Russian: what they show, and their templates."""
