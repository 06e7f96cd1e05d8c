"""The server around the pages: what it answers, what it refuses, what it counts."""
