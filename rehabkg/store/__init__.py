"""The embedded store on disk, and a view to walk any store by."""
