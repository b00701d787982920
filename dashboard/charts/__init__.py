"""Charts: a frame goes in, a figure comes out. They fetch nothing and know nothing of the page."""
