"""The review page: one doubt after another, settled."""
