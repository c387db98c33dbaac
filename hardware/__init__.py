"""Drivers for the panel, the oled, the buttons and the modem; they know nothing of telephony."""
