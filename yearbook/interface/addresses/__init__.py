"""Addresses for programs: the figures of an edition, what they mean, and how to ask for them, without a page."""
