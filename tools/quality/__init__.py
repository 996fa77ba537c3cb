"""The parts of tools/measure_quality.py: what is measured, how lossy text is judged, and the page that it becomes."""
