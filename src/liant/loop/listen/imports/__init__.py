"""Read files written by CRMs: bytes to text, text to rows, cells to values, or the reason why not. Opens no file."""

from __future__ import annotations
