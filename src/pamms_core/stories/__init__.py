"""Whole stories of an assessment, played by a policy with dates: to read, and to try a policy."""
