"""The parts of `tools/measure_detection.py`."""
