"""What people decided, kept for ever and laid over what was read; and who wrote what."""
