"""What a SIGKILL at any moment leaves behind: `make crash` tries many, the suite a few."""
