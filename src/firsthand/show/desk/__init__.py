"""The desk: a case in a browser. `serving` starts it, `app` puts it together, `pages` and `api` show it."""
