"""One function a chart, one template."""
