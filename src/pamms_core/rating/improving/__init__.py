"""The cheapest way to a better rating, exactly: min-plus over packed sums, then a verdict."""
