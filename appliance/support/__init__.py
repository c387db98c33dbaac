"""The support bundle: what helps to find a fault, without the office's names and numbers."""
