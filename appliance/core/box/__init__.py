"""The box itself: faults, power, set-up, settings on trial, what is kept how long."""
