"""What queries need and no source says: superclasses, dates to show, reach of laws, labels."""
