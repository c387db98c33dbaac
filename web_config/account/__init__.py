"""Who one is at the page: accounts, the way in, the second factor, one's own profile."""
