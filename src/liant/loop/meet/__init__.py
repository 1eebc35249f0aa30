"""Meetings that people keep: when they recur, what they are about, what was decided there."""
