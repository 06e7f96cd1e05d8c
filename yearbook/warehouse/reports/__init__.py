"""Reports from the outside to the rows of an edition: read, looked at, kept, remembered; and the public record."""
