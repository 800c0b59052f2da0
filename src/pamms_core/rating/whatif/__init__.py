"""What if: the questions analysts ask of a rating, answered exactly.

Every reading here is of the same compiled method: sums over packed integers and
a verdict read off each total. Only the way of adding differs.
"""
