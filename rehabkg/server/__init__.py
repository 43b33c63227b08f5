"""The server: one ASGI application out of the rooms below, and the processes that run it."""
