"""A view that can be shared, cited and opened again."""
