"""From files as received to published tables: is drug and alcohol treatment fair to women?"""

__version__ = "0.1.0"
