"""Plan the work that was promised: weeks of people, half-days of visits, and what to do when something changes."""
