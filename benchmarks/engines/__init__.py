"""Other engines at work on what this product writes and reads: `make engines`, in an environment of its own."""
