from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The only application that owns tables."""

    name = "liant.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
