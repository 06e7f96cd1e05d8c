"""Editions: how figures are kept, published and asked for."""
