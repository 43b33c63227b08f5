"""Read the free text of case records: dates, articles, measures, decisions, releases, rehabilitations."""
