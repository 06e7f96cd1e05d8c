"""SQL that an analyst writes, answered in a process that can do nothing else."""
