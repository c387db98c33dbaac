"""The cards that an office reads from while it speaks for a firm."""
