"""How localities differ: local policies as data, every value with its source."""
