"""Reading publishers' tables: what stands over and beside a figure, found by its words; for sources that look alike."""
