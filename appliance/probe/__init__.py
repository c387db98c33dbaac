"""A test telephone: a small SIP user agent in plain Python that calls, answers, and listens."""
