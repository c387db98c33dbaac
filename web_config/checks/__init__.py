"""Whether the box works: the checks, the test call, and what each step found."""
