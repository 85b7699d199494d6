"""Accuracy and speed, measured: nothing in here is part of the installed package."""
