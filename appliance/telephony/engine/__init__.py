"""PJSIP as a process sees it: its threads, its queue, its log."""
