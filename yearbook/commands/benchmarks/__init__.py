"""What `bench` measures, an area a module, and what measures it."""
