"""Accounts as the site offers them: signing in, one's own page, inbox, keys, leaving; and what the trail keeps."""
