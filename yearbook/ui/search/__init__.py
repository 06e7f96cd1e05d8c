"""Search and answers: the box in the head of every page, what it finds, and the pages that show it."""
