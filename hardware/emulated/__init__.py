"""The same surfaces as the hardware, without the hardware, for the demo and the tests."""
