"""The synthetic country: its bytes, its shape, and the faults planted in it."""
