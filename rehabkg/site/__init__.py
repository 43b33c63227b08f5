"""The site as files: the same pages and documents as the server's, for any host, folder or disk."""
