"""Turn what the field says into work, and keep whose it is."""
