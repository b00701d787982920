"""The same counts a second time, in loops and dictionaries, to be checked against the rules line by line."""
