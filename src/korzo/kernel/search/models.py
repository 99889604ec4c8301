"""What can be found, and the words it can be found by."""

from django.db import models


class SearchEntry(models.Model):
    """A record as search knows it; `words` are its tokens with blanks between, as `words.document` makes them.

    Migration 0003 hangs the index on `words`. Rows are written by `search.index_many` alone.
    """

    ref = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    audience = models.CharField(max_length=20)
    scope = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    words = models.TextField()

    def __str__(self) -> str:
        return self.ref


class SearchWord(models.Model):
    """A word that occurs or occurred somewhere; completes what is being typed and mends what was mistyped."""

    word = models.CharField(max_length=40, primary_key=True)
    stem = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return self.word
