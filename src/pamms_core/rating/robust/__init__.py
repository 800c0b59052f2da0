"""How far weights, points or thresholds may be wrong before a rating changes."""
