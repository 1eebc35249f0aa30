"""Search: which words of a text are indexed, what a query asks for, and in which order what was found is shown."""
