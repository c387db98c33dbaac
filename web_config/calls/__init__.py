"""What has been: the calls and their stories, what callers left, and the month's use."""
