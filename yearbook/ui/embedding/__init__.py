"""Pages and charts in the frame of another site."""
