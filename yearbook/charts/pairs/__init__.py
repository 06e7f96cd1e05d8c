"""Charts of two metrics held against each other."""
