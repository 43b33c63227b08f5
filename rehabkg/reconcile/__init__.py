"""The Reconciliation API 0.2 (W3C Entity Reconciliation Community Group): OpenRefine matches a table to the graph."""
