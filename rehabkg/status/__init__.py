"""What stood about a person or group, as of a day and before the law of a state."""
