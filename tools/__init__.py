"""Programs that made files of the project; nothing of the package needs them."""
