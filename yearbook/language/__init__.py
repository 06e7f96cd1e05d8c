"""What is written: numerals, units, qualifiers and dates of a Chinese text, each with its place in the source."""
