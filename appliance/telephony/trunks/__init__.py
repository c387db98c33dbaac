"""The trunks: how we register, and why we cannot."""
