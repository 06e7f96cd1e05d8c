"""From a file to a Document: its text as read, its pages, and the way back to the source."""
