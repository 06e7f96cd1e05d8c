"""Find anything: one box over metrics, bodies, reports and words."""
