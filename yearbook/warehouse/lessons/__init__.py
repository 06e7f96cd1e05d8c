"""What the catalogue is taught: what a lesson would do, and how it is written down."""
