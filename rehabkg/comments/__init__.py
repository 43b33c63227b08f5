"""What visitors say of a statement, with evidence: kept apart, public once an editor accepts it, changing no claim."""
