"""The teach page: a quantity that no metric claims, and what would claim it."""
