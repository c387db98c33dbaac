"""The legs of calls, and what SIP messages say of them."""
