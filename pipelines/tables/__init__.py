"""Reading publishers' tables: what stands over and beside a figure, found by its words; shared by sources that look alike."""
