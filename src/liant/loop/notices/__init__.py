"""How people are told: at once, in the day's digest, or only when they look."""
