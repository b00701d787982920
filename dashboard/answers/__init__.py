"""The answers a page gives: each module asks one query, makes the sentence, the chart and the table."""
