"""The one page of a partner's people: their own calls and nothing else."""
